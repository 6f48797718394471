package io.github.multiprocessing4j.pool;

import io.github.multiprocessing4j.codec.Sink;
import io.github.multiprocessing4j.codec.Source;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * What goes over the channel of a pool and its worker. Numbers are little-endian; values are the codec's.
 *
 * <pre>
 *   to the worker    RUN       slot:1 id:8 size:4 kind:1 attempt:4 limited:1  code  item ...      the task's code, then the items
 *   to the pool      READY     type:1
 *                    UNUSABLE  type:1 throwable                               the initializer failed
 *                    DONE      type:1 slot:1 id:8 done:4 effort:32  result ...
 *                    FAILED    type:1 slot:1 id:8 done:4 effort:32  result ... throwable
 *                    BROKEN    type:1 slot:1 id:8 done:4 effort:32  result ... what:1 throwable
 *                    DUMP      type:1 id:8  text                              what the threads are doing, which was asked for
 * </pre>
 */
final class Frames {
    // messages to the pool, by their first byte
    static final byte READY = 1;
    static final byte UNUSABLE = 2;
    static final byte DONE = 3;
    static final byte FAILED = 4;
    static final byte BROKEN = 5;
    static final byte DUMP = 6;

    // kinds of code
    static final byte CALL = 1;
    static final byte APPLY = 2;
    static final byte SPREAD = 3;

    // steps of a worker through a chunk; what could not cross, but for the one in which the task itself failed
    static final byte CODE = 1;
    static final byte ARGUMENT = 2;
    static final byte RUN = 3;
    static final byte RESULT = 4;

    private static final int RUN_HEADER = 19;

    private static final int OUTCOME_HEADER = 46;

    private Frames() {}

    /** What a message to the worker begins with. */
    record Run(int slot, long id, int size, byte kind, int attempt, boolean limited) {
        ByteBuffer encode() {
            return ByteBuffer.allocate(RUN_HEADER)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .put((byte) slot)
                    .putLong(id)
                    .putInt(size)
                    .put(kind)
                    .putInt(attempt)
                    .put((byte) (limited ? 1 : 0))
                    .flip();
        }

        static Run read(Source source) {
            return new Run(
                    source.readByte(),
                    source.readLong(),
                    source.readInt(),
                    source.readByte(),
                    source.readInt(),
                    source.readByte() != 0);
        }
    }

    /** What the report on a chunk begins with. */
    record Report(byte type, int slot, long id, int done, Effort effort) {
        /** Leaves room for it in an empty sink. */
        static void reserve(Sink sink) {
            sink.clear();
            sink.skip(OUTCOME_HEADER);
        }

        void writeTo(Sink sink) {
            byte[] bytes = sink.array();
            bytes[0] = type;
            bytes[1] = (byte) slot;
            sink.setLong(2, id);
            sink.setInt(10, done);
            sink.setLong(14, effort.working());
            sink.setLong(22, effort.serializing());
            sink.setInt(30, effort.slowest());
            sink.setInt(34, effort.slowestItems());
            sink.setLong(38, effort.slowestNanos());
        }

        /** Reads what follows the type. */
        static Report read(byte type, Source source) {
            return new Report(
                    type,
                    source.readByte(),
                    source.readLong(),
                    source.readInt(),
                    new Effort(
                            source.readLong(),
                            source.readLong(),
                            source.readInt(),
                            source.readInt(),
                            source.readLong()));
        }
    }
}
