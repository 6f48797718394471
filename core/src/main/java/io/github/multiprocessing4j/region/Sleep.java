package io.github.multiprocessing4j.region;

import io.github.multiprocessing4j.os.Futex;

/**
 * What a {@link Deputy} does in place of who waits: it sleeps until a word changes, and tells him, unless he has left.
 */
abstract class Sleep {
    /** Where the word is, a number: this keeps no memory from being unmapped. */
    final long address;

    final int expected;

    private volatile boolean told;

    Sleep(long address, int expected) {
        this.address = address;
        this.expected = expected;
    }

    /** {@return whether nobody waits any more} If so, that is final, and nobody is told. */
    abstract boolean isAbandoned();

    /** Tells who waits to look. {@return whether there was somebody} */
    abstract boolean tell();

    final boolean isOver() {
        return told || isAbandoned();
    }

    /** The word was woken or has changed. If all have left, the wake-up was perhaps meant for somebody else. */
    final void end() {
        if (!tellOnce()) {
            passOn();
        }
    }

    /** Tells who waits, for which this is over. */
    final boolean tellOnce() {
        told = true;
        return tell();
    }

    final void passOn() {
        Futex.wake(address, 1);
    }
}
