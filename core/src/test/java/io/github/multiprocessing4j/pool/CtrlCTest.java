package io.github.multiprocessing4j.pool;

import static io.github.multiprocessing4j.testkit.Together.awaitTrue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.multiprocessing4j.os.ProcessIdentity;
import io.github.multiprocessing4j.os.Signals;
import io.github.multiprocessing4j.queue.Queue;
import io.github.multiprocessing4j.testkit.JavaProgram;
import io.github.multiprocessing4j.testkit.ShortLived;
import io.github.multiprocessing4j.testkit.Work;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A program with a pool at work whose user presses Ctrl-C: the terminal sends SIGINT to the program's process group. */
@Timeout(60)
class CtrlCTest {
    private static final int SIGINT = 2;

    private static final int EXIT_CODE = 128 + SIGINT;

    private static final long TWO_SECONDS = 2_000_000_000;

    /** Its workers sleep, or are busy. */
    static final class Working {
        public static void main(String[] args) throws Exception {
            boolean busy = Boolean.parseBoolean(args[0]);
            try (Pool pool = ShortLived.pool(2);
                    Queue<Long> began = Queue.create()) {
                var results = pool.mapAsync(
                        n -> {
                            began.put(ProcessHandle.current().pid());
                            while (busy) {
                                Thread.onSpinWait();
                            }
                            return Work.endless();
                        },
                        List.of(1, 2, 3, 4),
                        1);
                System.out.println(began.take() + " " + began.take());
                results.get();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void onePressEndsEverythingWithoutAWord(boolean busy) throws Exception {
        JavaProgram program =
                JavaProgram.of(Working.class).arguments(Boolean.toString(busy)).launcher("setsid");
        try (var running = program.start()) {
            String pids = running.awaitLine(line -> line.contains(" "));
            List<ProcessIdentity> workers = Stream.of(pids.split(" ", -1))
                    .map(pid -> ProcessIdentity.of(Long.parseLong(pid)))
                    .toList();
            long start = System.nanoTime();
            assertEquals(0, Signals.kill(-running.process().pid(), SIGINT));
            var result = running.await();
            awaitTrue(() -> workers.stream().allMatch(ProcessIdentity::isDead));
            long taken = System.nanoTime() - start;
            assertTrue(taken < TWO_SECONDS, () -> taken / 1_000_000 + " ms");
            assertEquals(EXIT_CODE, result.exitValue(), result::toString);
            assertEquals("", result.stderr());
        }
    }
}
