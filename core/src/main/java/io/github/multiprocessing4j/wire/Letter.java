package io.github.multiprocessing4j.wire;

import io.github.multiprocessing4j.codec.Sink;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * A message of several parts, beside which large arrays of primitives travel without being copied into it. {@link ReceivedMessage} takes it in.
 *
 * <pre>
 *   bytes
 *       4  how many arrays travel beside the parts, n
 *     8 n  what each is: kind of its elements and their number, 4 bytes each
 *          the parts
 *          the arrays
 * </pre>
 *
 * <p>Numbers are little-endian.
 *
 * @param arrays what {@link Sink#outOfBandArrays} has listed; not changed until it is sent
 * @param parts what is read first. Their positions stay
 */
public record Letter(List<Object> arrays, List<ByteBuffer> parts) {
    private static final byte[] NO_ARRAYS = new byte[Integer.BYTES];

    /** {@return its length in bytes} */
    public long length() {
        long length = tableLength();
        for (ByteBuffer part : parts) {
            length += part.remaining();
        }
        for (Object array : arrays) {
            length += bytes(array);
        }
        return length;
    }

    /**
     * {@return how many bytes an array takes}
     *
     * @param array one that can travel beside a message
     */
    public static long bytes(Object array) {
        return ArrayKind.bytesOf(array).byteSize();
    }

    /**
     * {@return a copy of an array}
     *
     * @param array one that can travel beside a message
     */
    public static Object copy(Object array) {
        return switch (array) {
            case byte[] bytes -> bytes.clone();
            case short[] shorts -> shorts.clone();
            case char[] chars -> chars.clone();
            case int[] ints -> ints.clone();
            case long[] longs -> longs.clone();
            case float[] floats -> floats.clone();
            case double[] doubles -> doubles.clone();
            default -> throw new IllegalArgumentException(array.getClass() + " can't travel beside a message");
        };
    }

    private int tableLength() {
        return Integer.BYTES + 2 * Integer.BYTES * arrays.size();
    }

    private byte[] table() {
        if (arrays.isEmpty()) {
            return NO_ARRAYS;
        }
        Sink table = new Sink(tableLength());
        table.writeInt(arrays.size());
        for (Object array : arrays) {
            ArrayKind kind = ArrayKind.of(array);
            table.writeInt(kind.code());
            table.writeInt(kind.length(array));
        }
        return table.toByteArray();
    }

    /** Writes the message, which was begun. */
    void writeTo(Outgoing out) throws IOException {
        out.write(table(), 0, tableLength());
        for (ByteBuffer part : parts) {
            write(part, out);
        }
        for (Object array : arrays) {
            out.write(ArrayKind.bytesOf(array));
        }
    }

    private static void write(ByteBuffer part, Outgoing out) throws IOException {
        if (part.hasArray()) {
            out.write(part.array(), part.arrayOffset() + part.position(), part.remaining());
        } else {
            out.write(MemorySegment.ofBuffer(part));
        }
    }

    /** {@return all of it, for who can't take arrays as they are} */
    ByteBuffer[] asBuffers() {
        List<ByteBuffer> all = new ArrayList<>();
        all.add(ByteBuffer.wrap(table()));
        parts.forEach(part -> all.add(part.duplicate()));
        for (Object array : arrays) {
            all.add(ByteBuffer.wrap(ArrayKind.bytesOf(array).toArray(ValueLayout.JAVA_BYTE)));
        }
        return all.toArray(ByteBuffer[]::new);
    }
}
