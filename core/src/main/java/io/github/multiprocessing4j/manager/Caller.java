package io.github.multiprocessing4j.manager;

import org.jspecify.annotations.Nullable;

/**
 * For whom the current thread of a server executes a call: a thread of a client. It owns the locks that it takes, whichever thread of the server takes
 * them for it.
 *
 * @param session the client's; null for the server's own threads
 * @param thread the id of the thread in its process
 */
record Caller(@Nullable Session session, long thread) {
    private static final ThreadLocal<@Nullable Caller> CURRENT = new ThreadLocal<>();

    /** {@return the one for whom this thread works, itself perhaps} */
    static Caller current() {
        Caller current = CURRENT.get();
        return current == null ? new Caller(null, Thread.currentThread().threadId()) : current;
    }

    /** This thread works for somebody from now on, or for nobody. */
    static void is(@Nullable Caller caller) {
        if (caller == null) {
            CURRENT.remove();
        } else {
            CURRENT.set(caller);
        }
    }

    /** {@return whether nobody waits for this call any more, as the client's process is gone} What waits for the client leaves then. */
    boolean isGone() {
        return session != null && session.isEnded();
    }

    @Override
    public String toString() {
        return session == null ? "thread " + thread + " of the server" : session + ", thread " + thread;
    }
}
