package io.github.multiprocessing4j.manager;

import io.github.multiprocessing4j.testkit.ShortLived;

/** A manager for all tests of a class: what calls keep is there before the first one. */
final class SharedServer {
    private SharedServer() {}

    static SyncManager start(ManagerBuilder<SyncManager> builder) {
        SyncManager manager = builder.jvm(ShortLived.JVM).start();
        manager.server().warmUp();
        return manager;
    }
}
