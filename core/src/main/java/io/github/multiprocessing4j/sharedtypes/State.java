package io.github.multiprocessing4j.sharedtypes;

import java.util.concurrent.locks.Lock;
import org.jspecify.annotations.Nullable;

/**
 * What a value or an array is made of.
 *
 * @param piece its memory
 * @param locking whose its lock is
 * @param callers the lock, if it is the caller's
 */
record State(Piece piece, Locking locking, @Nullable Lock callers) {
    enum Locking {
        RAW,
        OWN,
        CALLERS
    }

    State(Piece piece, Locking locking) {
        this(piece, locking, null);
    }
}
