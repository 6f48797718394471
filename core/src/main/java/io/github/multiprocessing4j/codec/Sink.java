package io.github.multiprocessing4j.codec;

import io.github.multiprocessing4j.failure.SerializationException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A buffer that grows while it is written to. Numbers are little-endian. A frame's header and any number of values can
 * share one sink, so that a message is never copied between buffers: reserve room with {@link #skip}, write the values,
 * then fill in the header with {@link #setInt}.
 *
 * <p>With {@link #enableOutOfBand} large primitive arrays are left out of the buffer and collected beside it, so that the
 * caller can move them as a whole. Not safe for use by several threads.
 */
public final class Sink {
    private static final int MAX_CAPACITY = Integer.MAX_VALUE - 8;

    private byte[] bytes;

    private int position;

    private long threshold = Long.MAX_VALUE;

    private @Nullable List<Object> outOfBand;

    /** Makes an empty sink. */
    public Sink() {
        this(256);
    }

    /**
     * Makes an empty sink with room for so many bytes; it grows beyond them.
     *
     * @param capacity in bytes
     */
    public Sink(int capacity) {
        bytes = new byte[capacity];
    }

    /**
     * Leaves primitive arrays of at least that size out of the buffer from now on; see {@link #outOfBand}.
     *
     * @param threshold in bytes
     * @return this sink
     */
    public Sink enableOutOfBand(int threshold) {
        this.threshold = threshold;
        return this;
    }

    /**
     * {@return the arrays that were left out of the buffer, as read-only views of them, in the order of their numbers}
     * They must reach {@link Source#withOutOfBand} at the other end before the message is read.
     */
    public List<MemorySegment> outOfBand() {
        return outOfBandArrays().stream()
                .map(array -> ArrayValues.segment(array).asReadOnly())
                .toList();
    }

    /** {@return the arrays that were left out of the buffer, in the order of their numbers; not to be changed} */
    public List<Object> outOfBandArrays() {
        return outOfBand == null ? List.of() : Collections.unmodifiableList(outOfBand);
    }

    /** {@return how many bytes were written} */
    public int position() {
        return position;
    }

    /**
     * Forgets what was written behind a position.
     *
     * @param position at most the current one
     */
    public void rewind(int position) {
        if (position < 0 || position > this.position) {
            throw new IndexOutOfBoundsException(position);
        }
        this.position = position;
    }

    /** Forgets everything that was written; the capacity stays. */
    public void clear() {
        position = 0;
        outOfBand = null;
    }

    /** {@return the buffer itself, in which the bytes up to {@link #position} count, until it next grows} */
    public byte[] array() {
        return bytes;
    }

    /** {@return a copy of what was written} */
    public byte[] toByteArray() {
        return Arrays.copyOf(bytes, position);
    }

    /** {@return what was written, to be kept: a copy, unless the buffer is hardly larger. Nothing may be written any more} */
    public ByteBuffer toByteBuffer() {
        boolean fits = bytes.length - position <= position >> 3;
        return ByteBuffer.wrap(fits ? bytes : toByteArray(), 0, position);
    }

    /** {@return what was written, without copying it; valid until the next write} */
    public ByteBuffer asByteBuffer() {
        return ByteBuffer.wrap(bytes, 0, position);
    }

    /**
     * Makes room.
     *
     * @param count how many bytes will be written next
     */
    public void ensure(int count) {
        if (bytes.length - position < count) {
            grow(count);
        }
    }

    private void grow(int count) {
        long needed = (long) position + count;
        if (needed > MAX_CAPACITY) {
            throw new SerializationException(
                    "A message cannot be longer than 2 GiB: share large data through memory that both processes map,"
                            + " or send it in parts",
                    null);
        }
        bytes = Arrays.copyOf(bytes, (int) Math.min(MAX_CAPACITY, Math.max(needed, 2L * bytes.length)));
    }

    /**
     * Leaves room to be filled in later.
     *
     * @param count how many bytes
     * @return where they begin
     */
    public int skip(int count) {
        ensure(count);
        int start = position;
        position += count;
        return start;
    }

    /**
     * Overwrites four bytes.
     *
     * @param at where they begin
     * @param value the new value
     */
    public void setInt(int at, int value) {
        bytes[at] = (byte) value;
        bytes[at + 1] = (byte) (value >> 8);
        bytes[at + 2] = (byte) (value >> 16);
        bytes[at + 3] = (byte) (value >> 24);
    }

    /**
     * Overwrites eight bytes.
     *
     * @param at where they begin
     * @param value the new value
     */
    public void setLong(int at, long value) {
        setInt(at, (int) value);
        setInt(at + 4, (int) (value >> 32));
    }

    /**
     * Writes one byte.
     *
     * @param value its low eight bits count
     */
    public void writeByte(int value) {
        ensure(1);
        bytes[position++] = (byte) value;
    }

    /**
     * Writes two bytes.
     *
     * @param value its low sixteen bits count
     */
    public void writeShort(int value) {
        ensure(2);
        bytes[position] = (byte) value;
        bytes[position + 1] = (byte) (value >> 8);
        position += 2;
    }

    /**
     * Writes four bytes.
     *
     * @param value the value
     */
    public void writeInt(int value) {
        ensure(4);
        setInt(position, value);
        position += 4;
    }

    /**
     * Writes eight bytes.
     *
     * @param value the value
     */
    public void writeLong(long value) {
        ensure(8);
        setLong(position, value);
        position += 8;
    }

    /**
     * Writes an unsigned number in one to five bytes, seven bits to a byte, the lowest first.
     *
     * @param value the value
     */
    public void writeVarInt(int value) {
        ensure(5);
        int rest = value;
        while ((rest & ~0x7f) != 0) {
            bytes[position++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        bytes[position++] = (byte) rest;
    }

    /**
     * Writes part of an array.
     *
     * @param source the array
     * @param offset where the part begins
     * @param length its length
     */
    public void writeBytes(byte[] source, int offset, int length) {
        ensure(length);
        System.arraycopy(source, offset, bytes, position, length);
        position += length;
    }

    /**
     * Writes a string, one byte a character where that suffices and two where not.
     *
     * @param value the string
     */
    public void writeString(String value) {
        position = Strings.write(value, this);
    }

    /** A byte and four more, with one look at the capacity. */
    void writeTagged(int tag, int value) {
        ensure(5);
        bytes[position] = (byte) tag;
        setInt(position + 1, value);
        position += 5;
    }

    /** A byte and eight more. */
    void writeTagged(int tag, long value) {
        ensure(9);
        bytes[position] = (byte) tag;
        setLong(position + 1, value);
        position += 9;
    }

    void position(int position) {
        this.position = position;
    }

    boolean takesOutOfBand(long size) {
        return size >= threshold;
    }

    int addOutOfBand(Object array) {
        if (outOfBand == null) {
            outOfBand = new ArrayList<>();
        }
        outOfBand.add(array);
        return outOfBand.size() - 1;
    }

    void rewind(int position, int segments) {
        rewind(position);
        if (outOfBand != null) {
            outOfBand.subList(segments, outOfBand.size()).clear();
        }
    }
}
