package io.github.multiprocessing4j.connection;

import io.github.multiprocessing4j.region.Callbacks;
import io.github.multiprocessing4j.wire.WaitableIncoming;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/*
 * Only who is inside a connection may look at what has come. Those who look do so one at a time, under a lock of their own: so, if one
 * of them can't get in, somebody is receiving, and will look for himself; and he tells the others as he leaves. They don't tell each other
 * as they leave, or two would do so for ever.
 */
/** Whether there is something to receive, for those who wait for that outside. */
final class Readiness {
    private final WaitableIncoming in;

    private final BooleanSupplier closed;

    private final Turns receiving;

    private final ReentrantLock looking = new ReentrantLock();

    private final List<Watch> watches = new CopyOnWriteArrayList<>();

    /** What is watched in place of all of them; null if nothing is, or that has told. Changed by who has {@link #looking}, or tells. */
    private final AtomicReference<@Nullable Shared> shared = new AtomicReference<>();

    /**
     * @param closed whether the connection was closed here
     * @param receiving whoever receives has it
     */
    Readiness(WaitableIncoming in, BooleanSupplier closed, Turns receiving) {
        this.in = in;
        this.closed = closed;
        this.receiving = receiving;
    }

    /** {@return whether the calling thread is receiving from now on: not if another one is} */
    boolean tryEnter() {
        looking.lock();
        try {
            return receiving.tryEnter();
        } finally {
            looking.unlock();
        }
    }

    /** Somebody does not receive any more. */
    void left() {
        if (!watches.isEmpty()) {
            watches.forEach(watch -> Callbacks.run(watch.action));
        }
    }

    boolean isReady() {
        looking.lock();
        try {
            if (!receiving.tryEnter()) {
                return closed.getAsBoolean();
            }
            try {
                return look();
            } finally {
                receiving.leave();
            }
        } finally {
            looking.unlock();
        }
    }

    private boolean look() {
        try {
            return in.isReady();
        } catch (IOException e) {
            return true; // who receives gets that exception or another
        }
    }

    /** Has somebody told, as {@link Waitable#whenReady} says. */
    Waitable.Registration watch(Runnable action) {
        Watch watch = new Watch(action);
        watches.add(watch);
        try {
            if (start()) {
                action.run();
            }
        } catch (Throwable t) {
            watch.close();
            throw t;
        }
        return watch;
    }

    /** {@return whether there is something} While somebody is receiving nobody else is to be told. */
    private boolean start() {
        looking.lock();
        try {
            if (!receiving.tryEnter()) {
                return closed.getAsBoolean();
            }
            try {
                return look() || startInside();
            } finally {
                receiving.leave();
            }
        } finally {
            looking.unlock();
        }
    }

    /** Who has just been added to the others is told with them, as one who tells looks for them afterwards. */
    private boolean startInside() {
        if (shared.get() != null) {
            return look();
        }
        Shared fresh = new Shared();
        shared.set(fresh);
        try {
            fresh.stop = in.watch(fresh);
        } catch (IOException e) {
            shared.set(null);
            throw new UncheckedIOException(e);
        }
        return look();
    }

    /** A connection that many wait for would otherwise need as many words of the threads that sleep in their place. */
    private final class Shared implements Runnable {
        private Runnable stop = () -> {};

        @Override
        public void run() {
            shared.compareAndSet(this, null);
            left();
        }
    }

    private void stopIfUnused() {
        looking.lock();
        try {
            if (watches.isEmpty()) {
                Shared unused = shared.getAndSet(null);
                if (unused != null) {
                    unused.stop.run();
                }
            }
        } finally {
            looking.unlock();
        }
    }

    /** Somebody who wants to be told. */
    private final class Watch implements Waitable.Registration {
        private final Runnable action;

        Watch(Runnable action) {
            this.action = action;
        }

        @Override
        public void close() {
            if (watches.remove(this)) {
                stopIfUnused();
            }
        }
    }
}
