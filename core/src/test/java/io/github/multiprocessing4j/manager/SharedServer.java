package io.github.multiprocessing4j.manager;

/** A manager for all tests of a class: what calls keep is there before the first one. */
final class SharedServer {
    private SharedServer() {}

    static SyncManager start(ManagerBuilder<SyncManager> builder) {
        SyncManager manager = builder.start();
        manager.server().warmUp();
        return manager;
    }
}
