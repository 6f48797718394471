package io.github.multiprocessing4j.manager;

import io.github.multiprocessing4j.function.RemoteRunnable;
import io.github.multiprocessing4j.pool.Pool;
import io.github.multiprocessing4j.process.JvmSettings;
import io.github.multiprocessing4j.testkit.ShortLived;
import io.github.multiprocessing4j.testkit.Together.Worker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;

/** Has a server and another process that all tests of a class use, and as many connections with the server as any of them needs. */
@Timeout(60)
abstract class SharedManager {
    static final Duration SHORT = Duration.ofMillis(50);

    static final int THREADS = 8;

    @SuppressWarnings("NullAway.Init") // before all tests
    static SyncManager manager;

    @SuppressWarnings("NullAway.Init")
    private static Pool another;

    @BeforeAll
    static void start() throws Exception {
        another = ShortLived.pool(1);
        manager = SyncManager.syncBuilder()
                .jvm(ShortLived.JVM)
                .jvm(JvmSettings.builder().jvmOptions(ShortLived.OPTIONS).build())
                .start();
        manager.server().warmUp();
        BarrierProxy barrier = manager.barrier(THREADS);
        allGet(workers(THREADS, barrier::await));
        barrier.close();
        try (ListProxy<EventProxy> events = manager.list();
                EventProxy event = manager.event()) {
            events.add(event);
            inAnotherProcess(() -> {
                events.get(0).close();
                if (ProxyHandler.behind(events) instanceof RemoteHandler remote) {
                    remote.server().warmUp();
                }
            });
        }
    }

    @AfterAll
    static void end() {
        manager.close();
        another.close();
    }

    /** Runs it in a process that lives as long as the tests do, always in the same thread. */
    static void inAnotherProcess(RemoteRunnable work) {
        another.apply(() -> {
            work.run();
            return 0;
        });
    }

    static <T> List<Worker<T>> workers(int count, java.util.concurrent.Callable<T> work) {
        List<Worker<T>> workers = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            workers.add(new Worker<>(work));
        }
        return workers;
    }

    static <T> List<T> allGet(List<Worker<T>> workers) throws Exception {
        List<T> results = new ArrayList<>();
        for (Worker<T> worker : workers) {
            results.add(worker.get());
        }
        return results;
    }

    /** For what has no result. */
    static Worker<Integer> worker(RemoteRunnable work) {
        return new Worker<>(() -> {
            work.run();
            return 0;
        });
    }
}
