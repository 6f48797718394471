package io.github.multiprocessing4j.failuremodel;

import static io.github.multiprocessing4j.testkit.Together.awaitTrue;

import io.github.multiprocessing4j.queue.SimpleQueue;
import io.github.multiprocessing4j.sharedtypes.LongValue;
import io.github.multiprocessing4j.sharedtypes.Value;
import io.github.multiprocessing4j.sync.Semaphore;
import io.github.multiprocessing4j.testkit.Death;
import java.io.Serializable;

/**
 * By which the peer is told what to do, and says that it has what the caller wants.
 *
 * @param process whose process that is
 * @param inside how many calls are in the peer
 * @param ready a permit for each time that it has come so far
 * @param orders what it is to do
 */
record Cue(LongValue process, LongValue inside, Semaphore ready, SimpleQueue<Order> orders)
        implements Serializable, AutoCloseable {
    static Cue create() {
        return new Cue(Value.ofLong(0), Value.ofLong(0), Semaphore.create(0), SimpleQueue.create());
    }

    /** In the peer, which has what the caller wants just as long as it is in here. */
    void holdUntilOrdered() throws InterruptedException {
        process.set(ProcessHandle.current().pid());
        inside.add(1);
        try {
            ready.release();
            if (orders.take() == Order.RUN_OUT_OF_MEMORY) {
                Death.OUT_OF_MEMORY.now();
            }
        } finally {
            inside.add(-1);
        }
    }

    long pid() {
        return process.get();
    }

    void order(Order order) {
        try {
            orders.put(order);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** Forgets calls that ended with their peer. */
    void clear() throws InterruptedException {
        inside.set(0);
        while (ready.tryAcquire()) {
            // the next one
        }
        while (!orders.isEmpty()) {
            orders.take();
        }
    }

    /** Has all calls end that are in the peer. */
    void endCalls() {
        awaitTrue(() -> {
            if (inside.get() > 0 && orders.isEmpty()) {
                order(Order.LET_GO);
            }
            return inside.get() == 0;
        });
    }

    @Override
    public void close() {
        process.close();
        inside.close();
        ready.close();
        orders.close();
    }
}
