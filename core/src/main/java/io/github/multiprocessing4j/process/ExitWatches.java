package io.github.multiprocessing4j.process;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Those who want to be told of a process's end, until it comes or they change their mind. A future keeps all that was ever hung on
 * it, which would become much if somebody waits again and again; so one thing is hung on it.
 */
final class ExitWatches {
    /** Guarded by itself. */
    private static final IdentityHashMap<CompletableFuture<?>, List<Watch>> ALL = new IdentityHashMap<>();

    private ExitWatches() {}

    /** Somebody who wants to be told: one of the same, perhaps, who are told each. */
    private static final class Watch {
        private final Runnable action;

        Watch(Runnable action) {
            this.action = action;
        }
    }

    /** Has somebody told. {@return by which he can say that he does not want to be told any more} */
    static Runnable add(String name, CompletableFuture<?> exit, Runnable action) {
        Watch watch = new Watch(action);
        boolean first;
        synchronized (ALL) {
            first = !ALL.containsKey(exit);
            ALL.computeIfAbsent(exit, _ -> new ArrayList<>()).add(watch);
        }
        if (first) {
            var _ = exit.whenComplete((_, _) -> tellAll(name, exit));
        }
        return () -> remove(exit, watch);
    }

    private static void remove(CompletableFuture<?> exit, Watch watch) {
        synchronized (ALL) {
            List<Watch> watches = ALL.get(exit);
            if (watches != null) {
                watches.remove(watch);
            }
        }
    }

    private static void tellAll(String name, CompletableFuture<?> exit) {
        List<Watch> watches;
        synchronized (ALL) {
            watches = ALL.remove(exit);
        }
        if (watches != null) {
            watches.forEach(watch -> ExitNotice.onOwnThread(name, watch.action));
        }
    }
}
