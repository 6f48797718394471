package io.github.multiprocessing4j.sync;

/**
 * Creates a semaphore with other than the usual settings.
 *
 * @param <S> {@link Semaphore} or {@link BoundedSemaphore}
 */
public final class SemaphoreBuilder<S extends Semaphore> {
    private final Creator<S> creator;

    private boolean returnPermits;

    /** Makes it of permits that are returned or not. */
    interface Creator<S> {
        S create(boolean returnPermits);
    }

    SemaphoreBuilder(Creator<S> creator) {
        this.creator = creator;
    }

    /**
     * Says that permits come back which a process held as it ended; without this call they are gone, as in CPython. See
     * {@link Semaphore}.
     *
     * @return this
     */
    public SemaphoreBuilder<S> returnPermitsOfDeadHolders() {
        returnPermits = true;
        return this;
    }

    /**
     * {@return the new semaphore}
     *
     * @throws java.io.UncheckedIOException if there is no room in shared memory
     */
    public S create() {
        return creator.create(returnPermits);
    }
}
