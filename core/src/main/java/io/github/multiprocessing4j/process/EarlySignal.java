package io.github.multiprocessing4j.process;

/*
 * A signal that comes before SignalAnnouncer has put its handlers in place ends the JVM by the JVM's own: in a thread that it names after the signal. That takes a
 * while, longer on a busy machine, in which the main thread goes on. Were this process to call itself ready meanwhile, its parent
 * would take its exit code for one that the user's code has chosen.
 */
/** Tells whether a signal that came too early to be announced is ending this process. */
final class EarlySignal {
    private EarlySignal() {}

    static boolean isEndingThisProcess() {
        return isShuttingDown() || isBeingHandled();
    }

    private static boolean isShuttingDown() {
        try {
            boolean _ = Runtime.getRuntime().removeShutdownHook(new Thread("never a hook"));
            return false;
        } catch (IllegalStateException e) {
            return true;
        }
    }

    private static boolean isBeingHandled() {
        ThreadGroup top = Thread.currentThread().getThreadGroup();
        for (ThreadGroup above = top.getParent(); above != null; above = top.getParent()) {
            top = above;
        }
        Thread[] threads = new Thread[2 * top.activeCount() + 16];
        int count = top.enumerate(threads);
        for (int i = 0; i < count; i++) {
            String name = threads[i].getName();
            if (name.startsWith("SIG") && name.endsWith(" handler")) {
                return true;
            }
        }
        return false;
    }
}
