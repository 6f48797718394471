package io.github.multiprocessing4j.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.multiprocessing4j.process.ChildProcess;
import io.github.multiprocessing4j.process.Finalizer;
import io.github.multiprocessing4j.testkit.JavaProgram;
import io.github.multiprocessing4j.testkit.ShortLived;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is asked for while a process ends is done, or refused with a reason; nobody waits for what never comes. */
@Timeout(60)
class LateWorkTest {
    /** Asks an executor, a pool and for a child in finalizers, before and after the children have ended, and in a shutdown hook. */
    static final class Late {
        private Late() {}

        public static void main(String[] arguments) throws Exception {
            ProcessPoolExecutor executor =
                    ProcessPoolExecutor.create(ShortLived.poolBuilder().processes(1));
            executor.submit(() -> 0).get();
            Callable<Object> work = () -> executor.submit(() -> 42).get(20, TimeUnit.SECONDS);
            Finalizer.atExit(0, () -> report("before", work));
            Finalizer.atExit(-1, () -> {
                report("executor", work);
                report("pool", () -> executor.pool().map(x -> x, List.of(1)));
                report("child", () -> ChildProcess.start(() -> {}).exitCode());
            });
            Runtime.getRuntime().addShutdownHook(new Thread(() -> report("hook", work)));
            System.exit(Integer.parseInt(arguments[0]));
        }

        private static void report(String when, Callable<?> call) {
            try {
                System.out.println(when + ": " + call.call());
            } catch (Exception e) {
                System.out.println(when + ": " + e);
            }
        }
    }

    @Test
    void isDoneOrRefusedAtTheEndOfAProcess() throws Exception {
        JavaProgram.Result result = JavaProgram.of(Late.class).arguments("3").run();
        assertEquals(3, result.exitValue(), result::toString);
        String refused = "the pool takes no new work: this process is ending, and its workers with it";
        List<String> lines = result.stdout().lines().toList();
        List<String> expected = List.of(
                "before: 42",
                "executor: java.util.concurrent.RejectedExecutionException: the executor takes no new tasks: "
                        + refused,
                "pool: " + PoolClosedException.class.getName() + ": " + refused);
        assertEquals(
                expected,
                lines.stream()
                        .filter(line -> !line.startsWith("hook: ") && !line.startsWith("child: "))
                        .toList(),
                result::toString);
        assertTrue(
                lines.stream()
                        .anyMatch(line -> line.startsWith("child: java.lang.IllegalStateException: no process can be"
                                + " started: MainProcess is ending")),
                result::toString);
    }

    /** Hooks run beside the end of the children: work is done, refused, or fails with its worker, but never waited for without end. */
    @Test
    void endsInAShutdownHookInOneOfThreeWays() throws Exception {
        JavaProgram.Result result = JavaProgram.of(Late.class).arguments("0").run();
        List<String> seen = result.stdout()
                .lines()
                .filter(line -> line.startsWith("hook: "))
                .toList();
        assertEquals(1, seen.size(), result::toString);
        assertTrue(
                seen.getFirst()
                        .matches(
                                "hook:"
                                    + " (42|.*RejectedExecutionException.*|.*(ExecutionException|CancellationException).*)"),
                result::toString);
    }
}
