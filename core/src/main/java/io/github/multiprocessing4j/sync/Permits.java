package io.github.multiprocessing4j.sync;

/** A semaphore's permits in shared memory: just a number, or a number of which it is known who holds how many. */
sealed interface Permits permits SemaphoreWord, HeldPermits {
    SharedBlock shared();

    /** Where it is waited for them. */
    PermitRoom room();

    /** {@return how many are free} */
    int value();

    /** Takes all of them or none, without waiting. {@return whether it did} May fail if some of them are a dead holder's. */
    boolean tryFast(int permits);

    /** Takes all of them or none, without waiting. {@return whether it did} */
    boolean tryAcquire(int permits);

    /** Takes all of them or none. {@return whether it did in time} */
    boolean acquire(int permits, Deadline deadline) throws InterruptedException;

    /** {@return whether they were given back or added, of which there must not be more than the maximum} */
    boolean release(int permits, int maximum);

    void close();
}
