package io.github.multiprocessing4j.sync;

import java.io.Serial;

/**
 * A {@link Semaphore} that never has more permits than at the beginning: releasing once too often is an
 * {@link IllegalStateException}, where CPython's {@code multiprocessing.BoundedSemaphore} raises {@code ValueError}.
 *
 * <p>If it returns the permits of dead holders, releasing is also once too often in a process that holds none, as its permit
 * would come back a second time from the one that does.
 */
public final class BoundedSemaphore extends Semaphore {
    @Serial
    private static final long serialVersionUID = 1L;

    BoundedSemaphore(Permits permits, int maximum) {
        super(permits, maximum);
    }

    /**
     * {@return a new semaphore}
     *
     * @param permits how many there are at the beginning, and at most
     * @throws IllegalArgumentException if they are less than 0
     * @throws java.io.UncheckedIOException if there is no room in shared memory
     */
    public static BoundedSemaphore create(int permits) {
        return builder(permits).create();
    }

    /**
     * {@return a new semaphore with one permit}
     *
     * @throws java.io.UncheckedIOException if there is no room in shared memory
     */
    public static BoundedSemaphore create() {
        return create(1);
    }

    /**
     * {@return a builder for a semaphore with other than the usual settings}
     *
     * @param permits how many there are at the beginning, and at most
     * @throws IllegalArgumentException if they are less than 0
     */
    public static SemaphoreBuilder<BoundedSemaphore> builder(int permits) {
        requireNotNegative(permits);
        return new SemaphoreBuilder<>(returned -> new BoundedSemaphore(allocate(permits, permits, returned), permits));
    }

    @Serial
    private Object writeReplace() {
        return new Handle(permits().shared().handle(), maximum(), true, permits() instanceof HeldPermits);
    }
}
