package io.github.multiprocessing4j.pool;

import io.github.multiprocessing4j.os.LibraryLog;
import io.github.multiprocessing4j.pool.PoolBackend.Chunk;
import io.github.multiprocessing4j.recording.Recording;
import io.github.multiprocessing4j.recording.TaskQueued;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A chunk for threads of this process: the objects themselves. */
final class ThreadChunk implements Chunk {
    private final ThreadCode code;

    final CallSite site;

    private final List<? extends @Nullable Object> items;

    private @Nullable TaskQueued queued;

    private final Consumer<? super Outcome> report;

    /** Who runs it, if it has begun and has not ended. Guarded by the back's lock. */
    @Nullable
    ThreadRun run;

    ThreadChunk(
            ThreadCode code, CallSite site, List<? extends @Nullable Object> items, Consumer<? super Outcome> report) {
        this.code = code;
        this.site = site;
        this.items = items;
        this.report = report;
    }

    /** It waits for a thread from now on. With the lock held. */
    void queue() {
        queued = Recording.isOn() ? TaskQueued.began(site.name(), site.firstItem(), items.size()) : null;
    }

    /** A thread runs it. With the lock held. */
    void begin(WorkerId worker, ThreadRun by) {
        run = by;
        if (queued != null) {
            queued.ended(worker.toString());
            queued = null;
        }
    }

    Task task() {
        return code.task();
    }

    Limits limits() {
        return code.limits();
    }

    List<? extends @Nullable Object> items() {
        return items;
    }

    /** Called without the lock. What the pool's front can't do, for lack of memory perhaps, must not cost it its threads. */
    void report(Outcome outcome) {
        try {
            report.accept(outcome);
        } catch (Throwable t) {
            LibraryLog.logger().log(Level.WARNING, "the end of a task could not be reported", t);
        }
    }
}
