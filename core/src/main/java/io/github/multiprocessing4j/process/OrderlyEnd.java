package io.github.multiprocessing4j.process;

import org.jspecify.annotations.Nullable;

/*
 * A JVM ends when its last thread has ended that is no daemon, and the keepers of children that are no daemons are such threads.
 * So shutdown hooks run after the last of these children has ended. That would be too late for a finalizer that tells a child to end, by a
 * queue say: both would wait for ever. Therefore a thread waits for all the others that are the user's.
 *
 * It is there only while a child is waited for and there is something to be done before. It waits for one thread after the other; who starts
 * a thread is alive until he has, so none is missed.
 */
/** Begins the end of this process when its threads have ended, although its children have not. */
final class OrderlyEnd implements Runnable {
    /** What the names of all threads of the library begin with. */
    private static final String OURS = "mp4j-";

    /** Waits in place of the main thread for the others. */
    private static final String DESTROYER = "DestroyJavaVM";

    private static final int STACK_BYTES = 128 << 10;

    /** Null while there is nothing to do. Guarded by the class. */
    private static @Nullable Thread waiting;

    /** Whether it has come, so that nothing is waited for any more. Guarded by the class. */
    private static boolean begun;

    private OrderlyEnd() {}

    /** To be called when a child has been started or has ended, or a finalizer has been added or removed, without any lock held. */
    static synchronized void look() {
        if (begun) {
            return;
        }
        boolean needed = LiveChildren.keepAlive() && (!ProcessExit.HOOKS.isEmpty() || LiveChildren.haveDaemons());
        if (needed && waiting == null) {
            waiting = started();
        } else if (!needed && waiting != null) {
            waiting.interrupt();
            waiting = null;
        }
    }

    private static @Nullable Thread started() {
        Thread thread = new Thread(null, new OrderlyEnd(), "mp4j-orderly-end", STACK_BYTES);
        thread.setDaemon(true);
        try {
            thread.start();
            return thread;
        } catch (OutOfMemoryError e) {
            return null; // no thread is to be had: then all that is to be done is done after the children have ended
        }
    }

    @Override
    public void run() {
        try {
            for (Thread last = oneOfTheUsers(); last != null; last = oneOfTheUsers()) {
                last.join();
            }
        } catch (InterruptedException e) {
            return; // there is nothing to wait for any more
        }
        if (begins()) {
            ProcessExit.begin();
        }
    }

    private static synchronized boolean begins() {
        begun = Thread.currentThread().equals(waiting);
        return begun;
    }

    private static @Nullable Thread oneOfTheUsers() {
        Thread[] all = all();
        for (Thread each : all) {
            if (each != null
                    && !each.isDaemon()
                    && !each.getName().startsWith(OURS)
                    && !each.getName().equals(DESTROYER)) {
                return each;
            }
        }
        return null;
    }

    private static Thread[] all() {
        ThreadGroup top = Thread.currentThread().getThreadGroup();
        for (ThreadGroup above = top.getParent(); above != null; above = top.getParent()) {
            top = above;
        }
        Thread[] all = new Thread[2 * top.activeCount() + 16];
        while (top.enumerate(all) == all.length) {
            all = new Thread[2 * all.length];
        }
        return all;
    }
}
