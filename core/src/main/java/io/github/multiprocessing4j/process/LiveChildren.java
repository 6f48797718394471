package io.github.multiprocessing4j.process;

import io.github.multiprocessing4j.os.Signals;
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

    /** How many of them are daemons. Guarded by {@link #LIVE}. */
    private static int daemons;

    static {
        ProcessExit.endsChildrenBy(LiveChildren::endAll);
        ParentWatch.beforeHalting(LiveChildren::killAll);
    }

    private LiveChildren() {}

    static void add(LiveChild child, ChildProcess process) {
        synchronized (LIVE) {
            LIVE.put(child, process);
            daemons += process.isDaemon() ? 1 : 0;
        }
        if (child.exit().isDone()) {
            remove(child); // it had ended before it was known to live
        } else {
            OrderlyEnd.look();
        }
    }

    static void remove(LiveChild child) {
        synchronized (LIVE) {
            ChildProcess removed = LIVE.remove(child);
            daemons -= removed != null && removed.isDaemon() ? 1 : 0;
        }
        OrderlyEnd.look();
    }

    /** {@return whether there are any that are no daemons} */
    static boolean keepAlive() {
        synchronized (LIVE) {
            return LIVE.size() > daemons;
        }
    }

    static boolean haveDaemons() {
        synchronized (LIVE) {
            return daemons > 0;
        }
    }

    /** Asks those to end for whose end this process does not wait. */
    static void terminateDaemons() {
        List<LiveChild> ending = new ArrayList<>();
        synchronized (LIVE) {
            LIVE.forEach((child, process) -> {
                if (process.isDaemon()) {
                    ending.add(child);
                }
            });
        }
        ending.forEach(child -> child.signal(Signals.SIGTERM));
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

    private static void endAll() {
        Stocks.endAll();
        List<LiveChild> children = live();
        children.forEach(child -> child.signal(Signals.SIGTERM));
        if (!allEnd(children)) {
            children.forEach(child -> child.signal(Signals.SIGKILL));
            allEnd(children);
        }
    }

    /** This process has no time left; theirs would begin only when they notice. */
    private static void killAll() {
        live().forEach(child -> child.signal(Signals.SIGKILL));
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
