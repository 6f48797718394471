package io.github.multiprocessing4j.process;

import io.github.multiprocessing4j.failure.ExitStatus;
import io.github.multiprocessing4j.failure.ProcessStartException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;

/** A process that is a thread of this one. */
final class ThreadChild {
    private static final ExitStatus RETURNED = new ExitStatus.Exited(0);

    private static final ExitStatus THREW = new ExitStatus.Exited(1);

    /** Those that have not ended, in the order in which they were started. Guarded by itself. */
    private static final Set<ThreadChild> LIVE = new LinkedHashSet<>();

    private final ChildProcess process;

    private final ChildProcess parent = CurrentProcess.get();

    private final Thread thread;

    private final CompletableFuture<ExitStatus> exit = new CompletableFuture<>();

    /** How many processes of a class this one has named. */
    private final Map<String, AtomicInteger> counters = new ConcurrentHashMap<>();

    ThreadChild(ChildProcess process, ThreadFactory factory) {
        this.process = process;
        this.thread = factory.newThread(this::live);
        thread.setName(process.name());
        if (!thread.isVirtual()) {
            thread.setDaemon(process.isDaemon());
        }
    }

    /** Starts the thread, which finds all as it is to be. */
    void begin() {
        synchronized (LIVE) {
            LIVE.add(this);
        }
        try {
            thread.start();
        } catch (OutOfMemoryError e) {
            forget();
            throw new ProcessStartException(
                    process.name() + " can't be started: this process has no thread or memory left", e);
        }
    }

    /** {@return those that a process has started and that have not ended} */
    static List<ChildProcess> activeOf(ChildProcess parent) {
        synchronized (LIVE) {
            return LIVE.stream()
                    .filter(child -> child.parent.equals(parent))
                    .map(child -> child.process)
                    .toList();
        }
    }

    private void live() {
        ExitStatus status = THREW;
        try {
            status = CurrentProcess.as(this, this::run);
        } finally {
            process.loseTarget();
            forget();
            exit.complete(status);
        }
    }

    private ExitStatus run() {
        try {
            process.run();
            return RETURNED;
        } catch (Throwable t) {
            tell(t);
            return THREW;
        }
    }

    /** As the JVM does, but before anybody learns of the end. */
    private void tell(Throwable thrown) {
        thread.getUncaughtExceptionHandler().uncaughtException(thread, thrown);
    }

    private void forget() {
        synchronized (LIVE) {
            LIVE.remove(this);
        }
    }

    ChildProcess process() {
        return process;
    }

    ChildProcess parent() {
        return parent;
    }

    Map<String, AtomicInteger> counters() {
        return counters;
    }

    CompletableFuture<ExitStatus> exit() {
        return exit;
    }

    boolean isCurrentThread() {
        return Thread.currentThread().equals(thread);
    }

    void interrupt() {
        thread.interrupt();
    }
}
