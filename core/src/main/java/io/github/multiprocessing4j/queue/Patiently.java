package io.github.multiprocessing4j.queue;

/** What does not wait for the other side may yet have to wait a moment for its like, which an interrupt does not end. */
final class Patiently {
    private Patiently() {}

    /** Waits for nothing. */
    interface Attempt<T> {
        T make(long nanos) throws InterruptedException;
    }

    static <T> T call(Attempt<T> attempt) {
        boolean interrupted = Thread.interrupted();
        try {
            while (true) {
                try {
                    return attempt.make(0);
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
