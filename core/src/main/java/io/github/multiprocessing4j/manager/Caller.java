package io.github.multiprocessing4j.manager;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
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

    /** Threads that execute calls for whose results nobody waits any more. */
    private static final Set<Thread> GIVEN_UP = ConcurrentHashMap.newKeySet();

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

    /** The caller for whom that thread works does not wait any more. */
    static void givesUp(Thread thread) {
        GIVEN_UP.add(thread);
    }

    /** The call has ended that this thread has executed: there may be one to wait for the next. */
    static void mayWait() {
        if (!GIVEN_UP.isEmpty()) {
            GIVEN_UP.remove(Thread.currentThread());
        }
    }

    /**
     * {@return whether nobody waits for the call that this thread executes any more, as the client's process is gone or the time is over} What waits for the caller leaves
     * then, and takes nothing.
     */
    boolean isGone() {
        return session != null && session.isEnded() || GIVEN_UP.contains(Thread.currentThread());
    }

    @Override
    public String toString() {
        return session == null ? "thread " + thread + " of the server" : session + ", thread " + thread;
    }
}
