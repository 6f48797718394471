package io.github.multiprocessing4j.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.multiprocessing4j.failure.ProcessStartException;
import io.github.multiprocessing4j.failure.SerializationException;
import io.github.multiprocessing4j.failure.TaskFailedException;
import io.github.multiprocessing4j.failure.WorkerDiedException;
import io.github.multiprocessing4j.process.JvmSettings;
import io.github.multiprocessing4j.process.Output;
import io.github.multiprocessing4j.testkit.Death;
import io.github.multiprocessing4j.testkit.JavaProgram;
import io.github.multiprocessing4j.testkit.ShortLived;
import io.github.multiprocessing4j.testkit.Told;
import java.io.Serial;
import java.lang.ref.WeakReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The workers' comings and goings. */
@Timeout(120)
class PoolWorkersTest {
    private static int state;

    @TempDir
    Path folder;

    private static void awaitFile(String path) {
        while (!Files.exists(Path.of(path))) {
            LockSupport.parkNanos(1_000_000);
        }
    }

    @Test
    void theInitializerRunsOnceInEachWorkerAndItsStateStays() {
        try (Pool pool = ShortLived.poolBuilder()
                .processes(2)
                .initializer(() -> state += 10)
                .build()) {
            assertEquals(
                    Set.of(10),
                    new HashSet<>(
                            pool.map(n -> state, IntStream.range(0, 50).boxed().toList(), 1)));
        }
        assertEquals(0, state);
    }

    @Test
    void aFailingInitializerIsTheCauseAtTheCaller() {
        try (Pool pool = ShortLived.poolBuilder()
                .processes(2)
                .initializer(() -> {
                    throw new IllegalStateException("not today");
                })
                .build()) {
            for (int i = 0; i < 2; i++) { // a later call tries again
                WorkerDiedException e =
                        assertThrows(WorkerDiedException.class, () -> pool.map(n -> n, List.of(1, 2, 3)));
                Told.assertTells(e, "3 in a row ended before they were ready", "not today");
                Told.assertTells(Told.cause(IllegalStateException.class, e), "not today");
            }
        }
    }

    @Test
    void whatIsQueuedWaitsForAWorkerThatIsStillComingUp() throws Exception {
        String go = folder.resolve("go").toString();
        WorkerSettings settings = WorkerSettings.of(2, () -> awaitFile(go), List.of());
        WorkerLauncher launcher = new ChildProcessLauncher(
                JvmSettings.builder().jvmOptions(settings.jvmOptions()).build(), Output.INHERIT);
        AtomicInteger launches = new AtomicInteger();
        WorkerLauncher failing = main -> {
            int n = launches.incrementAndGet();
            if (n > 2) {
                throw new IllegalStateException("none left");
            }
            WorkerProcess process = launcher.launch(main);
            if (n == 2) {
                process.kill();
            }
            return process;
        };
        LocalBackend backend = LocalBackend.start(Staffing.of(2), settings, failing);
        try (Pool pool = Pool.over(backend)) {
            AsyncResult<Integer> result = pool.applyAsync(() -> 1);
            while (launches.get() < 1 + Crew.STRIKES) {
                LockSupport.parkNanos(1_000_000);
            }
            while (backend.load().starting() > 1) { // the last one is being struck
                LockSupport.parkNanos(1_000_000);
            }
            Files.createFile(Path.of(go));
            assertEquals(1, result.get(30, TimeUnit.SECONDS));
        }
    }

    @Test
    void ifOneOfThemCanNotBeLaunchedThereIsNoPoolAndTheOthersEnd() {
        WorkerSettings settings = WorkerSettings.of(3, null, ShortLived.OPTIONS);
        WorkerLauncher launcher = new ChildProcessLauncher(
                JvmSettings.builder().jvmOptions(settings.jvmOptions()).build(), Output.INHERIT);
        List<WorkerProcess> launched = new ArrayList<>();
        WorkerLauncher failing = main -> {
            if (launched.size() == 2) {
                throw new ProcessStartException("no more", null);
            }
            launched.add(launcher.launch(main));
            return launched.getLast();
        };
        var e = assertThrows(ProcessStartException.class, () -> LocalBackend.start(Staffing.of(3), settings, failing));
        Told.assertTells(e, "no more");
        assertEquals(2, launched.size());
        for (WorkerProcess each : launched) {
            each.onExit().join();
        }
    }

    @Test
    void whatIsQueuedFailsWhenNobodyCanBeLaunchedForIt() throws Exception {
        WorkerSettings settings = WorkerSettings.of(1, null, List.of());
        WorkerLauncher launcher = new ChildProcessLauncher(
                JvmSettings.builder().jvmOptions(settings.jvmOptions()).build(), Output.INHERIT);
        AtomicInteger launches = new AtomicInteger();
        WorkerLauncher failing = main -> {
            if (launches.incrementAndGet() > 1) {
                throw new NoClassDefFoundError("gone");
            }
            return launcher.launch(main);
        };
        try (Pool pool = Pool.over(LocalBackend.start(Staffing.of(1), settings, failing))) {
            assertThrows(
                    WorkerDiedException.class,
                    () -> pool.apply(() -> {
                        Death.HALT.now();
                        return 0;
                    }));
            AsyncResult<Integer> result = pool.applyAsync(() -> 1);
            ExecutionException e = assertThrows(ExecutionException.class, () -> result.get(30, TimeUnit.SECONDS));
            Told.assertTells(Told.cause(ProcessStartException.class, e), "gone");
        }
    }

    /** Every chunk attaches anew what the code has captured, a lock perhaps, so somebody has to have it until the last one. */
    @Test
    void whatACallHasCapturedStaysUntilItsEnd() throws Exception {
        String go = folder.resolve("go").toString();
        try (Pool pool = ShortLived.pool(1)) {
            List<WeakReference<?>> captured = new ArrayList<>();
            AsyncResult<List<Integer>> result = capturing(pool, go, captured);
            for (int i = 0; i < 5; i++) {
                System.gc();
            }
            assertTrue(captured.getFirst().get() != null);
            Files.createFile(Path.of(go));
            assertEquals(List.of(1, 2), result.get(30, TimeUnit.SECONDS));
        }
    }

    private static AsyncResult<List<Integer>> capturing(Pool pool, String go, List<WeakReference<?>> captured) {
        ArrayList<Integer> list = new ArrayList<>(List.of(0, 1));
        captured.add(new WeakReference<>(list));
        return pool.mapAsync(
                n -> {
                    awaitFile(go);
                    return n + list.get(1);
                },
                List.of(0, 1),
                1);
    }

    @Test
    void anInitializerThatKillsItsWorkerIsAnErrorAtTheCaller() {
        try (Pool pool = ShortLived.poolBuilder()
                .processes(1)
                .initializer(Death.HALT::now)
                .build()) {
            WorkerDiedException e = assertThrows(WorkerDiedException.class, () -> pool.apply(() -> 1));
            assertEquals(Death.HALT.exitStatus(), e.exitStatus());
        }
    }

    @Test
    void anInitializerThatDoesNotSerializeIsRefusedAtOnce() {
        Object captured = new Object();
        PoolBuilder builder = Pool.builder().initializer(captured::hashCode);
        assertThrows(SerializationException.class, builder::build);
    }

    @Test
    void aBadJvmOptionIsAnErrorAtTheCaller() {
        try (Pool pool = Pool.builder().processes(2).jvmOptions("-Xmx1k").build()) {
            WorkerDiedException e = assertThrows(WorkerDiedException.class, () -> pool.apply(() -> 1));
            Told.assertTells(e, "3 in a row ended before they were ready", "exited with code 1");
        }
    }

    @Test
    void whatWorkersPrintGoesWhereItIsSaidTo(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("out");
        try (Pool pool = Pool.builder().processes(1).output(Output.file(file)).build()) {
            pool.apply(() -> {
                System.out.println("printed");
                return 0;
            });
        }
        assertEquals("printed\n", Files.readString(file));
    }

    @Test
    void unusualValuesAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> ShortLived.pool(0));
        assertThrows(IllegalArgumentException.class, () -> Pool.builder().maxTasksPerChild(0));
    }

    @Test
    void aChunkThatWaitsForOneBehindItGetsItsWish() throws Exception {
        String wish = folder.resolve("wish").toString();
        try (Pool pool = ShortLived.pool(2)) {
            AsyncResult<Integer> waits = pool.applyAsync(() -> {
                awaitFile(wish);
                return 1;
            });
            List<AsyncResult<Integer>> quick = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                quick.add(pool.applyAsync(() -> 2));
            }
            AsyncResult<Path> grants = pool.applyAsync(() -> Files.createFile(Path.of(wish)));
            assertEquals(1, waits.get(30, TimeUnit.SECONDS));
            assertTrue(grants.get(30, TimeUnit.SECONDS) != null);
            for (AsyncResult<Integer> each : quick) {
                assertEquals(2, each.get(30, TimeUnit.SECONDS));
            }
        }
    }

    @Test
    void workersAreReplacedAfterTheirShareAndNothingIsLost() {
        List<Integer> items = IntStream.range(0, 30).boxed().toList();
        try (Pool pool =
                ShortLived.poolBuilder().processes(2).maxTasksPerChild(5).build()) {
            List<Long> pids = pool.map(n -> ProcessHandle.current().pid(), items, 1);
            Set<Long> workers = new HashSet<>(pids);
            assertTrue(workers.size() >= 6, workers::toString);
            for (long worker : workers) {
                assertTrue(pids.stream().filter(pid -> pid == worker).count() <= 5, pids::toString);
            }
            assertEquals(items, pool.map(n -> n, items, 1));
        }
    }

    @Test
    void aWorkerMayBeReplacedAfterEveryTask() {
        try (Pool pool =
                ShortLived.poolBuilder().processes(1).maxTasksPerChild(1).build()) {
            assertEquals(3, new HashSet<>(pool.map(n -> ProcessHandle.current().pid(), List.of(1, 2, 3), 1)).size());
        }
    }

    @Test
    void cancelledWorkIsNotRun() throws Exception {
        String gate = folder.resolve("gate").toString();
        String mark = folder.resolve("mark").toString();
        try (Pool pool = ShortLived.pool(1)) {
            AsyncResult<Integer> first = pool.applyAsync(() -> {
                awaitFile(gate);
                return 1;
            });
            List<AsyncResult<Path>> others = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                others.add(pool.applyAsync(() -> Files.createFile(Path.of(mark))));
            }
            for (AsyncResult<Path> other : others) {
                assertTrue(other.cancel(false));
            }
            Files.createFile(Path.of(gate));
            assertEquals(1, first.get());
        }
        assertFalse(Files.exists(Path.of(mark)));
    }

    @Test
    void heapsAreBoundedUnlessTheUserBoundsThem() {
        assertEquals(
                "-XX:MaxRAMPercentage=12.5000",
                WorkerSettings.jvmOptions(4, List.of("-ea")).getFirst());
        assertFalse(WorkerSettings.jvmOptions(4, List.of("-Xmx1g")).toString().contains("MaxRAMPercentage"));
        try (Pool pool = Pool.builder().processes(1).jvmOptions("-Xmx64m").build()) {
            assertTrue(pool.apply(() -> Runtime.getRuntime().maxMemory()) <= 64 << 20);
        }
    }

    @Test
    void aForgottenPoolDoesNotKeepTheJvmAlive() throws Exception {
        JavaProgram.Result result = JavaProgram.of(Forgetful.class).run();
        assertEquals(0, result.exitValue(), result::toString);
        assertEquals("49\n", result.stdout(), result::toString);
        assertEquals("", result.stderr(), result::toString);
    }

    /** Leaves a pool open at the end of main. */
    public static final class Forgetful {
        private Forgetful() {}

        @SuppressWarnings("SystemOut")
        public static void main(String[] args) {
            Pool pool = Pool.create(2);
            System.out.println(pool.map(n -> n * n, List.of(7)).getFirst());
        }
    }

    /** An exception whose own methods throw. */
    static final class Unprintable extends RuntimeException {
        @Serial
        private static final long serialVersionUID = 1L;

        @Override
        public String getMessage() {
            throw new IllegalStateException("no message");
        }
    }

    @Test
    void anExceptionThatCanNotBePrintedIsReportedAllTheSame() {
        try (Pool pool = ShortLived.pool(1)) {
            TaskFailedException e = assertThrows(
                    TaskFailedException.class,
                    () -> pool.apply(() -> {
                        throw new Unprintable();
                    }));
            assertTrue(String.valueOf(e.getMessage()).contains(Unprintable.class.getName()), e::toString);
            assertEquals(1, pool.apply(() -> 1));
        }
        try (Pool pool = ShortLived.poolBuilder()
                .processes(1)
                .initializer(() -> {
                    throw new Unprintable();
                })
                .build()) {
            assertThrows(WorkerDiedException.class, () -> pool.apply(() -> 1));
        }
    }
}
