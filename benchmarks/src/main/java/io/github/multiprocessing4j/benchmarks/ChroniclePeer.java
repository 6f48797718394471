package io.github.multiprocessing4j.benchmarks;

import java.nio.file.Path;
import net.openhft.chronicle.bytes.BytesIn;
import net.openhft.chronicle.bytes.ReadBytesMarshallable;
import net.openhft.chronicle.bytes.WriteBytesMarshallable;
import net.openhft.chronicle.queue.ChronicleQueue;
import net.openhft.chronicle.queue.ExcerptTailer;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueueBuilder;

/** Chronicle Queue in a directory in memory. Its reader spins. */
final class ChroniclePeer {
    private ChroniclePeer() {}

    static double perSecond(OneWay work, Path directory) throws Exception {
        String files = directory.resolve("queue").toString();
        byte[] message = new byte[PipeSide.SMALL];
        WriteBytesMarshallable write = bytes -> bytes.write(message);
        try (var queue = open(files);
                var appender = queue.createAppender()) {
            OneWay.Sender sender = messages -> {
                for (int i = 0; i < messages; i++) {
                    appender.writeBytes(write);
                }
            };
            return work.perSecond(sender, () -> new Reader(open(files)), PeerSide.jvmOptions(Rival.CHRONICLE));
        }
    }

    private static ChronicleQueue open(String files) {
        return SingleChronicleQueueBuilder.binary(files).build();
    }

    private static final class Reader implements OneWay.Receiver, ReadBytesMarshallable {
        private final ChronicleQueue queue;

        private final ExcerptTailer tailer;

        /** The last one, looked at later, so that the compiler can't leave the copy out. */
        private byte[] message = {};

        Reader(ChronicleQueue queue) {
            this.queue = queue;
            this.tailer = queue.createTailer();
        }

        @Override
        public void receive(int messages) {
            for (int left = messages; left > 0; ) {
                if (tailer.readBytes(this)) {
                    left--;
                } else {
                    Thread.onSpinWait();
                }
            }
            PeerSide.check(message);
        }

        @Override
        public void readMarshallable(BytesIn<?> bytes) {
            byte[] copied = new byte[(int) bytes.readRemaining()];
            bytes.read(copied);
            message = copied;
        }

        @Override
        public void close() {
            tailer.close();
            queue.close();
        }
    }
}
