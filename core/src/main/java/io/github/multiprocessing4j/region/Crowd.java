package io.github.multiprocessing4j.region;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Virtual threads that wait for the same word to change from the same value; a {@link Deputy} sleeps in place of all of
 * them. When it wakes, all of them look again.
 */
final class Crowd extends Sleep {
    private static final ConcurrentHashMap<Place, Crowd> WAITING = new ConcurrentHashMap<>();

    private static final int DISSOLVED = -1;

    private final Place place;

    private final CountDownLatch awake = new CountDownLatch(1);

    /** How many there are, or {@link #DISSOLVED}. */
    private final AtomicInteger size = new AtomicInteger();

    /** What is waited for. */
    private record Place(long address, int expected) {}

    private Crowd(Place place) {
        super(place.address, place.expected);
        this.place = place;
    }

    /** Waits, as a virtual thread, until a word may have changed; an interrupt ends the wait and stays set. */
    static void await(long address, int expected, long nanos) {
        Crowd crowd;
        do {
            crowd = at(new Place(address, expected));
        } while (!crowd.enter());
        try {
            crowd.awake.await(nanos, TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            crowd.size.decrementAndGet();
        }
    }

    private static Crowd at(Place place) {
        Crowd known = WAITING.get(place);
        if (known != null) {
            return known;
        }
        Crowd made = new Crowd(place);
        known = WAITING.putIfAbsent(place, made);
        if (known != null) {
            return known;
        }
        try {
            Deputy.send(made);
        } catch (Throwable t) {
            made.tell(); // who has joined it meanwhile has to look after himself
            throw t;
        }
        return made;
    }

    private boolean enter() {
        boolean entered = size.getAndUpdate(n -> n == DISSOLVED ? n : n + 1) != DISSOLVED;
        if (!entered) {
            WAITING.remove(place, this);
        }
        return entered;
    }

    @Override
    boolean isAbandoned() {
        if (size.compareAndSet(0, DISSOLVED)) {
            WAITING.remove(place, this);
        }
        return size.get() == DISSOLVED;
    }

    /** Who comes from now on needs another crowd: this one may have been woken before the word changed for him. */
    @Override
    boolean tell() {
        WAITING.remove(place, this);
        boolean anybody = size.get() > 0;
        awake.countDown();
        return anybody;
    }
}
