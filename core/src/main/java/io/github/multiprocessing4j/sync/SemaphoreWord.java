package io.github.multiprocessing4j.sync;

import io.github.multiprocessing4j.os.FaultPoint;
import io.github.multiprocessing4j.region.WordWait;
import io.github.multiprocessing4j.region.Words;
import java.lang.foreign.MemorySegment;

/**
 * A semaphore's shared memory. Version 1.
 *
 * <pre>
 *   offset  bytes
 *        0      4  the value: how many permits there are; waiters sleep here while it is 0
 *        4      4  how many wait
 * </pre>
 *
 * <p>A permit is taken by a compare-and-set of the value and in no other way, so a waiter that dies has none, and a wake-up that
 * it took with it is made good for by the next look of another one. A count of waiters that is too high costs needless wake-ups.
 *
 * <table>
 * <caption>If a process dies after</caption>
 * <tr><th>store</th><th>others find</th></tr>
 * <tr><td>it took a permit</td><td>one permit less, as in CPython</td></tr>
 * <tr><td>it raised the value, before it woke anybody</td><td>the permits, at their next look</td></tr>
 * <tr><td>it counted itself a waiter</td><td>a needless wake-up with every release</td></tr>
 * </table>
 */
record SemaphoreWord(SharedBlock shared) {
    static final long BYTES = 8;

    private static final long VALUE = 0;
    private static final long WAITING = 4;

    static SemaphoreWord allocate(int permits) {
        SemaphoreWord word = new SemaphoreWord(SharedBlock.allocate(BYTES));
        Words.setInt(word.shared.memory(), VALUE, permits);
        return word;
    }

    int value() {
        return Words.getInt(shared.memory(), VALUE);
    }

    int waiting() {
        return Words.getInt(shared.memory(), WAITING);
    }

    boolean tryAcquire() {
        MemorySegment memory = shared.memory();
        int value = Words.getInt(memory, VALUE);
        while (value > 0 && !Words.compareAndSetInt(memory, VALUE, value, value - 1)) {
            value = Words.getInt(memory, VALUE);
        }
        return value > 0;
    }

    /** {@return whether the value was raised, which must not become larger than the maximum} */
    boolean release(int permits, int maximum) {
        MemorySegment memory = shared.memory();
        int value;
        do {
            value = Words.getInt(memory, VALUE);
            if (permits > maximum - value) {
                return false;
            }
        } while (!Words.compareAndSetInt(memory, VALUE, value, value + permits));
        FaultPoint.at("release.value");
        if (Words.getInt(memory, WAITING) > 0) {
            WordWait.wake(memory, VALUE, permits);
        }
        return true;
    }

    /** {@return whether there was a permit in time} */
    boolean acquire(Deadline deadline) throws InterruptedException {
        Words.getAndAddInt(shared.memory(), WAITING, 1);
        FaultPoint.at("acquire.waiting");
        boolean acquired = false;
        try {
            while (true) {
                acquired = tryAcquire();
                if (acquired || deadline.left() <= 0) {
                    return acquired;
                }
                WordWait.await(shared.memory(), VALUE, 0, deadline.left());
            }
        } finally {
            Words.getAndAddInt(shared.memory(), WAITING, -1);
            if (!acquired && value() > 0) {
                WordWait.wake(shared.memory(), VALUE, 1); // it may have been woken in the place of another one
            }
        }
    }
}
