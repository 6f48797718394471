package io.github.multiprocessing4j.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.multiprocessing4j.process.ChildProcess;
import io.github.multiprocessing4j.testkit.JavaProgram;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Somebody in the parent fills its heap again and again, and heeds it. Whatever the library wants to do meanwhile may fail; nobody waits in vain. */
@Tag("stress")
class FullHeapTest {
    private static final int SECONDS = 15;

    private static final int PATIENCE_SECONDS = 30;

    private static final long ROOM_NANOS = 20_000_000;

    /** While it fills the heap, and makes room again. */
    private static final class Hog implements AutoCloseable {
        private volatile boolean stopped;

        private final Thread thread = Thread.ofPlatform().daemon().start(this::run);

        private void run() {
            while (!stopped) {
                try {
                    List<byte[]> all = new ArrayList<>();
                    while (!stopped) {
                        all.add(new byte[1 << 12]);
                    }
                } catch (OutOfMemoryError e) {
                    LockSupport.parkNanos(ROOM_NANOS); // there is room meanwhile
                }
            }
        }

        @Override
        public void close() throws InterruptedException {
            stopped = true;
            thread.join();
        }
    }

    private interface Attempt {
        /** {@return whether it came to an end} */
        boolean comesToAnEnd() throws Exception;
    }

    /** {@return how many have failed, or -1 if one did not come to its end} */
    private static int failures(Attempt attempt) throws Exception {
        int failures = 0;
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
        try (Hog _ = new Hog()) {
            while (System.nanoTime() < end) {
                try {
                    if (!attempt.comesToAnEnd()) {
                        return -1;
                    }
                } catch (ExecutionException | RuntimeException | Error e) {
                    failures++;
                }
            }
        }
        return failures;
    }

    private static void worksAndEnds(Pool pool, int failures) {
        System.out.println("failures " + failures);
        System.out.println(pool.apply(() -> "works again"));
        pool.close();
    }

    static final class OfPool {
        private OfPool() {}

        public static void main(String[] args) throws Exception {
            Pool pool = Pool.create(2);
            pool.apply(() -> 1);
            int failures = failures(() -> {
                try {
                    pool.mapAsync(_ -> new byte[200_000], List.of(1, 2, 3, 4, 5, 6, 7, 8))
                            .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
                    return true;
                } catch (TimeoutException e) {
                    return false;
                }
            });
            worksAndEnds(pool, failures);
        }
    }

    static final class OfImap {
        private OfImap() {}

        public static void main(String[] args) throws Exception {
            Pool pool = Pool.create(2);
            pool.apply(() -> 1);
            int failures = failures(() -> {
                try (IMapIterator<byte[]> results =
                        pool.imap(_ -> new byte[200_000], List.of(1, 2, 3, 4, 5, 6, 7, 8))) {
                    while (results.hasNext()) {
                        results.next(Duration.ofSeconds(PATIENCE_SECONDS));
                    }
                    return true;
                } catch (TimeoutException e) {
                    return false;
                }
            });
            worksAndEnds(pool, failures);
        }
    }

    static final class OfChildren {
        private OfChildren() {}

        public static void main(String[] args) throws Exception {
            ChildProcess.start(() -> {}).join();
            int failures = failures(() -> {
                ChildProcess child = ChildProcess.start(() -> {});
                return child.join(Duration.ofSeconds(PATIENCE_SECONDS));
            });
            System.out.println("failures " + failures);
            ChildProcess child = ChildProcess.start(() -> System.out.println("works again"));
            child.join();
        }
    }

    private static void assertNobodyWaitsInVain(Class<?> program) throws InterruptedException {
        var result = JavaProgram.of(program)
                .jvmOptions(
                        "--enable-native-access=ALL-UNNAMED", "-Xmx48m", "-Dmultiprocessing4j.startMethod=forkserver")
                .deadline(Duration.ofSeconds(120))
                .run();
        assertEquals(0, result.exitValue(), result::toString);
        assertTrue(result.stdout().matches("(?s).*failures \\d+\n.*works again\n.*"), result::toString);
    }

    @Test
    @Timeout(180)
    void aPoolsCallsEnd() throws InterruptedException {
        assertNobodyWaitsInVain(OfPool.class);
    }

    @Test
    @Timeout(180)
    void anInputIsReadToItsEnd() throws InterruptedException {
        assertNobodyWaitsInVain(OfImap.class);
    }

    @Test
    @Timeout(180)
    void childrenAreJoined() throws InterruptedException {
        assertNobodyWaitsInVain(OfChildren.class);
    }
}
