package io.github.multiprocessing4j.process;

import io.github.multiprocessing4j.os.ParentPid;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/*
 * That the parent is gone shows in this process's having another parent: the kernel gives it to init, or to a subreaper, in
 * the moment in which the parent ends. One look in a while is enough, and costs a few microseconds.
 *
 * No thread waits for the end of the parent's socket. It would come late if some program held a duplicate of the parent's
 * end; and a JVM that ends waits 300 ms for a thread that is blocked in a system call, but not for one that is parked.
 * PR_SET_PDEATHSIG would be bound to the parent's thread, and would kill this process when a thread ends.
 *
 * The user's code may have used up all memory or all descriptors by then. So what this takes is at hand from the start, and
 * whatever goes wrong on the way out, the process halts.
 */
/** Ends this process when its parent is gone. */
final class ParentWatch implements Runnable {
    private static final long BETWEEN_LOOKS_NANOS = 100_000_000;

    /** While nothing runs here, and the main thread listens to the parent: its end shows there, unless a program that it has left behind holds the socket. */
    private static final long BETWEEN_IDLE_LOOKS_NANOS = 5_000_000_000L;

    private static final long LAST_MOMENTS_NANOS = 1_000_000_000;

    private static final long OUT_OF_MEMORY_GRACE_NANOS = 2_000_000_000;

    private static final CompletableFuture<@Nullable Void> GONE = new CompletableFuture<>();

    /** Whether something is logged, of which the parent is to be told by this thread: nobody interrupts it. */
    private static volatile boolean logs;

    private static volatile @Nullable Thread watch;

    /** When to halt, in {@link System#nanoTime} terms, and with what; no code means never. Written once. */
    private static volatile long haltAt;

    private static volatile int haltCode;

    /** Whether nothing runs here. */
    private static volatile boolean idle;

    /** What an orphan that does not come to its end does in its last moment. */
    private static volatile @Nullable Runnable lastAct;

    /** As {@code /proc} shows it, which is where to look for it. */
    private final long parentPid;

    private final ParentPid parent = ParentPid.open();

    private final Thread lastResort = daemon("mp4j-last-resort", new LastResort());

    private ParentWatch(Bootstrap bootstrap) {
        parentPid = bootstrap.parentInProc();
    }

    static void start(Bootstrap bootstrap) {
        initializeShutdown();
        Thread thread = daemon("mp4j-parent-watch", new ParentWatch(bootstrap));
        watch = thread;
        thread.start();
    }

    /** Says whether nothing runs here for the moment, so that to look often would be a waste. */
    static void idle(boolean nothingRuns) {
        idle = nothingRuns;
        Thread thread = watch;
        if (!nothingRuns && thread != null) {
            LockSupport.unpark(thread);
        }
    }

    /*
     * Should the JDK's class of the end be initialized for the first time when there is no memory for it, it would be
     * unusable from then on: neither exit nor halt would ever work again.
     */
    private static void initializeShutdown() {
        try {
            Class.forName("java.lang.Shutdown");
        } catch (ClassNotFoundException e) {
            // Another JDK's internals: halt initializes what it needs.
        }
    }

    private static Thread daemon(String name, Runnable task) {
        Thread daemon = new Thread(null, task, name, 128 << 10);
        daemon.setDaemon(true);
        return daemon;
    }

    /** {@return a future that is done when the parent is gone} */
    static CompletableFuture<@Nullable Void> gone() {
        return GONE;
    }

    /** Has something done if this process's parent is gone and it does not come to its end by itself. */
    static void beforeHalting(Runnable action) {
        lastAct = action;
    }

    /** Has this process halted in a while, should it not have come to its end by then. */
    static void haltSoon(int code) {
        haltAt = System.nanoTime() + OUT_OF_MEMORY_GRACE_NANOS;
        haltCode = code;
    }

    /** Has the parent told soon that this process logs. Takes no time and no memory. */
    static void announceLogs() {
        logs = true;
        LockSupport.unpark(watch);
    }

    @Override
    public void run() {
        while (!parentGone()) {
            if (logs) {
                logs = false;
                tellOfLogs();
            }
            if (haltCode != 0 && System.nanoTime() - haltAt > 0) {
                halt(haltCode);
            }
            LockSupport.parkNanos(idle ? BETWEEN_IDLE_LOOKS_NANOS : BETWEEN_LOOKS_NANOS);
            Thread.interrupted(); // or it would never pause again
        }
        leave();
    }

    /** If it can't be told for lack of memory, it finds it when this process has ended. */
    private static void tellOfLogs() {
        try {
            ParentLink.announceLogs();
        } catch (OutOfMemoryError e) {
            logs = true;
        }
    }

    /** Ends this process if its parent is gone, whose sockets are closed a moment before: it is given that moment. */
    static void leaveIfOrphaned(Bootstrap bootstrap) {
        ParentWatch watch = new ParentWatch(bootstrap);
        long start = System.nanoTime();
        while (System.nanoTime() - start < LAST_MOMENTS_NANOS) {
            if (watch.parentGone()) {
                watch.leave();
            }
            LockSupport.parkNanos(LAST_MOMENTS_NANOS / 100);
        }
    }

    /** What can't be told for lack of memory, say, is asked again. */
    private boolean parentGone() {
        try {
            return parent.now() != parentPid;
        } catch (IOException | OutOfMemoryError e) {
            return false;
        }
    }

    /** Ends this process after its shutdown hooks or after a short while. */
    private void leave() {
        try {
            lastResort.start();
            GONE.complete(null);
            Runtime.getRuntime().exit(1);
        } catch (Throwable t) {
            // No memory or no descriptor for an orderly end: nobody is there any more who would miss it.
            halt(1);
        }
    }

    /** Halts, and tries again as long as there is no memory even for that. */
    private static void halt(int code) {
        while (true) {
            try {
                Runtime.getRuntime().halt(code);
            } catch (Throwable t) {
                Thread.onSpinWait();
            }
        }
    }

    /** Halts this process when its shutdown hooks take too long for somebody whom nobody waits for. */
    private static final class LastResort implements Runnable {
        private static final long GRACE_NANOS = 300_000_000;

        @Override
        public void run() {
            long start = System.nanoTime();
            while (System.nanoTime() - start < GRACE_NANOS) {
                LockSupport.parkNanos(GRACE_NANOS);
            }
            try {
                Runnable last = lastAct;
                if (last != null) {
                    last.run();
                }
            } finally {
                halt(1);
            }
        }
    }
}
