package io.github.multiprocessing4j.wire;

import io.github.multiprocessing4j.codec.Codec;
import io.github.multiprocessing4j.codec.Source;
import io.github.multiprocessing4j.failure.SerializationException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A value that has come, as {@link MessageEncoder} wrote it. Reading it runs no code of the user's, decoding does. Can be used
 * again; not thread-safe.
 */
public final class ReceivedMessage {
    private static final int TABLE_ENTRY = 2 * Integer.BYTES;

    /** A buffer that has become larger for one message is not kept for the next, usually. */
    private static final int USUALLY_KEPT = 64 << 10;

    /** How much is taken on trust: beyond that, memory follows what has come. */
    private static final int TRUSTED = 1 << 20;

    private final int largestKept;

    private byte[] bytes = new byte[256];

    private int length;

    private List<Object> arrays = List.of();

    /** What is wrong with the message, if anything is. */
    private @Nullable String garbage;

    /** Makes one for messages of any size. */
    public ReceivedMessage() {
        this(USUALLY_KEPT);
    }

    /**
     * Makes one for messages of about the same size.
     *
     * @param largestKept a buffer that has become larger than that for one message is not kept for the next
     */
    public ReceivedMessage(int largestKept) {
        this.largestKept = largestKept;
    }

    /**
     * Takes in a message, all of it.
     *
     * @param in where from
     * @param total what {@link Incoming#begin} said
     * @throws IOException as {@link Incoming#read} does
     */
    public void readFrom(Incoming in, long total) throws IOException {
        arrays = List.of();
        garbage = null;
        length = 0;
        if (total < Integer.BYTES) {
            garbage = "it has " + total + " bytes";
        } else {
            in.read(bytes, 0, Integer.BYTES);
            int count = Source.of(bytes, 0, Integer.BYTES).readInt();
            if (count == 0) {
                readValue(in, total - Integer.BYTES);
            } else if (count < 0 || count > (total - Integer.BYTES) / TABLE_ENTRY) {
                garbage = "it does not begin as one";
            } else {
                readWithArrays(in, total - Integer.BYTES, count);
            }
        }
        in.end();
    }

    private void readWithArrays(Incoming in, long rest, int count) throws IOException {
        readValue(in, (long) count * TABLE_ENTRY);
        Source table = Source.of(bytes, 0, length);
        List<ArrayKind> kinds = new ArrayList<>();
        int[] lengths = new int[count];
        long left = rest - length;
        for (int i = 0; i < count; i++) {
            ArrayKind kind = ArrayKind.withCode(table.readInt());
            lengths[i] = table.readInt();
            if (kind == null || lengths[i] < 0) {
                garbage = "what travels beside it are no arrays";
                return;
            }
            kinds.add(kind);
            left -= kind.bytes(lengths[i]);
            if (left < 0) {
                garbage = "the arrays that travel beside it are longer than the message";
                return;
            }
        }
        readValue(in, left);
        List<Object> received = new ArrayList<>();
        for (int i = 0; i < count && garbage == null; i++) {
            received.add(readArray(in, kinds.get(i), lengths[i]));
        }
        arrays = received;
    }

    private static Object readArray(Incoming in, ArrayKind kind, int length) throws IOException {
        int come = (int) Math.min(length, in.trusted() / Long.BYTES);
        Object array = kind.allocate(come);
        in.read(ArrayKind.bytesOf(array));
        while (come < length) {
            int larger = (int) Math.min(length, 4L * come);
            Object copy = kind.allocate(larger);
            System.arraycopy(array, 0, copy, 0, come);
            in.read(ArrayKind.bytesOf(copy).asSlice(kind.bytes(come)));
            array = copy;
            come = larger;
        }
        return array;
    }

    private void readValue(Incoming in, long wanted) throws IOException {
        if (wanted > Integer.MAX_VALUE - 8) {
            garbage = "it is longer than 2 GiB";
            return;
        }
        int size = (int) wanted;
        if (bytes.length < Math.min(size, TRUSTED)) {
            bytes = new byte[Math.min(size, TRUSTED)];
        }
        length = 0;
        while (length < size) {
            if (length == bytes.length) {
                bytes = java.util.Arrays.copyOf(bytes, (int) Math.min(size, 4L * length));
            }
            int part = Math.min(size, bytes.length) - length;
            in.read(bytes, length, part);
            length += part;
        }
    }

    /**
     * {@return the value} This may run methods of its classes.
     *
     * @throws SerializationException if it can't be made here
     */
    public @Nullable Object decode() {
        return Codec.standard().read(source());
    }

    /**
     * {@return what the message consists of, valid until the next one is taken in or this is {@linkplain #clear cleared}}
     *
     * @throws SerializationException if it is none
     */
    public Source source() {
        if (garbage != null) {
            throw new SerializationException(
                    "This message is no value that send wrote: " + garbage
                            + ". Was it sent as bytes, or does the other side ask for a key that was not given here?",
                    null);
        }
        Source source = Source.of(bytes, 0, length);
        return arrays.isEmpty() ? source : source.withOutOfBandArrays(arrays);
    }

    /** Forgets the value. */
    public void clear() {
        arrays = List.of();
        if (bytes.length > largestKept) {
            bytes = new byte[256];
        }
    }
}
