package io.github.multiprocessing4j.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.multiprocessing4j.failure.SerializationException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What would make a message longer than a Java array can be is refused before there is memory taken for it. */
@Timeout(60)
class TooLongTest {
    private static final int LONGEST = Integer.MAX_VALUE - 8;

    /** A sink that seems to hold that much; if it took in anything it would have to make a buffer of that size. */
    private static Sink filled(int position) {
        Sink sink = new Sink();
        sink.position(position);
        return sink;
    }

    static Stream<Object> arrays() {
        return Stream.of(
                new byte[1000],
                new boolean[1000],
                new short[500],
                new char[500],
                new int[250],
                new float[250],
                new long[125],
                new double[125]);
    }

    @ParameterizedTest
    @MethodSource("arrays")
    void noArrayGoesBeyondTheLongestMessage(Object array) {
        Sink sink = filled(LONGEST - 999);
        SerializationException e = assertThrows(
                SerializationException.class, () -> Codec.standard().write(array, sink));
        assertTrue(String.valueOf(e.getMessage()).contains("2 GiB"), e::toString);
        assertEquals(LONGEST - 999, sink.position());
    }

    static Stream<Object> parts() {
        return Stream.of(List.of(), new Crossing.Parcel(1), 1, "x", Optional.of(1));
    }

    @ParameterizedTest
    @MethodSource("parts")
    void norAnyPartOfOne(Object value) {
        Sink sink = filled(LONGEST);
        assertThrows(SerializationException.class, () -> Codec.standard().write(value, sink));
        assertEquals(LONGEST, sink.position());
    }

    @Test
    void aSumThatNoIntHoldsIsNoSmallOne() {
        Sink sink = new Sink();
        sink.writeLong(1);
        assertThrows(SerializationException.class, () -> sink.ensure(Integer.MAX_VALUE));
        assertThrows(SerializationException.class, () -> sink.skip(LONGEST - 7));
        assertThrows(SerializationException.class, () -> filled(LONGEST).writeByte(0));
        assertEquals(8, sink.position());
    }
}
