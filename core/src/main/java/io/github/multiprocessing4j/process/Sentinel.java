package io.github.multiprocessing4j.process;

import java.util.concurrent.CompletableFuture;

/**
 * Becomes ready when a process has ended, and stays so. CPython's counterpart is {@code Process.sentinel}, a descriptor for
 * {@code multiprocessing.connection.wait}.
 *
 * <p>Thread-safe; belongs to the process that has started, or was started by, the one that is watched.
 */
public final class Sentinel {
    private final String name;

    private final CompletableFuture<?> exit;

    Sentinel(String name, CompletableFuture<?> exit) {
        this.name = name;
        this.exit = exit;
    }

    /** {@return whether the process has ended} */
    public boolean isReady() {
        return exit.isDone();
    }

    /**
     * Has something done once the process has ended, at once if it has.
     *
     * @param action what to do; it runs on a thread of its own, or on the caller's
     */
    public void whenReady(Runnable action) {
        var _ = ExitNotice.of(name, exit).whenComplete((_, _) -> action.run());
    }

    @Override
    public String toString() {
        return "Sentinel[" + name + (isReady() ? ", ready]" : ", waiting]");
    }
}
