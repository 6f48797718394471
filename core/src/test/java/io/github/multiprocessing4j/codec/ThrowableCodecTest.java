package io.github.multiprocessing4j.codec;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.multiprocessing4j.failure.RemoteThrowable;
import io.github.multiprocessing4j.failure.SerializationException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.ObjectInputFilter;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Exceptions arrive, whatever they are. */
@Timeout(60)
@NullUnmarked
class ThrowableCodecTest {
    static final class Coded extends RuntimeException {
        final int code;

        Coded(String message, int code, Throwable cause) {
            super(message, cause);
            this.code = code;
        }
    }

    static class Holding extends Exception {
        final Object held = new Object();

        Holding(String message, Throwable cause) {
            super(message, cause);
        }
    }

    static final class Hostile extends Exception {
        final Object held = new Object();

        @Override
        public String getMessage() {
            throw new IllegalStateException("no message");
        }

        @Override
        public Throwable getCause() {
            throw new IllegalStateException("no cause");
        }

        @Override
        public StackTraceElement[] getStackTrace() {
            throw new IllegalStateException("no frames");
        }
    }

    private static Throwable cross(Throwable thrown) {
        return cross(thrown, Codec.standard());
    }

    private static Throwable cross(Throwable thrown, Codec reader) {
        Sink sink = new Sink();
        ThrowableCodec.write(thrown, Codec.standard(), sink);
        Source source = Source.of(sink.toByteArray());
        Throwable copy = ThrowableCodec.read(reader, source);
        assertEquals(0, source.remaining());
        return copy;
    }

    private static String print(Throwable thrown) {
        StringWriter text = new StringWriter();
        thrown.printStackTrace(new PrintWriter(text));
        return text.toString();
    }

    static Stream<Throwable> serializable() {
        Exception suppressing = new IOException("outer");
        suppressing.addSuppressed(new FileNotFoundException("inner"));
        return Stream.of(
                new IllegalStateException("boom"),
                new Coded("coded", 7, new IOException("cause")),
                suppressing,
                new UncheckedIOException(new IOException("io")),
                new ExecutionException(new Error("e")),
                new StackOverflowError(),
                new NullPointerException(),
                new Exception((String) null, null));
    }

    @ParameterizedTest
    @MethodSource("serializable")
    void theOriginalArrivesWithItsFrames(Throwable thrown) {
        Throwable copy = cross(thrown);
        assertSame(thrown.getClass(), copy.getClass());
        assertEquals(print(thrown), print(copy));
        assertArrayEquals(thrown.getStackTrace(), copy.getStackTrace());
    }

    @Test
    void fieldsOfTheOriginalArrive() {
        assertEquals(7, assertInstanceOf(Coded.class, cross(new Coded("m", 7, null))).code);
    }

    @Test
    void aStandInPrintsTheSame() {
        Holding thrown = new Holding("held", new Coded("cause", 7, null));
        thrown.addSuppressed(new IOException("suppressed"));
        RemoteThrowable copy = assertInstanceOf(RemoteThrowable.class, cross(thrown));
        assertEquals(Holding.class.getName(), copy.className());
        assertEquals("held", copy.getMessage());
        assertEquals(7, assertInstanceOf(Coded.class, copy.getCause()).code);
        assertInstanceOf(IOException.class, copy.getSuppressed()[0]);
        assertEquals(print(thrown), print(copy));
    }

    @Test
    void aClassThatIsUnknownOrRejectedHereArrivesAsAStandIn() {
        Codec wary = Codec.builder()
                .filter(ObjectInputFilter.Config.createFilter("java.base/*;!*"))
                .build();
        Throwable copy = cross(new Coded("m", 7, new IOException("cause")), wary);
        assertEquals(
                Coded.class.getName(),
                assertInstanceOf(RemoteThrowable.class, copy).className());
        assertEquals("cause", copy.getCause().getMessage());
    }

    @Test
    void hostileExceptionsArrive() {
        RemoteThrowable copy = assertInstanceOf(RemoteThrowable.class, cross(new Hostile()));
        assertNull(copy.getMessage());
        assertNull(copy.getCause());
        assertEquals(
                Hostile.class.getName() + " (whose toString() threw java.lang.IllegalStateException)", copy.toString());
    }

    @Test
    void circlesOfCausesArrive() {
        Holding first = new Holding("first", null) {
            @Override
            public synchronized Throwable getCause() {
                return this;
            }
        };
        assertNull(cross(first).getCause());
        Exception a = new Exception("a");
        Exception b = new Exception("b", a);
        a.initCause(b);
        assertEquals("a", cross(a).getCause().getCause().getMessage());
    }

    @Test
    void extremesAreCut() {
        Exception thrown = new Holding("x".repeat(10_000_000), null);
        StackTraceElement[] frames = new StackTraceElement[100_000];
        Arrays.fill(frames, new StackTraceElement("A", "b", "A.java", 1));
        thrown.setStackTrace(frames);
        Throwable copy = cross(thrown);
        assertTrue(copy.getMessage().length() < 100_000);
        assertEquals(1024, copy.getStackTrace().length);
        Exception chain = null;
        for (int i = 0; i < 50_000; i++) {
            chain = new Holding("c", chain);
        }
        assertNotNull(cross(chain));
    }

    @Test
    void damagedInputIsRefused() {
        Sink sink = new Sink();
        ThrowableCodec.write(new Holding("a", new IOException("b")), Codec.standard(), sink);
        for (int length = 0; length < sink.position(); length++) {
            Source source = Source.of(sink.array(), 0, length);
            assertThrows(SerializationException.class, () -> ThrowableCodec.read(Codec.standard(), source));
        }
    }
}
