package io.github.multiprocessing4j.connection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.multiprocessing4j.process.ChildProcess;
import io.github.multiprocessing4j.region.WordWait;
import io.github.multiprocessing4j.testkit.Together;
import java.io.EOFException;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Many messages between two JVMs, one of which pauses or is killed at random; and none at all. */
@Timeout(60)
class UnderLoadTest {
    private static final long SEED = Long.getLong("mp4j.stress.seed", System.nanoTime());

    /** Sends numbered messages, and now and then lets the other side fall asleep. */
    private static void sendNumbers(Connection end, int count, long seed) throws IOException {
        Random random = new Random(seed);
        byte[] message = new byte[16];
        ByteBuffer number = ByteBuffer.wrap(message).order(ByteOrder.nativeOrder());
        for (int i = 0; i < count; i++) {
            if (random.nextInt(1_000) == 0) {
                pause(random);
            }
            end.sendBytes(message, 0, number.putInt(0, i).capacity());
        }
    }

    private static void receiveNumbers(Connection end, int count, long seed) throws IOException {
        Random random = new Random(~seed);
        byte[] message = new byte[16];
        ByteBuffer number = ByteBuffer.wrap(message).order(ByteOrder.nativeOrder());
        for (int i = 0; i < count; i++) {
            if (random.nextInt(1_000) == 0) {
                pause(random);
            }
            long start = System.nanoTime();
            assertEquals(16, end.recvBytesInto(message, 0));
            assertEquals(i, number.getInt(0));
            assertTrue(System.nanoTime() - start < 5 * Together.ONE_SECOND, "the wake-up was lost");
        }
    }

    /** Up to a few times as long as a side looks before it sleeps. */
    private static void pause(Random random) {
        for (int i = random.nextInt(5_000); i > 0; i--) {
            Thread.onSpinWait();
        }
    }

    private static void exchange(int count, boolean portable) throws Exception {
        try (Pipe pipe = Pipe.builder().capacity(4096).create()) {
            Connection there = pipe.second();
            long seed = SEED;
            ChildProcess child = ChildProcess.builder()
                    .jvmOptions("-D" + WordWait.PORTABLE + "=" + portable)
                    .start(() -> sendNumbers(there, count, seed));
            long start = System.nanoTime();
            receiveNumbers(pipe.first(), count, seed);
            long taken = System.nanoTime() - start;
            // Each pause that ends in a lost wake-up costs a quarter of a second; there are thousands of pauses.
            assertTrue(
                    portable || taken / 1_000 < 40L * count + 5_000_000,
                    () -> "seed " + seed + ": " + taken / 1_000_000 + " ms");
            Together.endsWell(child);
        }
    }

    @Test
    void noWakeUpIsLost() throws Exception {
        exchange(150_000, false);
    }

    @Test
    @Tag("stress")
    @Timeout(600)
    void noWakeUpIsLostInManyMessages() throws Exception {
        exchange(20_000_000, false);
    }

    @Test
    void itsPortableFormLosesNoneEither() throws Exception {
        exchange(5_000, true);
    }

    /** Its messages are there up to some point, without gaps; then comes the end. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4})
    void killedWhileItSends(int round) throws Exception {
        Random random = new Random(SEED + round);
        try (Pipe pipe = Pipe.builder().capacity(4096).create()) {
            Connection there = pipe.second();
            ChildProcess child = ChildProcess.start(() -> {
                for (int i = 0; ; i++) {
                    there.sendBytes(ByteBuffer.allocate(4 + i % 7 * 800).putInt(0, i));
                }
            });
            int kill = random.nextInt(1, 50_000);
            long killed = 0;
            int received = 0;
            try {
                while (true) {
                    assertEquals(
                            received, ByteBuffer.wrap(pipe.first().recvBytes()).getInt());
                    if (++received == kill) {
                        child.kill();
                        killed = System.nanoTime();
                    }
                }
            } catch (EOFException e) {
                long taken = System.nanoTime() - killed;
                assertTrue(taken < Together.ONE_SECOND, () -> "seed " + SEED + ": " + taken / 1_000_000 + " ms");
            }
            child.join();
            assertEquals(-9, child.exitStatus().exitCode());
        }
    }

    /** A hundred readers wait for messages that don't come; the bound is 0.2 s in 10 s. */
    @Test
    void whoWaitsUsesNoProcessor() throws Exception {
        try (Pipe up = Pipe.create()) {
            Connection there = up.second();
            List<Pipe> pipes = new ArrayList<>();
            List<Connection> theirs = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                pipes.add(Pipe.builder().capacity(4096).create());
                theirs.add(pipes.get(i).second());
            }
            ChildProcess child = ChildProcess.start(() -> {
                List<Thread> readers = new ArrayList<>();
                for (Connection end : theirs) {
                    readers.add(Thread.ofPlatform().start(() -> waitForTheEnd(end)));
                }
                readers.forEach(Peers::awaitBlocked);
                there.poll(Duration.ofSeconds(3)); // until what starting threads has left to do is done
                long before = processorNanos();
                there.poll(Duration.ofSeconds(4));
                there.send(processorNanos() - before);
                for (Thread reader : readers) {
                    reader.join();
                }
            });
            long used = Objects.requireNonNull(up.first().recv(Long.class));
            pipes.forEach(pipe -> pipe.first().close());
            Together.endsWell(child);
            assertTrue(used < 80_000_000L, () -> used / 1_000_000 + " ms in 4 s");
        }
    }

    private static void waitForTheEnd(Connection end) {
        try {
            end.recv();
        } catch (EOFException e) {
            // as expected
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static long processorNanos() {
        return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
                .getProcessCpuTime();
    }
}
