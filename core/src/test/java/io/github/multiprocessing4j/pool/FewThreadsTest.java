package io.github.multiprocessing4j.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.multiprocessing4j.failure.ProcessStartException;
import io.github.multiprocessing4j.failure.WorkerDiedException;
import io.github.multiprocessing4j.process.JvmSettings;
import io.github.multiprocessing4j.process.Output;
import io.github.multiprocessing4j.testkit.ShortLived;
import io.github.multiprocessing4j.testkit.Threadless;
import io.github.multiprocessing4j.testkit.Told;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A pool whose process has no thread left, and then has some again. That nothing is left behind, the leak oracle says. */
@Timeout(90)
class FewThreadsTest {
    @Test
    void aPoolCanNotBeMade() {
        ProcessStartException e =
                assertThrows(ProcessStartException.class, () -> Threadless.call(() -> Pool.create(2)));
        Told.assertTells(e, "PoolWorker", "no thread");
    }

    @Test
    void oneThatHasItsWorkersNeedsNoMore() throws Exception {
        try (Pool pool = ShortLived.pool(1)) {
            pool.apply(() -> 0);
            assertEquals(List.of(2, 3), Threadless.call(() -> pool.map(n -> n + 1, List.of(1, 2))));
            AsyncResult<Integer> result = Threadless.call(() -> pool.applyAsync(() -> 1));
            assertEquals(1, result.get());
        }
    }

    @Test
    void aCallForWhichNoWorkerCanBeStartedFailsAndTheNextOneDoesNot(@TempDir Path folder) throws Exception {
        String broken = Files.createFile(folder.resolve("broken")).toString();
        try (Pool pool = ShortLived.poolBuilder()
                .processes(1)
                .initializer(() -> {
                    if (Files.exists(Path.of(broken))) {
                        throw new IllegalStateException("broken");
                    }
                })
                .build()) {
            assertThrows(WorkerDiedException.class, () -> pool.apply(() -> 1)); // nobody is there any more, nor comes
            Files.delete(Path.of(broken));
            awaitNoHelpers();
            ProcessStartException e =
                    assertThrows(ProcessStartException.class, () -> Threadless.call(() -> pool.apply(() -> 1)));
            Told.assertTells(e, "no thread");
            AsyncResult<List<Integer>> other = Threadless.call(() -> pool.mapAsync(n -> n, List.of(1, 2, 3)));
            Told.cause(ProcessStartException.class, assertThrows(ExecutionException.class, other::get));
            assertEquals(1, pool.apply(() -> 1));
        }
    }

    /** One that is idle would take the work for which a new one can't be had. */
    private static void awaitNoHelpers() throws InterruptedException {
        for (Thread thread : Thread.getAllStackTraces().keySet()) {
            if (thread.getName().startsWith("mp4j-pool-helper")) {
                thread.join();
            }
        }
    }

    /** The process is there, but who would take in what it says is not. */
    @Test
    void aWorkerThatNobodyCanFollowIsEnded() throws Exception {
        WorkerSettings settings = WorkerSettings.of(1, null, List.of());
        WorkerLauncher launcher = new ChildProcessLauncher(
                JvmSettings.builder().jvmOptions(settings.jvmOptions()).build(), Output.INHERIT);
        try (ExecutorService threads = Executors.newSingleThreadExecutor()) {
            WorkerLauncher elsewhere = main -> CompletableFuture.supplyAsync(() -> launcher.launch(main), threads)
                    .join();
            threads.submit(() -> {}).get(); // its thread is there
            try (Pool pool =
                    Pool.over(Threadless.call(() -> LocalBackend.start(Staffing.of(1), settings, elsewhere)))) {
                assertEquals(0, ProcessHandle.current().children().count());
                assertEquals(1, pool.apply(() -> 1));
            }
        }
    }

    @Test
    void aFutureCompletesWithoutAThreadForIt() {
        AsyncResult<Integer> well = new AsyncResult<>("call", FewThreadsTest::refuse, new CallbackThread());
        AsyncResult<Integer> badly = new AsyncResult<>("call", FewThreadsTest::refuse, new CallbackThread());
        CompletableFuture<Integer> before = well.toCompletableFuture().thenApply(n -> n + 1);
        well.complete(1);
        CompletableFuture<Integer> after = well.toCompletableFuture().thenApply(n -> n + 2);
        CompletableFuture<Integer> failed = badly.toCompletableFuture();
        badly.fail(new IllegalStateException("x"));
        assertEquals(2, before.getNow(0));
        assertEquals(3, after.getNow(0));
        assertEquals(IllegalStateException.class, failed.exceptionNow().getClass());
    }

    private static void refuse(Runnable task) {
        throw new OutOfMemoryError("unable to create native thread");
    }
}
