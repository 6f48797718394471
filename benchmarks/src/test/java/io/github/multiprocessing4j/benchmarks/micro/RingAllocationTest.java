package io.github.multiprocessing4j.benchmarks.micro;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import io.github.multiprocessing4j.connection.Pipe;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Once the compiler has seen to it, bytes that are sent and received into the user's array make no garbage. */
@Timeout(60)
class RingAllocationTest {
    private static final int MESSAGES = 100_000;

    /** A hundredth of the smallest object for each message; the rest of the JVM may have the thread do something. */
    private static final long NEARLY_NOTHING = MESSAGES / 8;

    /** How often it may take the messages until the compiler has. */
    private static final int TRIES = 50;

    private static final ThreadMXBean THREADS = ManagementFactory.getPlatformMXBean(ThreadMXBean.class);

    private interface Messages {
        void pass() throws IOException;
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 8, 64, 1024})
    void bytesThroughTheRing(int size) throws IOException {
        byte[] message = new byte[size];
        byte[] received = new byte[size];
        try (BothEnds ends = BothEnds.open()) {
            var outgoing = ends.outgoing();
            var incoming = ends.incoming();
            assertAllocatesNothing(() -> {
                for (int i = 0; i < MESSAGES; i++) {
                    outgoing.begin(size);
                    outgoing.write(message, 0, size);
                    outgoing.end();
                    assertEquals(size, incoming.begin());
                    incoming.read(received, 0, size);
                    incoming.end();
                }
            });
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 8, 64, 1024})
    void bytesThroughAPipe(int size) throws IOException {
        byte[] message = new byte[size];
        byte[] received = new byte[size];
        try (Pipe pipe = Pipe.create()) {
            assertAllocatesNothing(() -> {
                for (int i = 0; i < MESSAGES; i++) {
                    pipe.second().sendBytes(message);
                    assertEquals(size, pipe.first().recvBytesInto(received, 0));
                }
            });
        }
    }

    private static void assertAllocatesNothing(Messages messages) throws IOException {
        long allocated = Long.MAX_VALUE;
        for (int i = 0; i < TRIES && allocated > NEARLY_NOTHING; i++) {
            long before = allocated();
            messages.pass();
            allocated = allocated() - before;
        }
        String found = allocated + " bytes for " + MESSAGES + " messages";
        assertTrue(allocated <= NEARLY_NOTHING, found);
    }

    private static long allocated() {
        return THREADS.getThreadAllocatedBytes(Thread.currentThread().threadId());
    }
}
