package io.github.multiprocessing4j.benchmarks.micro;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import io.github.multiprocessing4j.connection.Pipe;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Once the compiler has seen to it, bytes that are sent and received into the user's array make no garbage, however many. */
@Timeout(60)
class RingAllocationTest {
    /** How often it may take as many messages until the compiler has. */
    private static final int TRIES = 50;

    private static final ThreadMXBean THREADS = ManagementFactory.getPlatformMXBean(ThreadMXBean.class);

    private interface Message {
        void pass() throws IOException;
    }

    @ParameterizedTest
    @CsvSource({"0, 100000", "8, 100000", "1024, 100000", "65536, 10000"})
    void bytesThroughTheRing(int size, int messages) throws IOException {
        byte[] message = new byte[size];
        byte[] received = new byte[size];
        try (BothEnds ends = BothEnds.open()) {
            var outgoing = ends.outgoing();
            var incoming = ends.incoming();
            assertAllocatesNothing(messages, () -> {
                outgoing.begin(size);
                outgoing.write(message, 0, size);
                outgoing.end();
                assertEquals(size, incoming.begin());
                incoming.read(received, 0, size);
                incoming.end();
            });
        }
    }

    @ParameterizedTest
    @CsvSource({"0, 100000", "8, 100000", "1024, 100000", "65536, 10000"})
    void bytesThroughAPipe(int size, int messages) throws IOException {
        byte[] message = new byte[size];
        byte[] received = new byte[size];
        try (Pipe pipe = Pipe.create()) {
            assertAllocatesNothing(messages, () -> {
                pipe.second().sendBytes(message);
                assertEquals(size, pipe.first().recvBytesInto(received, 0));
            });
        }
    }

    /** The smallest object has 16 bytes. The rest of the JVM may have this thread do something. */
    private static void assertAllocatesNothing(int messages, Message message) throws IOException {
        long bound = messages / 8;
        long allocated = Long.MAX_VALUE;
        for (int i = 0; i < TRIES && allocated > bound; i++) {
            long before = allocated();
            for (int j = 0; j < messages; j++) {
                message.pass();
            }
            allocated = allocated() - before;
        }
        String found = allocated + " bytes for " + messages + " messages";
        assertTrue(allocated <= bound, found);
    }

    private static long allocated() {
        return THREADS.getThreadAllocatedBytes(Thread.currentThread().threadId());
    }
}
