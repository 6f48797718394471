package io.github.multiprocessing4j.pool;

import io.github.multiprocessing4j.recording.Recording;
import io.github.multiprocessing4j.recording.TaskRun;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/*
 * An interrupt must hit what it is meant for and nothing after it: so who interrupts has the lock, and so has the thread where it
 * enters the user's code and where it leaves it. Only of a chunk with limits is each item entered by itself; of others nothing smaller than the
 * chunk is ever interrupted.
 *
 * A thread can't be killed. Where a process would be, the chunk is over: it is reported with what is there, and what the thread makes of it later
 * is dropped.
 */
/** A chunk that a thread of this process runs. */
final class ThreadRun implements Limited {
    private final ReentrantLock lock;

    private final WorkerId worker;

    private final Thread thread = Thread.currentThread();

    private final ThreadChunk chunk;

    /** The results so far. Of a chunk with limits they grow only between two items. */
    private final List<@Nullable Object> values = new ArrayList<>();

    /** No other item is to begin. Written with the lock held. */
    private volatile boolean unwanted;

    private volatile long lastSign;

    private final Stopwatch watch = new Stopwatch();

    private final @Nullable TaskRun event;

    // guarded by lock
    private @Nullable Patience patience;
    private @Nullable TaskContext context; // of what runs, if the thread is in the user's code
    private int item;
    private long began;
    private boolean over; // somebody else reports it, or has
    private @Nullable Outcome lost;

    /** To be made by the thread that is to run it. */
    ThreadRun(ReentrantLock lock, WorkerId worker, ThreadChunk chunk) {
        this.lock = lock;
        this.worker = worker;
        this.chunk = chunk;
        CallSite site = chunk.site;
        this.event = Recording.isOn()
                ? TaskRun.began(site.name(), site.firstItem(), chunk.items().size(), worker.toString())
                : null;
        this.patience = chunk.limits().any() ? new Patience(this, chunk.limits()) : null;
    }

    ThreadChunk chunk() {
        return chunk;
    }

    // -- the thread, without the lock
    // ----------------------------------------------------------------------------------

    /** {@return what has become of it} */
    Outcome run() {
        try {
            if (chunk.limits().any()) {
                eachByItself();
            } else {
                together();
            }
            return new Outcome.Done(values);
        } catch (Throwable t) {
            return failed(t);
        }
    }

    private void eachByItself() throws Exception {
        for (@Nullable Object each : chunk.items()) {
            enter(values.size());
            @Nullable Object value;
            try {
                value = measured(each);
            } finally {
                leave();
            }
            values.add(value);
        }
    }

    private void together() throws Exception {
        enter(0);
        try {
            for (@Nullable Object each : chunk.items()) {
                requireWanted();
                values.add(measured(each));
            }
        } finally {
            leave();
        }
    }

    private @Nullable Object measured(@Nullable Object item) throws Exception {
        watch.start();
        try {
            return chunk.task().run(item);
        } finally {
            watch.stop(values.size());
        }
    }

    /** {@return what it has taken} */
    Effort effort() {
        return watch.effort(0).withoutSerializing();
    }

    /** {@return how many of its items have ended well} */
    int done() {
        return values.size();
    }

    /** Its outcome is known. */
    void record(Outcome outcome) {
        if (event != null) {
            event.ended(outcome.getClass().getSimpleName(), effort().working(), 0);
        }
    }

    private void requireWanted() {
        if (unwanted) {
            throw new CancellationException("the rest of the chunk was cancelled");
        }
    }

    private void enter(int index) {
        TaskContext entered = new TaskContext(/* attempt= */ 1, () -> lastSign = System.nanoTime());
        lock.lock();
        try {
            requireWanted();
            item = index;
            began = System.nanoTime();
            lastSign = began;
            context = entered;
        } finally {
            lock.unlock();
        }
        entered.enter();
    }

    private void leave() {
        TaskContext.leave();
        lock.lock();
        try {
            context = null;
            Thread.interrupted();
        } finally {
            lock.unlock();
        }
    }

    /** That an item was interrupted is the reason why it did not end well. */
    private Outcome failed(Throwable thrown) {
        Overrun overrun = interruptedAt(values.size());
        return overrun == null
                ? new Outcome.Failed(values, worker, thrown)
                : new Outcome.TimedOut(
                        values, worker, overrun.item(), overrun.deed(), overrun.limit(), /* threadDump= */ "", thrown);
    }

    private @Nullable Overrun interruptedAt(int index) {
        lock.lock();
        try {
            return patience == null ? null : patience.interruptedAt(index);
        } finally {
            lock.unlock();
        }
    }

    // -- with the lock held
    // --------------------------------------------------------------------------------------------

    /** The thread has done with it, or somebody else reports it. {@return whether nobody else does} */
    boolean end() {
        boolean first = !over;
        over = true;
        chunk.run = null;
        return first;
    }

    /** Does what is to be done if it takes too long. {@return after how many nanoseconds to look again} */
    long look(long now) {
        return over || patience == null ? Limits.FOREVER : patience.look(now);
    }

    /** Its caller does not want it any more. {@return after how many nanoseconds to look at it} */
    long cancel() {
        if (patience == null) {
            patience = new Patience(this, chunk.limits());
        }
        return patience.cancel(System.nanoTime());
    }

    /** Somebody else reports it, whatever its thread does. {@return whether nobody has before} */
    boolean drop() {
        boolean first = end();
        unwanted = true;
        interruptTask();
        return first;
    }

    private void interruptTask() {
        if (context != null) {
            context.cancel();
            thread.interrupt();
        }
    }

    /** {@return what to report of it if its thread is stuck in it} */
    @Nullable
    Outcome lost() {
        return lost;
    }

    @Override
    public ClaimPage.@Nullable Running running() {
        return context == null ? null : new ClaimPage.Running(item, began, lastSign);
    }

    @Override
    public void interrupt(Overrun cause) {
        if (cause.kind() == Overrun.Kind.CANCELLED) {
            unwanted = true;
        }
        interruptTask();
    }

    @Override
    public void ask(Overrun cause) {
        if (patience != null) {
            patience.answered(ThreadDump.ofOne(thread));
        }
    }

    @Override
    public void kill() {
        Overrun cause = patience == null ? null : patience.killedFor();
        if (cause != null && drop()) {
            lost = cause.kind() == Overrun.Kind.CANCELLED ? new Outcome.Interrupted(worker) : timedOut(cause);
        }
    }

    private Outcome timedOut(Overrun cause) {
        String dump = patience == null ? "" : patience.answer();
        return new Outcome.TimedOut(
                new ArrayList<>(values), worker, cause.item(), cause.deed(), cause.limit(), dump, /* thrown= */ null);
    }
}
