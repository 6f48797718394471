package io.github.multiprocessing4j.connection;

import java.io.InterruptedIOException;
import java.util.concurrent.locks.ReentrantLock;

/** One thread at a time sends through a connection, and one receives. */
final class Turn {
    private Turn() {}

    /** Waits until it is the calling thread's turn. */
    static void await(ReentrantLock turns) throws InterruptedIOException {
        if (!turns.tryLock()) {
            try {
                turns.lockInterruptibly();
            } catch (InterruptedException e) {
                throw interrupted();
            }
        }
    }

    /** Does something while no thread has the turn. */
    static void last(ReentrantLock turns, Runnable action) {
        turns.lock();
        try {
            action.run();
        } finally {
            turns.unlock();
        }
    }

    static InterruptedIOException interrupted() {
        Thread.currentThread().interrupt();
        return new InterruptedIOException("interrupted while another thread was using this connection");
    }
}
