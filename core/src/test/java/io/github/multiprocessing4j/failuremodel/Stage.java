package io.github.multiprocessing4j.failuremodel;

import io.github.multiprocessing4j.manager.SyncManager;
import io.github.multiprocessing4j.pool.Pool;
import io.github.multiprocessing4j.pool.ProcessPoolExecutor;
import io.github.multiprocessing4j.testkit.ShortLived;

/**
 * What trials have in common.
 *
 * @param clock tells when something happened
 * @param pool of one worker
 * @param executor of another one
 * @param manager has a server
 */
record Stage(Trial.Clock clock, Pool pool, ProcessPoolExecutor executor, SyncManager manager) implements AutoCloseable {
    static Stage open() {
        return new Stage(
                new Trial.Clock(),
                ShortLived.pool(1),
                ProcessPoolExecutor.create(ShortLived.poolBuilder().processes(1)),
                SyncManager.syncBuilder().jvm(ShortLived.JVM).start());
    }

    @Override
    public void close() {
        pool.close();
        executor.close();
        manager.close();
    }
}
