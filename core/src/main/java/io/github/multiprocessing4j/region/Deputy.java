package io.github.multiprocessing4j.region;

import io.github.multiprocessing4j.os.Futex;
import io.github.multiprocessing4j.os.SpareThreads;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A platform thread that sleeps in the kernel in place of any number of virtual threads, which wait for the same word to
 * change from the same value. When it wakes, all of them look again.
 */
final class Deputy implements Runnable {
    private static final int STACK_BYTES = 128 << 10;

    private static final ConcurrentHashMap<Place, Deputy> ASLEEP = new ConcurrentHashMap<>();

    private static final Executor THREADS = SpareThreads.named("mp4j-sleeper-", STACK_BYTES);

    private final Place place;

    private final CountDownLatch awake = new CountDownLatch(1);

    private final AtomicInteger waiting = new AtomicInteger();

    /** What is waited for. */
    private record Place(long address, int expected) {}

    private Deputy(Place place) {
        this.place = place;
    }

    /** {@return the one who sleeps at a word, or will do so now} */
    static Deputy of(long address, int expected) {
        return ASLEEP.computeIfAbsent(new Place(address, expected), Deputy::send);
    }

    private static Deputy send(Place place) {
        Deputy deputy = new Deputy(place);
        THREADS.execute(deputy);
        return deputy;
    }

    @Override
    public void run() {
        try {
            Futex.await(place.address, place.expected, WordWait.SLICE_NANOS);
        } finally {
            // Who comes from now on needs another one: this one may have been woken before the word changed for him.
            ASLEEP.remove(place, this);
            if (waiting.get() == 0) {
                Futex.wake(place.address, 1); // all have left, so it was perhaps meant for somebody else
            }
            awake.countDown();
        }
    }

    /** Waits until the deputy wakes; an interrupt ends the wait and stays set. */
    void await(long nanos) {
        waiting.incrementAndGet();
        try {
            awake.await(nanos, TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            waiting.decrementAndGet();
        }
    }
}
