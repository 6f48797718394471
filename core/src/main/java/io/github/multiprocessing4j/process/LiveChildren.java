package io.github.multiprocessing4j.process;

import io.github.multiprocessing4j.os.JvmShutdown;
import io.github.multiprocessing4j.os.Signals;
import io.github.multiprocessing4j.region.SessionDirectory;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** The children of the running process that have not ended; none of them outlives it. */
final class LiveChildren {
    /** How long children have to end in an orderly way when this process ends, before they are killed. */
    private static final long GRACE_MILLIS = 2_000;

    /** In the order in which they were started. Guarded by itself. */
    private static final Map<LiveChild, ChildProcess> LIVE = new LinkedHashMap<>();

    /** Guarded by the class. */
    private static boolean allEnded;

    static {
        Runtime.getRuntime().addShutdownHook(new Thread(LiveChildren::endAll, "mp4j-end-children"));
        SessionDirectory.endAfter(LiveChildren::endAll);
    }

    private LiveChildren() {}

    static void add(LiveChild child, ChildProcess process) {
        synchronized (LIVE) {
            LIVE.put(child, process);
        }
        if (child.exit().isDone()) {
            remove(child); // it had ended before it was known to live
        }
    }

    static void remove(LiveChild child) {
        synchronized (LIVE) {
            LIVE.remove(child);
        }
    }

    static List<ChildProcess> active() {
        synchronized (LIVE) {
            return List.copyOf(LIVE.values());
        }
    }

    private static List<LiveChild> live() {
        synchronized (LIVE) {
            return new ArrayList<>(LIVE.keySet());
        }
    }

    /** There are two who need it: this process must not end before it is done, nor must the directory of the tree. */
    private static synchronized void endAll() {
        if (allEnded) {
            return;
        }
        allEnded = true;
        JvmShutdown.begins();
        Stocks.endAll();
        List<LiveChild> children = live();
        children.forEach(child -> child.signal(Signals.SIGTERM));
        if (!allEnd(children)) {
            children.forEach(child -> child.signal(Signals.SIGKILL));
            allEnd(children);
        }
    }

    private static boolean allEnd(List<LiveChild> children) {
        CompletableFuture<?>[] exits = children.stream().map(LiveChild::exit).toArray(CompletableFuture<?>[]::new);
        return CompletableFuture.allOf(exits)
                .completeOnTimeout(null, GRACE_MILLIS, TimeUnit.MILLISECONDS)
                .handle((_, _) ->
                        children.stream().allMatch(child -> child.exit().isDone()))
                .join();
    }
}
