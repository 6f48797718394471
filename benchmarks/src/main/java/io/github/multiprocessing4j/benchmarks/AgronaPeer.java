package io.github.multiprocessing4j.benchmarks;

import java.io.IOException;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.MessageHandler;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.ringbuffer.OneToOneRingBuffer;
import org.agrona.concurrent.ringbuffer.RingBufferDescriptor;

/** Agrona's ring for one writer and one reader in a mapped file, as large as a pipe's. Who waits spins. */
final class AgronaPeer {
    private static final int CAPACITY = 256 << 10;

    private static final int TYPE = 1;

    private AgronaPeer() {}

    static double perSecond(OneWay work, Path directory) throws Exception {
        String file = directory.resolve("ring").toString();
        var ring = map(Path.of(file));
        var message = new UnsafeBuffer(new byte[PipeSide.SMALL]);
        OneWay.Sender sender = messages -> {
            for (int i = 0; i < messages; i++) {
                while (!ring.write(TYPE, message, 0, PipeSide.SMALL)) {
                    Thread.onSpinWait();
                }
            }
        };
        return work.perSecond(sender, () -> new Reader(map(Path.of(file))), PeerSide.jvmOptions(Rival.AGRONA));
    }

    private static OneToOneRingBuffer map(Path file) throws IOException {
        long size = (long) CAPACITY + RingBufferDescriptor.TRAILER_LENGTH;
        try (var channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            MappedByteBuffer memory = channel.map(MapMode.READ_WRITE, 0, size);
            return new OneToOneRingBuffer(new UnsafeBuffer(memory));
        }
    }

    private static final class Reader implements OneWay.Receiver, MessageHandler {
        private final OneToOneRingBuffer ring;

        /** The last one, looked at later, so that the compiler can't leave the copy out. */
        private byte[] message = {};

        Reader(OneToOneRingBuffer ring) {
            this.ring = ring;
        }

        @Override
        public void receive(int messages) {
            for (int left = messages; left > 0; ) {
                int read = ring.read(this, left);
                if (read == 0) {
                    Thread.onSpinWait();
                }
                left -= read;
            }
            PeerSide.check(message);
        }

        @Override
        public void onMessage(int type, MutableDirectBuffer buffer, int index, int length) {
            message = copy(buffer, index, length);
        }
    }

    static byte[] copy(DirectBuffer buffer, int index, int length) {
        byte[] copied = new byte[length];
        buffer.getBytes(index, copied);
        return copied;
    }
}
