package io.github.multiprocessing4j.manager;

import io.github.multiprocessing4j.queue.JoinableQueue;
import java.time.Duration;

/** A queue in a server that can be waited for, which knows what each client has taken and not said to be done. Thread-safe. */
final class ManagedJoinableQueue<E> extends ManagedQueue<E> implements Session.HeldByCallers {
    private final JoinableQueue<E> queue;

    /** Elements that were taken. Guarded by this. */
    private final Holdings taken = new Holdings(this);

    ManagedJoinableQueue(JoinableQueue<E> queue) {
        super(queue);
        this.queue = queue;
    }

    @Override
    synchronized void taken(int count) {
        if (count > 0) {
            taken.add(Caller.current(), count);
        }
    }

    public synchronized void taskDone() {
        queue.taskDone();
        taken.subtract(Caller.current(), 1);
    }

    public void join() throws InterruptedException {
        queue.join();
    }

    public boolean join(Duration timeout) throws InterruptedException {
        return queue.join(timeout);
    }

    @Override
    public synchronized boolean releaseAllOf(Session gone) {
        long count = taken.remove(gone);
        if (count == 0) {
            return false;
        }
        try {
            for (long i = 0; i < count; i++) {
                queue.taskDone();
            }
        } catch (IllegalStateException e) {
            // others have said so in its place, as it took them
        }
        Departed.warn(gone + " is gone and had not said to be done what it took from a queue, which counts as done: "
                + (count == 1 ? "1 element" : count + " elements"));
        return true;
    }
}
