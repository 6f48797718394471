package io.github.multiprocessing4j.codec;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.multiprocessing4j.failure.SerializationException;
import java.lang.foreign.MemorySegment;
import java.util.List;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Large primitive arrays can travel beside the message, where caller and codec agree on it. */
@Timeout(60)
@NullUnmarked
class OutOfBandTest {
    private final Sink sink = new Sink().enableOutOfBand(1024);

    private final double[] large = new double[1000];

    private final byte[] small = new byte[1000];

    @Test
    void largeArraysTravelBesideTheMessage() {
        large[7] = 7.5;
        Codec.standard().write(List.of(large, small, new int[256]), sink);
        assertEquals(2, sink.outOfBand().size());
        assertTrue(sink.position() < 1100);
        assertTrue(sink.outOfBand().get(0).isReadOnly());
        Source source = Source.of(sink.toByteArray()).withOutOfBand(sink.outOfBand());
        assertArrayEquals(large, (double[]) ((List<?>) Codec.standard().read(source)).get(0));
    }

    @Test
    void theyKeepTheirIdentityInAnObjectStream() {
        Codec.standard().write(new Crossing.Parcel(List.of(large, large)), sink);
        assertEquals(1, sink.outOfBand().size());
        Source source = Source.of(sink.toByteArray()).withOutOfBand(sink.outOfBand());
        List<?> copy = (List<?>) ((Crossing.Parcel) Codec.standard().read(source)).content;
        assertArrayEquals(large, (double[]) copy.get(0));
        assertSame(copy.get(0), copy.get(1));
    }

    @Test
    void aRefusedValueLeavesNoneBehind() {
        Codec.standard().write(large, sink);
        assertThrows(
                SerializationException.class,
                () -> Codec.standard().write(new Crossing.Parcel(List.of(large, new Object())), sink));
        assertThrows(SerializationException.class, () -> Codec.standard().write(List.of(large, new Object()), sink));
        assertEquals(1, sink.outOfBand().size());
    }

    @Test
    void missingOrWrongSegmentsAreRefused() {
        Codec.standard().write(large, sink);
        Source missing = Source.of(sink.toByteArray());
        assertThrows(SerializationException.class, () -> Codec.standard().read(missing));
        Source wrong = Source.of(sink.toByteArray()).withOutOfBand(List.of(MemorySegment.ofArray(small)));
        assertThrows(SerializationException.class, () -> Codec.standard().read(wrong));
    }
}
