package io.github.multiprocessing4j.process;

import io.github.multiprocessing4j.os.JvmShutdown;
import io.github.multiprocessing4j.region.SessionDirectory;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/*
 * JVM shutdown hooks run all at once, so there is one for all that has an order, and there is none in a process that has neither children nor
 * finalizers. Who removes the directory of the tree waits for it too: what runs at the end may use shared memory.
 */
/** What happens in which order as this process ends. */
final class ProcessExit {
    /** How long one may keep the others waiting, in seconds. */
    static final String LIMIT = "multiprocessing4j.exitHookSeconds";

    private static final int USUAL_LIMIT = 10;

    static final ExitHooks HOOKS = new ExitHooks(Duration.ofSeconds(Integer.getInteger(LIMIT, USUAL_LIMIT)));

    /** Ends the children, if there ever were any. */
    private static volatile @Nullable Runnable endChildren;

    /** Guarded by the class. */
    private static boolean done;

    static {
        try {
            Runtime.getRuntime().addShutdownHook(new Thread(ProcessExit::run, "mp4j-exit"));
            SessionDirectory.endAfter(ProcessExit::run);
        } catch (IllegalStateException e) {
            HOOKS.close(); // the JVM is ending already
        }
    }

    private ProcessExit() {}

    /** Says how children are ended. */
    static void endsChildrenBy(Runnable action) {
        endChildren = action;
    }

    /** The threads of this process have ended; children for whose end it waits have not. */
    static synchronized void begin() {
        if (!done) {
            HOOKS.run(0);
            JvmShutdown.begins();
            JvmShutdown.endsChildren();
            LiveChildren.terminateDaemons();
        }
    }

    /** Once. There are two who need it: this process must not end before it is done, nor must the directory of the tree. */
    private static synchronized void run() {
        if (done) {
            return;
        }
        done = true;
        JvmShutdown.begins();
        boolean somebody = !CurrentProcess.isNobody();
        try {
            if (somebody) {
                HOOKS.run(0);
            }
        } finally {
            endChildren();
            HOOKS.close();
            if (somebody) {
                HOOKS.run(Integer.MIN_VALUE);
            }
        }
    }

    private static void endChildren() {
        JvmShutdown.endsChildren();
        Runnable children = endChildren;
        if (children != null) {
            children.run();
        }
    }
}
