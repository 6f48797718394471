package io.github.multiprocessing4j.benchmarks;

import io.aeron.Aeron;
import io.aeron.Publication;
import io.aeron.Subscription;
import io.aeron.driver.MediaDriver;
import io.aeron.driver.ThreadingMode;
import io.aeron.logbuffer.FragmentHandler;
import io.aeron.logbuffer.Header;
import java.nio.file.Path;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Aeron's IPC. Its media driver is a thread of the sending process, which therefore yields to it when it has to wait; the
 * receiver spins.
 */
final class AeronPeer {
    private static final String CHANNEL = "aeron:ipc";

    private static final int STREAM = 1;

    private static final int FRAGMENTS = 256;

    private AeronPeer() {}

    static double perSecond(OneWay work, Path directory) throws Exception {
        String media = directory.resolve("aeron").toString();
        var settings = new MediaDriver.Context()
                .aeronDirectoryName(media)
                .threadingMode(ThreadingMode.SHARED)
                .dirDeleteOnShutdown(true);
        try (var driver = MediaDriver.launch(settings);
                var aeron = connect(driver.aeronDirectoryName());
                var publication = aeron.addPublication(CHANNEL, STREAM)) {
            return work.perSecond(
                    sender(publication), () -> new Reader(connect(media)), PeerSide.jvmOptions(Rival.AERON));
        }
    }

    private static Aeron connect(String media) {
        return Aeron.connect(new Aeron.Context().aeronDirectoryName(media));
    }

    @SuppressWarnings("ThreadPriorityCheck") // the driver is on the same processor
    private static OneWay.Sender sender(Publication publication) {
        var message = new UnsafeBuffer(new byte[PipeSide.SMALL]);
        return messages -> {
            for (int i = 0; i < messages; i++) {
                long position;
                while ((position = publication.offer(message, 0, PipeSide.SMALL)) < 0) {
                    if (position == Publication.CLOSED || position == Publication.MAX_POSITION_EXCEEDED) {
                        throw new IllegalStateException(Publication.errorString(position));
                    }
                    Thread.yield();
                }
            }
        };
    }

    private static final class Reader implements OneWay.Receiver, FragmentHandler {
        private final Aeron aeron;

        private final Subscription subscription;

        /** The last one, looked at later, so that the compiler can't leave the copy out. */
        private byte[] message = {};

        Reader(Aeron aeron) {
            this.aeron = aeron;
            this.subscription = aeron.addSubscription(CHANNEL, STREAM);
            while (!subscription.isConnected()) {
                Thread.onSpinWait();
            }
        }

        @Override
        public void receive(int messages) {
            for (int left = messages; left > 0; ) {
                int read = subscription.poll(this, Math.min(left, FRAGMENTS));
                if (read == 0) {
                    Thread.onSpinWait();
                }
                left -= read;
            }
            PeerSide.check(message);
        }

        @Override
        public void onFragment(DirectBuffer buffer, int offset, int length, Header header) {
            message = AgronaPeer.copy(buffer, offset, length);
        }

        @Override
        public void close() {
            subscription.close();
            aeron.close();
        }
    }
}
