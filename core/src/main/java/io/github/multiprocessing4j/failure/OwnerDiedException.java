package io.github.multiprocessing4j.failure;

import java.io.Serial;

/**
 * The process that held a lock ended without releasing it, so what the lock protects may be half written. Whoever gets this
 * exception does not hold the lock. It is thrown to everybody who wants the lock until somebody calls {@code recover()}.
 * CPython has no counterpart: there everybody waits for ever.
 */
public final class OwnerDiedException extends MultiprocessingException {
    @Serial
    private static final long serialVersionUID = 1L;

    private final long pid;

    /**
     * Says that the holder of a lock died.
     *
     * @param message who died holding what, and what to do
     * @param pid the dead process's id
     */
    public OwnerDiedException(String message, long pid) {
        super(message, null);
        this.pid = pid;
    }

    /** {@return the process id that the dead holder had} */
    public long pid() {
        return pid;
    }
}
