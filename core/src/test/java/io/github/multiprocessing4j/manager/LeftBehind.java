package io.github.multiprocessing4j.manager;

import io.github.multiprocessing4j.testkit.Together;

/** What proxies leave behind that nobody can reach any more: nothing, some time after the collector has looked. */
final class LeftBehind {
    private LeftBehind() {}

    /** Waits until a server has no more objects than that. */
    static void await(Manager manager, int objects) {
        Together.awaitTrue(() -> {
            System.gc();
            return manager.numberOfObjects() <= objects;
        });
    }
}
