package io.github.multiprocessing4j.os;

/**
 * What is to be done after an {@link OutOfMemoryError} by who must not give up: wait for others to free some memory, and try again. Both are written out where they
 * are done, since even to make a lambda, or to load a class for the first time, may take memory that there is not.
 */
public final class LackOfMemory {
    /** How long to park between two tries. */
    public static final long PAUSE_NANOS = 10_000_000;

    private LackOfMemory() {}
}
