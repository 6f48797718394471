package io.github.multiprocessing4j.sync;

import java.io.Serial;

/**
 * A {@link Semaphore} that never has more permits than at the beginning: releasing once too often is an
 * {@link IllegalStateException}, where CPython's {@code multiprocessing.BoundedSemaphore} raises {@code ValueError}.
 */
public final class BoundedSemaphore extends Semaphore {
    @Serial
    private static final long serialVersionUID = 1L;

    BoundedSemaphore(SemaphoreWord word, int maximum) {
        super(word, maximum);
    }

    /**
     * {@return a new semaphore}
     *
     * @param permits how many there are at the beginning, and at most
     * @throws IllegalArgumentException if they are less than 0
     * @throws java.io.UncheckedIOException if there is no room in shared memory
     */
    public static BoundedSemaphore create(int permits) {
        return new BoundedSemaphore(allocate(permits), permits);
    }

    /**
     * {@return a new semaphore with one permit}
     *
     * @throws java.io.UncheckedIOException if there is no room in shared memory
     */
    public static BoundedSemaphore create() {
        return create(1);
    }

    @Serial
    private Object writeReplace() {
        return new Handle(word().shared().handle(), maximum(), true);
    }
}
