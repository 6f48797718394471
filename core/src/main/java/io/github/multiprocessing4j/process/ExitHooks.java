package io.github.multiprocessing4j.process;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeoutException;

/** The finalizers that run when a process ends. Thread-safe. */
final class ExitHooks {
    /**
     * When it is whose turn, as the order says.
     *
     * @param priority the higher, the earlier
     * @param number of those with the same priority the later one comes first
     */
    record Rank(int priority, long number) implements Comparable<Rank> {
        @Override
        public int compareTo(Rank other) {
            return priority != other.priority
                    ? Integer.compare(other.priority, priority)
                    : Long.compare(other.number, number);
        }
    }

    private static final Duration REPORT = Duration.ofSeconds(1);

    private final Duration limit;

    /** Guarded by this, as is what follows. */
    private final Map<Rank, Finalizer> waiting = new TreeMap<>();

    private long made;

    private boolean closed;

    /** @param limit how long each may keep the others waiting */
    ExitHooks(Duration limit) {
        this.limit = limit;
    }

    synchronized void add(int priority, Finalizer finalizer) {
        if (closed) {
            throw new IllegalStateException(
                    "this process is ending, and what was to be done then is being done: it is too" + " late for more");
        }
        Rank rank = new Rank(priority, ++made);
        finalizer.rank = rank;
        waiting.put(rank, finalizer);
    }

    /** {@return whether it was among them} */
    synchronized boolean remove(Finalizer finalizer) {
        return finalizer.rank != null && waiting.remove(finalizer.rank) != null;
    }

    synchronized boolean isEmpty() {
        return waiting.isEmpty();
    }

    /** From now on it is too late. */
    synchronized void close() {
        closed = true;
    }

    private synchronized List<Finalizer> due(int least) {
        List<Finalizer> due = new ArrayList<>();
        waiting.forEach((rank, finalizer) -> {
            if (rank.priority >= least) {
                due.add(finalizer);
            }
        });
        return due;
    }

    /** Runs those that have at least a priority, and are neither cancelled nor done when it is their turn. */
    void run(int least) {
        for (Finalizer each : due(least)) {
            if (each.isActive()) {
                run(each);
            }
        }
    }

    private void run(Finalizer finalizer) {
        Thread thread = new Thread(
                finalizer::clean,
                "mp4j-exit-hook of " + CurrentProcess.ofThisJvm().name());
        thread.setDaemon(true); // it may hang
        try {
            thread.start();
            if (!thread.join(limit)) {
                reportHanging(thread);
            }
        } catch (OutOfMemoryError e) {
            tryToReport(thread, e); // there is no thread for it, and no room
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // nobody wants to wait any more; the rest is started all the same
        }
    }

    /** Not by a logger: that of the JDK closes its handlers at the same time. */
    private void reportHanging(Thread thread) throws InterruptedException {
        TimeoutException late = new TimeoutException("this takes longer than " + limit.toSeconds()
                + " s at the end of its process, which does not wait for it any more");
        late.setStackTrace(thread.getStackTrace());
        report(thread, late);
    }

    /** The user's handler may do what it likes: throw, hang, or call {@link System#exit}, which never returns here. */
    private void report(Thread of, Throwable thrown) throws InterruptedException {
        Thread reporter = new Thread(
                () -> of.getUncaughtExceptionHandler().uncaughtException(of, thrown), of.getName() + ", which is late");
        reporter.setDaemon(true);
        try {
            reporter.start();
            reporter.join(REPORT);
        } catch (OutOfMemoryError e) {
            tryToReport(of, thrown);
        }
    }

    /** Where there is no thread: by the JDK's own means, which print. */
    private static void tryToReport(Thread of, Throwable thrown) {
        try {
            of.getThreadGroup().uncaughtException(of, thrown);
        } catch (RuntimeException | Error e) {
            // nothing can be told any more
        }
    }
}
