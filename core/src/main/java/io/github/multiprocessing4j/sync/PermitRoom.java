package io.github.multiprocessing4j.sync;

import io.github.multiprocessing4j.os.FaultPoint;
import io.github.multiprocessing4j.region.WordWait;
import io.github.multiprocessing4j.region.Words;
import java.lang.foreign.MemorySegment;
import java.util.function.BooleanSupplier;

/*
 * Who wants one permit is content with any, so a release of n wakes n of those. Who wants several may be woken and find too
 * few. So he sleeps elsewhere, where he takes nobody's wake-up, and every release wakes all of his kind, once. Nobody who finds
 * too few wakes another one, so nothing goes back and forth between them.
 */
/**
 * Where it is waited for permits, in shared memory. Version 1.
 *
 * <pre>
 *   offset  bytes
 *        0      4  the value: how many permits are free; who wants one sleeps here while it is 0
 *        4      4  how many wait for one
 *        8      4  how many wait for several
 *       12      4  changes: goes up with every release while somebody waits for several, who sleeps here
 * </pre>
 *
 * <p>A waiter that dies has taken no permit, and a wake-up that it took with it is made good for by the next look of another
 * one. A count of waiters that is too high costs needless wake-ups.
 *
 * <table>
 * <caption>If a process dies after</caption>
 * <tr><th>store</th><th>others find</th></tr>
 * <tr><td>it raised the value, before it woke anybody</td><td>the permits, at their next look</td></tr>
 * <tr><td>it raised the changes, before it woke anybody</td><td>the permits, at their next look</td></tr>
 * <tr><td>it counted itself a waiter</td><td>a needless wake-up with every release</td></tr>
 * <tr><td>it is no waiter any more, before it passed a wake-up on</td><td>the permits, at their next look</td></tr>
 * </table>
 *
 * @param shared the memory
 * @param at where in there
 */
record PermitRoom(SharedBlock shared, long at) {
    static final long BYTES = 16;

    private static final long VALUE = 0;
    private static final long WAIT_FOR_ONE = 4;
    private static final long WAIT_FOR_SEVERAL = 8;
    private static final long CHANGES = 12;

    private int get(long offset) {
        return Words.getInt(shared.memory(), at + offset);
    }

    int value() {
        return get(VALUE);
    }

    void setValue(int value) {
        Words.setInt(shared.memory(), at + VALUE, value);
    }

    boolean compareAndSetValue(int expected, int value) {
        return Words.compareAndSetInt(shared.memory(), at + VALUE, expected, value);
    }

    int waiting() {
        return get(WAIT_FOR_ONE) + get(WAIT_FOR_SEVERAL);
    }

    /** After the value was raised. */
    void wake(int permits) {
        FaultPoint.at("release.value");
        MemorySegment memory = shared.memory();
        if (get(WAIT_FOR_ONE) > 0) {
            WordWait.wake(memory, at + VALUE, permits);
        }
        if (get(WAIT_FOR_SEVERAL) > 0) {
            Words.getAndAddInt(memory, at + CHANGES, 1);
            FaultPoint.at("release.changes");
            WordWait.wakeAll(memory, at + CHANGES);
        }
    }

    /** Attempts again and again, and sleeps in between. {@return whether it succeeded in time} */
    boolean await(int permits, Deadline deadline, BooleanSupplier attempt) throws InterruptedException {
        long count = permits == 1 ? WAIT_FOR_ONE : WAIT_FOR_SEVERAL;
        Words.getAndAddInt(shared.memory(), at + count, 1);
        FaultPoint.at("acquire.waiting");
        boolean acquired = false;
        try {
            while (true) {
                int changes = get(CHANGES);
                acquired = attempt.getAsBoolean();
                if (acquired || deadline.left() <= 0) {
                    return acquired;
                }
                sleep(permits, changes, deadline.left());
            }
        } finally {
            Words.getAndAddInt(shared.memory(), at + count, -1);
            FaultPoint.at("acquire.left");
            if (!acquired && permits == 1 && value() > 0) {
                WordWait.wake(shared.memory(), at + VALUE, 1); // it may have been woken in the place of another one
            }
        }
    }

    private void sleep(int permits, int changes, long nanos) throws InterruptedException {
        if (permits == 1) {
            WordWait.await(shared.memory(), at + VALUE, 0, nanos);
        } else {
            WordWait.await(shared.memory(), at + CHANGES, changes, nanos);
        }
    }
}
