package io.github.multiprocessing4j.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.multiprocessing4j.failure.WorkerDiedException;
import io.github.multiprocessing4j.queue.Queue;
import io.github.multiprocessing4j.testkit.Death;
import io.github.multiprocessing4j.testkit.JavaProgram;
import io.github.multiprocessing4j.testkit.ShortLived;
import io.github.multiprocessing4j.testkit.Work;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What others' executors of processes have hung at. */
@Timeout(60)
class ExecutorMishapTest {
    private static final int MORE_THAN_A_PIPE_HOLDS = 8 << 20;

    private static int dieOf(byte[] data) {
        assertEquals(MORE_THAN_A_PIPE_HOLDS, data.length);
        Death.SIGKILL.now();
        return 0;
    }

    /** The others' data is on its way, or half of it, as the first one dies. */
    @Test
    void workersDieUnderLargeArguments() throws Exception {
        PoolBuilder settings = ShortLived.poolBuilder().processes(2).failFast();
        try (ProcessPoolExecutor executor = ProcessPoolExecutor.create(settings)) {
            IMapIterator<Integer> results =
                    executor.map(ExecutorMishapTest::dieOf, Collections.nCopies(10, new byte[MORE_THAN_A_PIPE_HOLDS]));
            assertThrows(WorkerDiedException.class, results::next);
        }
    }

    @Test
    void andSoDoThoseWhoAreReplaced() throws Exception {
        byte[] large = new byte[MORE_THAN_A_PIPE_HOLDS];
        try (Pool pool = ShortLived.pool(1)) {
            List<AsyncResult<Integer>> all = List.of(
                    pool.applyAsync(() -> dieOf(large)),
                    pool.applyAsync(() -> dieOf(large)),
                    pool.applyAsync(() -> dieOf(large)));
            for (AsyncResult<Integer> each : all) {
                var e = assertThrows(
                        java.util.concurrent.ExecutionException.class, () -> each.get(30, TimeUnit.SECONDS));
                assertInstanceOf(WorkerDiedException.class, e.getCause());
            }
            assertEquals(MORE_THAN_A_PIPE_HOLDS, pool.apply(() -> large.length));
        }
    }

    @Test
    void whatIsCancelledAtOnceDoesNotKeepItFromClosing() throws Exception {
        for (int i = 0; i < 3; i++) {
            ProcessPoolExecutor executor =
                    ProcessPoolExecutor.create(ShortLived.poolBuilder().processes(1));
            executor.submit(() -> 0).get();
            for (int task = 0; task <= 50 * i; task++) {
                executor.submit(() -> 1).cancel(task % 2 == 0);
            }
            executor.close();
            assertTrue(executor.isTerminated());
        }
    }

    /** Has its executor shut down while a task runs that has no end, and comes to its own. */
    static final class Busy {
        private Busy() {}

        public static void main(String[] args) throws InterruptedException {
            ProcessPoolExecutor executor = ProcessPoolExecutor.create(1);
            Queue<Long> began = Queue.create();
            executor.submit(() -> {
                began.put(ProcessHandle.current().pid());
                return Work.endless();
            });
            System.out.println(began.take());
            executor.shutdown();
        }
    }

    /** The JVM waits for nobody's tasks; the workers end with it. */
    @Test
    void aProgramEndsWhileATaskRuns() throws Exception {
        JavaProgram.Result result = JavaProgram.of(Busy.class).run();
        assertEquals(0, result.exitValue(), result::toString);
        assertEquals("", result.stderr(), result::toString);
        long worker = Long.parseLong(result.stdout().strip());
        assertTrue(ProcessHandle.of(worker).filter(ProcessHandle::isAlive).isEmpty(), () -> worker + " lives on");
    }
}
