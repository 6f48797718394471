package io.github.multiprocessing4j.pool;

import java.io.Serial;

/** A pool takes no new work; told apart from other states that are not right for something. */
final class PoolClosedException extends IllegalStateException {
    @Serial
    private static final long serialVersionUID = 1L;

    PoolClosedException(String message) {
        super(message);
    }
}
