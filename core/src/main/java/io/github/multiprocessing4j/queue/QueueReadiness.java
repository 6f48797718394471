package io.github.multiprocessing4j.queue;

import io.github.multiprocessing4j.connection.Waitable;
import io.github.multiprocessing4j.region.WordWatch;
import io.github.multiprocessing4j.wire.Doorbell;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/*
 * One sleeper is woken for one element, and it may be one in whose place somebody here is told, who takes nothing, perhaps never. So
 * what is told does as those who have slept do, and marks the word again; and if there is something to take it wakes the next one in
 * its place. That ends, as each is woken once and nobody registers again while there is something.
 */
/** Whether there is something to take, for those who wait for that outside. */
final class QueueReadiness {
    private final Doorbell items;

    private final BooleanSupplier isWorthTaking;

    /** Held for a moment by those who look at the memory, or ring, while nobody of this process need be inside. */
    private final ReentrantLock looking = new ReentrantLock();

    /** Whether the memory is given up. Guarded by {@link #looking}. */
    private boolean ended;

    QueueReadiness(Doorbell items, BooleanSupplier isWorthTaking) {
        this.items = items;
        this.isWorthTaking = isWorthTaking;
    }

    /** Nobody looks at the memory afterwards. */
    void end() {
        looking.lock();
        try {
            ended = true;
        } finally {
            looking.unlock();
        }
    }

    boolean isReady() {
        looking.lock();
        try {
            return ended || isWorthTaking.getAsBoolean();
        } finally {
            looking.unlock();
        }
    }

    /** Has somebody told, as a {@link Waitable} does. */
    Waitable.Registration whenReady(Runnable action) {
        Watch watch = new Watch(action);
        looking.lock();
        try {
            if (!ended) {
                watch.start();
            }
        } finally {
            looking.unlock();
        }
        if (isReady()) {
            action.run();
        }
        return watch;
    }

    /** Somebody who wants to be told. */
    private final class Watch implements Waitable.Registration {
        private final Runnable action;

        private @Nullable WordWatch word;

        Watch(Runnable action) {
            this.action = action;
        }

        void start() {
            word = items.watch(this::tell);
        }

        private void tell() {
            passOn();
            action.run();
        }

        @Override
        public void close() {
            if (word != null) {
                word.close();
            }
        }
    }

    private void passOn() {
        looking.lock();
        try {
            if (!ended) {
                items.mark();
                items.fence();
                if (isWorthTaking.getAsBoolean()) {
                    items.passOn();
                }
            }
        } finally {
            looking.unlock();
        }
    }
}
