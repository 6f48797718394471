package io.github.multiprocessing4j.manager;

import static io.github.multiprocessing4j.testkit.Together.awaitTrue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.multiprocessing4j.failure.ManagerDiedException;
import io.github.multiprocessing4j.os.ProcessIdentity;
import io.github.multiprocessing4j.process.ChildProcess;
import io.github.multiprocessing4j.process.JvmSettings;
import io.github.multiprocessing4j.testkit.LeakOracle;
import io.github.multiprocessing4j.testkit.ShortLived;
import io.github.multiprocessing4j.testkit.Together;
import java.io.File;
import java.net.SocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** No worker of a manager's pool stays when nobody can use it any more. */
@Tag("stress")
@Timeout(60)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ManagedPoolEndTest {
    /** Collects what is garbage in the server. */
    private static final ManagedType<Runnable> COLLECTOR =
            ManagedType.of("collector", Runnable.class).factory(() -> (Runnable) System::gc);

    private final SyncManager manager = SharedServer.start(builder());

    private static ManagerBuilder<SyncManager> builder() {
        return SyncManager.syncBuilder()
                .jvm(ShortLived.JVM)
                .register(COLLECTOR)
                .jvm(JvmSettings.builder().jvmOptions(ShortLived.OPTIONS).build());
    }

    @AfterAll
    void close() {
        manager.close();
    }

    private static ProcessIdentity workerOf(PoolProxy pool) {
        return ProcessIdentity.of(pool.apply(() -> ProcessHandle.current().pid()));
    }

    private static void awaitDead(ProcessIdentity worker) {
        awaitTrue(worker::isDead);
    }

    @Test
    void withTheLastProxyTheWorkersEnd() {
        ProcessIdentity worker;
        try (PoolProxy pool = manager.pool(() -> ShortLived.pool(1))) {
            worker = workerOf(pool);
            assertFalse(worker.isDead());
        }
        awaitDead(worker);
        awaitTrue(() -> !manager.debugInfo().contains("  Pool "));
    }

    @Test
    void aResultIsWorkedForThoughNobodyHasThePool(@TempDir Path folder) throws Exception {
        File go = folder.resolve("go").toFile();
        PoolProxy pool = manager.pool(() -> ShortLived.pool(1));
        ProcessIdentity worker = workerOf(pool);
        AsyncResultProxy<Integer> result = pool.applyAsync(() -> {
            awaitTrue(go::exists);
            return 1;
        });
        pool.close();
        assertTrue(go.createNewFile());
        assertEquals(1, result.get());
        awaitDead(worker); // it has nothing to do any more, and nobody can give it anything
        result.close();
    }

    @Test
    void whatNobodyWaitsForIsTerminated() {
        PoolProxy pool = manager.pool(() -> ShortLived.pool(1));
        ProcessIdentity worker = workerOf(pool);
        AsyncResultProxy<Integer> result = pool.applyAsync(ManagedPoolEndTest::endless);
        IteratorProxy<Integer> results = pool.imap(_ -> endless(), List.of(1, 2));
        pool.close();
        result.close();
        assertFalse(worker.isDead());
        results.close();
        awaitDead(worker);
    }

    private static Integer endless() throws InterruptedException {
        new CountDownLatch(1).await();
        return 1;
    }

    @Test
    void aPoolInAnotherObjectIsUsedThroughThatAndEndsWithIt() {
        ListProxy<Object> holder = manager.list();
        PoolProxy pool = manager.pool(() -> ShortLived.pool(1));
        ProcessIdentity worker = workerOf(pool);
        holder.add(pool);
        pool.close();
        awaitTrue(() -> !manager.debugInfo().contains("  Pool "));
        try (PoolProxy same = (PoolProxy) holder.getFirst()) {
            assertEquals(worker, workerOf(same));
        }
        holder.clear();
        Runnable collector = manager.create(COLLECTOR);
        awaitTrue(() -> {
            collector.run();
            return worker.isDead();
        });
    }

    /** It has a call that waits, and a task that does not end. */
    @Test
    @LeakOracle.Exempt("the server looks for memory that a client's process had when it needs some again")
    void theWorkersOfAClientThatIsKilledEnd() {
        SocketAddress address = manager.address();
        ListProxy<Long> pids = manager.list();
        ChildProcess client = ShortLived.child().start(() -> {
            SyncManager own = SyncManager.syncBuilder().address(address).connect();
            PoolProxy pool = own.pool(() -> ShortLived.pool(1));
            pids.add(workerOf(pool).pid());
            pool.apply(ManagedPoolEndTest::endless);
        });
        awaitTrue(() -> !pids.isEmpty());
        ProcessIdentity worker = ProcessIdentity.of(pids.getFirst());
        assertFalse(worker.isDead());
        Together.killed(client);
        awaitDead(worker);
        pids.clear(); // the server goes on
    }

    @Test
    void noWorkerOutlivesTheServerHoweverItEnds() {
        for (String how : new String[] {"shutdown", "terminate", "kill"}) {
            try (SyncManager own = builder().start()) {
                PoolProxy pool = own.pool(() -> ShortLived.pool(1));
                ProcessIdentity worker = workerOf(pool);
                AsyncResultProxy<Integer> result = pool.applyAsync(ManagedPoolEndTest::endless);
                ChildProcess server = own.process().orElseThrow();
                switch (how) {
                    case "shutdown" -> own.shutdown();
                    case "terminate" -> server.terminate();
                    default -> server.kill();
                }
                server.join();
                awaitDead(worker);
                assertThrows(ManagerDiedException.class, result::get);
            }
        }
    }
}
