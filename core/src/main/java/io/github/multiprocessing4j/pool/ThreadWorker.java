package io.github.multiprocessing4j.pool;

import io.github.multiprocessing4j.recording.Recording;
import io.github.multiprocessing4j.recording.WorkerEnded;
import io.github.multiprocessing4j.recording.WorkerStarted;
import org.jspecify.annotations.Nullable;

/** One of a pool's threads: what it does, and what the back knows of it. */
final class ThreadWorker implements Runnable {
    /** What it is good for. */
    enum State {
        STARTING,
        READY,
        LEAVING, // gets nothing any more
        GIVEN_UP // what it runs does not end; nobody waits for it, and another one has taken its place
    }

    private final ThreadBackend backend;

    /** Different ones for all threads that have not ended, from 0. */
    final int index;

    // guarded by the back's lock
    State state = State.STARTING;

    final Tally tally = new Tally();

    private final @Nullable WorkerStarted event = Recording.isOn() ? WorkerStarted.began() : null;

    private @Nullable ThreadRun run;

    private @Nullable Thread thread;
    private WorkerId id;
    private boolean dismissed;
    private long dismissedAt;

    ThreadWorker(ThreadBackend backend, int index) {
        this.backend = backend;
        this.index = index;
        this.id = id("pool thread " + index);
    }

    private static WorkerId id(String name) {
        return new WorkerId(name, ProcessHandle.current().pid());
    }

    // -- the thread, without the lock
    // ----------------------------------------------------------------------------------

    @Override
    public void run() {
        Throwable failure = null;
        try {
            failure = live(WorkerContext.enterThread(index));
        } catch (Throwable t) { // what tasks throw does not come here: it is of our own, for lack of memory perhaps
            failure = t;
        } finally {
            WorkerContext.exitThread();
            backend.left(this, failure);
        }
    }

    /** {@return why it can't be used, if so} */
    private @Nullable Throwable live(WorkerContext context) {
        if (!backend.arrives(this)) {
            return null;
        }
        Throwable failure = backend.initialize();
        if (failure == null) {
            backend.ready(this);
            while (runNext()) {
                // on to the next one
            }
        }
        if (backend.leavesInGoodOrder(this)) {
            context.leave();
        }
        return failure;
    }

    private boolean runNext() {
        ThreadRun next = backend.next(this);
        if (next == null) {
            return false;
        }
        Outcome outcome = next.run();
        if (backend.ended(this, next)) {
            next.record(outcome);
            next.chunk().report(outcome);
        }
        return true;
    }

    // -- with the lock held
    // --------------------------------------------------------------------------------------------

    /** Its thread runs. {@return whether it is wanted} */
    boolean arrives(Thread self) {
        thread = self;
        if (!self.getName().isEmpty()) {
            id = id(self.getName());
        }
        return state == State.STARTING;
    }

    WorkerId id() {
        return id;
    }

    void isInitialized() {
        state = State.READY;
        tally.ready();
        if (event != null) {
            event.ended(id.name(), id.pid());
        }
    }

    /** {@return what it runs} */
    @Nullable
    ThreadRun current() {
        return run;
    }

    /** It runs this, or nothing any more. */
    void runs(@Nullable ThreadRun next) {
        run = next;
        tally.busy(next != null, System.nanoTime());
    }

    /** Its thread has ended, or could not be started. */
    void recordEnd(@Nullable Throwable failure) {
        if (Recording.isOn()) {
            String how = failure == null ? "ended" : "ended by " + ThrownText.of(failure);
            WorkerEnded.now(id.name(), id.pid(), how, /* unexpected= */ failure != null);
        }
    }

    boolean isOf(Thread other) {
        return other.equals(thread);
    }

    /** Whether it counts among those that the pool is to have. */
    boolean counts() {
        return state == State.STARTING || state == State.READY;
    }

    boolean isReady() {
        return state == State.READY;
    }

    boolean isIdle() {
        return state == State.READY && run == null;
    }

    boolean isGivenUp() {
        return state == State.GIVEN_UP;
    }

    /** Whether it is to end soon, and nobody has given it up yet. */
    boolean isDismissed() {
        return dismissed && !isGivenUp();
    }

    boolean leavesInGoodOrder() {
        return !dismissed && !isGivenUp();
    }

    /** Gives it nothing any more. What is still coming up has not begun anything that could be cut off. */
    void retire() {
        if (state == State.STARTING) {
            dismiss();
        } else if (state == State.READY) {
            state = State.LEAVING;
        }
    }

    /** Ends it whatever it does, as far as an interrupt can. It never runs a task again, so that one can't hit what it is not meant for. */
    void dismiss() {
        if (!dismissed && !isGivenUp()) {
            state = State.LEAVING;
            dismissed = true;
            dismissedAt = System.nanoTime();
            if (thread != null) {
                thread.interrupt();
            }
        }
    }

    void giveUp() {
        state = State.GIVEN_UP;
    }

    /** Does what is to be done if something takes too long. {@return after how many nanoseconds to look again} */
    long look(long now, long usualGrace) {
        long next = run == null ? Limits.FOREVER : run.look(now);
        if (run != null && run.lost() != null) {
            giveUp();
        } else if (dismissed) {
            long grace = run == null ? usualGrace : run.chunk().limits().grace();
            long left = grace - (now - dismissedAt);
            if (left <= 0) {
                giveUp();
            }
            next = Math.min(next, left);
        }
        return isGivenUp() ? Limits.FOREVER : next;
    }
}
