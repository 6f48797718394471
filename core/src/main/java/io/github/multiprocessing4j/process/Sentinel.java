package io.github.multiprocessing4j.process;

import io.github.multiprocessing4j.connection.Waitable;
import java.util.concurrent.CompletableFuture;

/**
 * Becomes ready when a process has ended, and stays so. CPython's counterpart is {@code Process.sentinel}, a descriptor for
 * {@code multiprocessing.connection.wait}. {@link Waitable#awaitAny} waits for any of several, and for other things at the same time.
 *
 * <p>Thread-safe; belongs to the process that has started, or was started by, the one that is watched.
 */
public final class Sentinel implements Waitable {
    private final String name;

    private final CompletableFuture<?> exit;

    Sentinel(String name, CompletableFuture<?> exit) {
        this.name = name;
        this.exit = exit;
    }

    /** {@return whether the process has ended} */
    @Override
    public boolean isReady() {
        return exit.isDone();
    }

    /**
     * Has something done once the process has ended, at once if it has.
     *
     * @param action what to do; it runs once, on a thread of its own, or, if none is to be had, on another, so it may take as long as
     *     it likes
     * @return by which to say that it is not to be done any more
     */
    @Override
    public Registration whenReady(Runnable action) {
        return ExitWatches.add(name, exit, action)::run;
    }

    @Override
    public String toString() {
        return "Sentinel[" + name + (isReady() ? ", ready]" : ", waiting]");
    }
}
