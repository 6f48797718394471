package io.github.multiprocessing4j.benchmarks;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.List;

/**
 * How many messages of one cache line get from one processor to another in a second, if nothing but these lines is looked at for each: a line's first
 * word is the message's number, by which the reader knows that the other 56 bytes are there. How far the reader
 * is, it tells a few times a round. Who waits spins.
 *
 * <pre>
 * offset 0          how many messages were read
 *        128 ...    the lines
 * </pre>
 */
final class CacheLineRingLimit {
    private static final int LINE_BYTES = 64;

    private static final int CONTENT_BYTES = LINE_BYTES - Long.BYTES;

    /** As many bytes as a pipe has. */
    private static final int LINES = (256 << 10) / LINE_BYTES;

    private static final int TELLS_PER_ROUND = 4;

    private static final long BYTES = MappedFile.APART + (long) LINES * LINE_BYTES;

    private static final byte CONTENT = 1;

    private CacheLineRingLimit() {}

    static double messagesPerSecond(Effort effort, Pinning pinning) throws Exception {
        try (var file = MappedFile.create(BYTES)) {
            String name = file.name();
            return PipeSide.small(effort, pinning)
                    .perSecond(new Sender(file.memory()), () -> new Receiver(MappedFile.map(name, BYTES)), List.of());
        }
    }

    private static long offset(long message) {
        return MappedFile.APART + message % LINES * LINE_BYTES;
    }

    private static final class Sender implements OneWay.Sender {
        private final MemorySegment memory;

        private final byte[] content = new byte[CONTENT_BYTES];

        private long written;

        private long read;

        Sender(MemorySegment memory) {
            this.memory = memory;
            Arrays.fill(content, CONTENT);
        }

        @Override
        public void send(int messages) {
            var told = new SharedWord(memory, 0);
            for (int i = 0; i < messages; i++) {
                if (written - read == LINES) {
                    read = told.await(read + 1);
                }
                long line = offset(written);
                MemorySegment.copy(content, 0, memory, ValueLayout.JAVA_BYTE, line + Long.BYTES, CONTENT_BYTES);
                new SharedWord(memory, line).set(++written);
            }
        }
    }

    private static final class Receiver implements OneWay.Receiver {
        private final MemorySegment memory;

        private final byte[] content = new byte[CONTENT_BYTES];

        private long read;

        Receiver(MemorySegment memory) {
            this.memory = memory;
        }

        @Override
        public void receive(int messages) throws IOException {
            var told = new SharedWord(memory, 0);
            for (int i = 0; i < messages; i++) {
                long line = offset(read);
                var _ = new SharedWord(memory, line).await(++read);
                MemorySegment.copy(memory, ValueLayout.JAVA_BYTE, line + Long.BYTES, content, 0, CONTENT_BYTES);
                if (read % (LINES / TELLS_PER_ROUND) == 0) {
                    told.set(read);
                }
            }
            if (content[CONTENT_BYTES - 1] != CONTENT) {
                throw new IOException("a message has not arrived");
            }
        }
    }
}
