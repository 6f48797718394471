package io.github.multiprocessing4j.pool;

import java.io.Serial;

/** Why the pool's own process has killed a worker: what that sent it could not take in, for lack of memory perhaps. */
final class NotTakenIn extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    NotTakenIn(Worker worker, Throwable cause) {
        super("this process could not take in what " + worker + " sent, and so has killed it: " + cause, cause);
    }
}
