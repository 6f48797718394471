package io.github.multiprocessing4j.sync;

/** What becomes of a lock whose holder's process ends. Chosen by who creates the lock. */
public enum OwnerDeath {
    /**
     * Everybody who wants the lock gets an {@link io.github.multiprocessing4j.failure.OwnerDiedException}, until somebody calls
     * {@code recover()}.
     */
    FAIL,

    /** The next one who wants the lock simply gets it, with a logged warning. */
    TAKE_OVER
}
