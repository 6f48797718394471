package io.github.multiprocessing4j.wire;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.multiprocessing4j.codec.Codec;
import io.github.multiprocessing4j.codec.Sink;
import io.github.multiprocessing4j.codec.Source;
import io.github.multiprocessing4j.failure.SerializationException;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class LetterTest {
    private static final int LENGTH = 5000;

    static Stream<Object> arrays() {
        return Stream.of(
                new byte[] {1, 2, -3},
                new short[] {1, -2},
                new char[] {'a', 'ß'},
                new int[] {1, -2, 3},
                new long[] {Long.MIN_VALUE},
                new float[] {1.5f},
                new double[] {Math.PI, Double.NaN});
    }

    private static ByteBuffer bytes(Letter letter) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (ByteBuffer part : letter.asBuffers()) {
            byte[] bytes = new byte[part.remaining()];
            part.get(bytes);
            all.writeBytes(bytes);
        }
        return ByteBuffer.wrap(all.toByteArray());
    }

    private static ReceivedMessage received(ByteBuffer bytes) throws Exception {
        ReceivedMessage message = new ReceivedMessage();
        message.readFrom(new BufferIncoming(bytes), bytes.remaining());
        return message;
    }

    @ParameterizedTest
    @MethodSource("arrays")
    void arraysTravelBesideTheParts(Object array) throws Exception {
        Sink sink = new Sink().enableOutOfBand(1);
        Codec.standard().write(array, sink);
        Letter letter =
                new Letter(sink.outOfBandArrays(), List.of(ByteBuffer.wrap(new byte[] {7, 8}), sink.asByteBuffer()));
        ByteBuffer bytes = bytes(letter);
        assertEquals(letter.length(), bytes.remaining());
        Source source = received(bytes).source();
        assertEquals(7, source.readByte());
        assertEquals(8, source.readByte());
        Object came = Codec.standard().read(source);
        assertArrayEquals(new Object[] {array}, new Object[] {came});
        assertEquals(0, source.remaining());
    }

    @ParameterizedTest
    @MethodSource("arrays")
    void aCopyIsAnother(Object array) {
        Object copy = Letter.copy(array);
        assertNotSame(array, copy);
        assertArrayEquals(new Object[] {array}, new Object[] {copy});
        assertEquals(ArrayKind.bytesOf(array).byteSize(), Letter.bytes(array));
    }

    @Test
    void whatCanNotTravelBesideIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> Letter.copy("a string"));
    }

    @Test
    void aLetterCanBeSentAgain() throws Exception {
        Letter letter = new Letter(List.of(new long[LENGTH]), List.of(ByteBuffer.wrap(new byte[] {1})));
        assertEquals(bytes(letter), bytes(letter));
    }

    @Test
    void partOfALetterIsNone() {
        ByteBuffer bytes = bytes(new Letter(List.of(new int[LENGTH]), List.of(ByteBuffer.wrap(new byte[] {1}))));
        for (int length : new int[] {0, 3, 4, 11, 12, 100}) {
            assertThrows(
                    SerializationException.class,
                    () -> received(bytes.slice(0, length)).source(),
                    () -> length + " bytes of it");
        }
        ReceivedMessage message = new ReceivedMessage();
        assertThrows(EOFException.class, () -> message.readFrom(new BufferIncoming(bytes.slice(0, 100)), 20_013));
    }
}
