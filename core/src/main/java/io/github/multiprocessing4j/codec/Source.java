package io.github.multiprocessing4j.codec;

import io.github.multiprocessing4j.failure.SerializationException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A range of bytes that is read from front to back, the counterpart of {@link Sink}. Every read checks that what it wants
 * is there and throws {@link SerializationException} if not. Not safe for use by several threads.
 */
public final class Source {
    private final byte[] bytes;

    private final int limit;

    private int position;

    private List<MemorySegment> outOfBand = List.of();

    private @Nullable List<Object> arrays;

    private Source(byte[] bytes, int offset, int limit) {
        this.bytes = bytes;
        this.position = offset;
        this.limit = limit;
    }

    /**
     * {@return a source of all bytes of an array, which it does not copy}
     *
     * @param bytes the array
     */
    public static Source of(byte[] bytes) {
        return new Source(bytes, 0, bytes.length);
    }

    /**
     * {@return a source of part of an array, which it does not copy}
     *
     * @param bytes the array
     * @param offset where the part begins
     * @param length its length
     */
    public static Source of(byte[] bytes, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, bytes.length);
        return new Source(bytes, offset, offset + length);
    }

    /**
     * {@return a source of what remains in a buffer} The buffer's position stays. Memory outside of the heap is copied
     * first, so that another process cannot change a message while it is being read.
     *
     * @param buffer the buffer
     */
    public static Source of(ByteBuffer buffer) {
        if (buffer.hasArray()) {
            return of(buffer.array(), buffer.arrayOffset() + buffer.position(), buffer.remaining());
        }
        byte[] copy = new byte[buffer.remaining()];
        buffer.get(buffer.position(), copy);
        return of(copy);
    }

    /**
     * Supplies what the writer left out of the buffer.
     *
     * @param segments what {@link Sink#outOfBand} listed, in the same order
     * @return this source
     */
    public Source withOutOfBand(List<MemorySegment> segments) {
        outOfBand = List.copyOf(segments);
        return this;
    }

    /**
     * Supplies what the writer left out of the buffer, as arrays that become part of the value without being copied.
     *
     * @param received copies of what {@link Sink#outOfBandArrays} listed, in the same order
     * @return this source
     */
    public Source withOutOfBandArrays(List<Object> received) {
        arrays = List.copyOf(received);
        return this;
    }

    /** {@return where the next read begins, as an index into {@link #array}} */
    public int position() {
        return position;
    }

    /** {@return how many bytes are left} */
    public int remaining() {
        return limit - position;
    }

    /** {@return the array that is read from} */
    public byte[] array() {
        return bytes;
    }

    /** {@return the next byte} */
    public byte readByte() {
        return bytes[advance(1)];
    }

    /** {@return the next two bytes} */
    public short readShort() {
        int at = advance(2);
        return (short) (bytes[at] & 0xff | bytes[at + 1] << 8);
    }

    /** {@return the next four bytes} */
    public int readInt() {
        return intAt(advance(4));
    }

    /** {@return the next eight bytes} */
    public long readLong() {
        int at = advance(8);
        return intAt(at) & 0xffff_ffffL | (long) intAt(at + 4) << 32;
    }

    private int intAt(int at) {
        return bytes[at] & 0xff | (bytes[at + 1] & 0xff) << 8 | (bytes[at + 2] & 0xff) << 16 | bytes[at + 3] << 24;
    }

    /** {@return the next number that {@link Sink#writeVarInt} wrote} */
    public int readVarInt() {
        int value = 0;
        for (int shift = 0; shift < 35; shift += 7) {
            byte next = bytes[advance(1)];
            value |= (next & 0x7f) << shift;
            if (next >= 0) {
                return value;
            }
        }
        throw garbage("a number has more than five bytes");
    }

    /**
     * Reads into part of an array.
     *
     * @param target the array
     * @param offset where the part begins
     * @param length its length
     */
    public void readBytes(byte[] target, int offset, int length) {
        System.arraycopy(bytes, advance(length), target, offset, length);
    }

    /** {@return the next string} */
    public String readString() {
        return Strings.read(this);
    }

    /** Moves behind the next {@code count} bytes and returns where they begin. */
    int advance(long count) {
        if (count < 0 || count > limit - position) {
            throw garbage("it ends in the middle of a value");
        }
        int start = position;
        position += (int) count;
        return start;
    }

    void position(int position) {
        this.position = position;
    }

    /** {@return an array that came beside the message: of primitives, or a segment of its bytes} */
    Object outOfBand(int index) {
        List<? extends Object> all = arrays != null ? arrays : outOfBand;
        if (index < 0 || index >= all.size()) {
            throw garbage("an array that travels beside the message is missing");
        }
        return all.get(index);
    }

    SerializationException garbage(String reason) {
        return new SerializationException(
                "This is not a value of another process, or it was damaged on its way: " + reason, null);
    }
}
