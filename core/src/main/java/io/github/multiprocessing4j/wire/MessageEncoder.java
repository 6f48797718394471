package io.github.multiprocessing4j.wire;

import io.github.multiprocessing4j.codec.Codec;
import io.github.multiprocessing4j.codec.Sink;
import io.github.multiprocessing4j.region.Carrier;
import io.github.multiprocessing4j.region.Transit;
import java.io.IOException;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A value on its way out: encoded once, then written as a message of the following form. Large arrays of primitives are not
 * copied before they are written. Can be used again; not thread-safe.
 *
 * <pre>
 *   bytes
 *       4  how many arrays travel beside the value, n
 *     8 n  what each is: kind of its elements and their number, 4 bytes each
 *          the value, as the codec writes it
 *          the arrays
 * </pre>
 *
 * <p>Numbers are little-endian.
 */
public final class MessageEncoder {
    /** Smaller arrays are copied into the value. */
    public static final int SMALLEST_ARRAY = 16 << 10;

    /** A buffer that has become larger for one message is not kept for the next. */
    private static final int LARGEST_KEPT = 64 << 10;

    private Sink sink = newSink();

    private final Transit transit;

    private final Codec codec;

    private byte @Nullable [] table;

    /** Makes one for messages that this process keeps until they are received. */
    public MessageEncoder() {
        this(() -> null, Codec.standard());
    }

    /**
     * Makes one for messages that somebody else has as soon as they are written.
     *
     * @param carrier tells who has them
     */
    public MessageEncoder(Supplier<? extends @Nullable Carrier> carrier) {
        this(carrier, Codec.standard());
    }

    /**
     * Makes one for messages that somebody else has as soon as they are written.
     *
     * @param carrier tells who has them
     * @param codec writes the values
     */
    public MessageEncoder(Supplier<? extends @Nullable Carrier> carrier, Codec codec) {
        this.transit = new Transit(carrier);
        this.codec = codec;
    }

    private static Sink newSink() {
        Sink sink = new Sink().enableOutOfBand(SMALLEST_ARRAY);
        sink.skip(Integer.BYTES);
        return sink;
    }

    /**
     * Encodes a value. {@link #wasSent} or {@link #wasNotSent} must follow.
     *
     * @param value what is to be sent
     * @throws io.github.multiprocessing4j.failure.SerializationException if that is not possible
     */
    public void encode(@Nullable Object value) {
        clear();
        transit.board(() -> codec.write(value, sink));
        int arrays = sink.outOfBandArrays().size();
        sink.setInt(0, arrays);
        if (arrays > 0) {
            table = tableOf(sink.outOfBandArrays());
        }
    }

    private static byte[] tableOf(List<Object> arrays) {
        Sink table = new Sink(Integer.BYTES + 2 * Integer.BYTES * arrays.size());
        table.writeInt(arrays.size());
        for (Object array : arrays) {
            ArrayKind kind = ArrayKind.of(array);
            table.writeInt(kind.code());
            table.writeInt(kind.length(array));
        }
        return table.toByteArray();
    }

    /** {@return the length of the message in bytes} */
    public long length() {
        long length = sink.position();
        if (table != null) {
            length += table.length - Integer.BYTES;
            for (Object array : sink.outOfBandArrays()) {
                length += ArrayKind.bytesOf(array).byteSize();
            }
        }
        return length;
    }

    /**
     * Writes the message.
     *
     * @param out where to
     * @throws IOException as {@link Outgoing#write} does
     */
    public void writeTo(Outgoing out) throws IOException {
        out.begin(length());
        if (table == null) {
            out.write(sink.array(), 0, sink.position());
        } else {
            out.write(table, 0, table.length);
            out.write(sink.array(), Integer.BYTES, sink.position() - Integer.BYTES);
            for (Object array : sink.outOfBandArrays()) {
                out.write(ArrayKind.bytesOf(array));
            }
        }
        out.end();
    }

    /** The message has been written: what it carries is the receiver's. */
    public void wasSent() {
        transit.leave();
        clear();
    }

    /** The message will not be written, or was not completed: what it was to carry stays. */
    public void wasNotSent() {
        transit.stay();
        clear();
    }

    private void clear() {
        if (sink.array().length > LARGEST_KEPT) {
            sink = newSink();
        } else {
            sink.clear();
            sink.skip(Integer.BYTES);
        }
        table = null;
    }
}
