package io.github.multiprocessing4j.benchmarks;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.List;

/**
 * How fast messages of 1 MiB get from an array of one process into one of another when all that is done is to copy each in
 * and out again, at the same time by two processors. They go over in pieces, a few of which have room in memory that both have mapped;
 * who has to wait spins. How large the pieces should be depends on the caches, so several sizes are tried and the best one counts.
 */
final class MemcpyLimit {
    private static final int MESSAGE = 1 << 20;

    private static final List<Integer> PIECES = List.of(16 << 10, 64 << 10, 256 << 10, MESSAGE);

    private static final int SLOTS = 4;

    private static final byte CONTENT = 1;

    private MemcpyLimit() {}

    /**
     * {@return the MiB that pass in a second, and so the messages}
     *
     * @param fresh whether each is received into a new array, not all into the same one
     */
    static double mibPerSecond(Effort effort, Pinning pinning, boolean fresh) throws Exception {
        double best = 0;
        for (int piece : PIECES) {
            best = Math.max(best, mibPerSecond(PipeSide.large(effort, pinning), piece, fresh));
        }
        return best;
    }

    private static double mibPerSecond(OneWay work, int piece, boolean fresh) throws Exception {
        try (var file = MappedFile.create(Ring.bytes(piece))) {
            String name = file.name();
            return work.perSecond(
                    new Sender(new Ring(file.memory(), piece)),
                    () -> new Receiver(new Ring(MappedFile.map(name, Ring.bytes(piece)), piece), fresh),
                    List.of());
        }
    }

    /**
     * <pre>
     * offset 0          how many pieces were written
     *        128        how many were read
     *        4096 ...   room for a few pieces
     * </pre>
     */
    private record Ring(MemorySegment memory, int piece) {
        private static final long SLOTS_OFFSET = 4096;

        static long bytes(int piece) {
            return SLOTS_OFFSET + (long) SLOTS * piece;
        }

        SharedWord written() {
            return new SharedWord(memory, 0);
        }

        SharedWord read() {
            return new SharedWord(memory, MappedFile.APART);
        }

        long offset(long index) {
            return SLOTS_OFFSET + index % SLOTS * piece;
        }
    }

    private static final class Sender implements OneWay.Sender {
        private final Ring ring;

        private final byte[] message = new byte[MESSAGE];

        private long written;

        Sender(Ring ring) {
            this.ring = ring;
            Arrays.fill(message, CONTENT);
        }

        @Override
        public void send(int messages) {
            SharedWord told = ring.written();
            SharedWord read = ring.read();
            for (int i = 0; i < messages; i++) {
                for (int from = 0; from < MESSAGE; from += ring.piece()) {
                    var _ = read.await(written - SLOTS + 1);
                    MemorySegment.copy(
                            message, from, ring.memory(), ValueLayout.JAVA_BYTE, ring.offset(written), ring.piece());
                    told.set(++written);
                }
            }
        }
    }

    private static final class Receiver implements OneWay.Receiver {
        private final Ring ring;

        private final boolean fresh;

        private byte[] message = new byte[MESSAGE];

        private long read;

        Receiver(Ring ring, boolean fresh) {
            this.ring = ring;
            this.fresh = fresh;
        }

        @Override
        public void receive(int messages) throws IOException {
            SharedWord written = ring.written();
            SharedWord told = ring.read();
            for (int i = 0; i < messages; i++) {
                byte[] into = fresh ? new byte[MESSAGE] : message;
                for (int from = 0; from < MESSAGE; from += ring.piece()) {
                    var _ = written.await(read + 1);
                    MemorySegment.copy(
                            ring.memory(), ValueLayout.JAVA_BYTE, ring.offset(read), into, from, ring.piece());
                    told.set(++read);
                }
                message = into;
            }
            if (message[MESSAGE - 1] != CONTENT) {
                throw new IOException("a message has not arrived");
            }
        }
    }
}
