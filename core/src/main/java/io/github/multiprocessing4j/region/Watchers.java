package io.github.multiprocessing4j.region;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Those who want to be told when something of this process may have become ready. Thread-safe. */
public final class Watchers {
    private final List<Watcher> all = new CopyOnWriteArrayList<>();

    /** Somebody who wants to be told: one of the same, perhaps, who are told each. */
    private static final class Watcher {
        private final Runnable action;

        Watcher(Runnable action) {
            this.action = action;
        }
    }

    /** Nobody wants to be told yet. */
    public Watchers() {}

    /**
     * Has somebody told from now on. He looks for himself at what there is already.
     *
     * @param action tells him; neither blocks nor takes long
     * @return by which he says that he does not want to be told any more
     */
    public Runnable add(Runnable action) {
        Watcher watcher = new Watcher(action);
        all.add(watcher);
        return () -> all.remove(watcher);
    }

    /** Tells everybody. To be called without a lock that one who is told may need. */
    public void tell() {
        if (!all.isEmpty()) {
            all.forEach(watcher -> Callbacks.run(watcher.action));
        }
    }
}
