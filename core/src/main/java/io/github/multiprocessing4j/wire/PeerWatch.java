package io.github.multiprocessing4j.wire;

import io.github.multiprocessing4j.os.LibraryLog;
import java.lang.System.Logger.Level;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;

/*
 * One thread looks for all ends of this process, so that a process at the other side of a hundred channels is looked at once, and
 * a sender, who does not wait and so would never look, learns of its peer's death from the word that he looks at anyhow.
 */
/**
 * Finds out whose peers are dead: a thread that looks five times a second while this process has an end of a
 * channel, or descriptors on their way.
 */
final class PeerWatch implements Runnable {
    /** A fifth of the time within which a death must be noticed. */
    private static final long PERIOD_NANOS = 200_000_000;

    private static final int STACK_BYTES = 256 << 10;

    private static final Set<Watched> WATCHED = ConcurrentHashMap.newKeySet();

    private static boolean running;

    private PeerWatch() {}

    /** What other processes have a part in. */
    interface Watched {
        /** Finds out whether they are dead, and acts on it. */
        void lookForDeath(Obituaries obituaries);
    }

    static void add(Watched watched) {
        WATCHED.add(watched);
        makeSureItRuns();
    }

    static void remove(Watched watched) {
        WATCHED.remove(watched);
    }

    /** {@return whether it does; if not, there is no thread to be had, and who waits must look himself} */
    static synchronized boolean makeSureItRuns() {
        if (!running) {
            try {
                Thread.ofPlatform()
                        .daemon()
                        .name("mp4j-peer-watch")
                        .stackSize(STACK_BYTES)
                        .start(new PeerWatch());
                running = true;
            } catch (OutOfMemoryError e) {
                LibraryLog.logger().log(Level.DEBUG, "no thread to watch peers with", e);
            }
        }
        return running;
    }

    @Override
    public void run() {
        do {
            LockSupport.parkNanos(PERIOD_NANOS);
            lookAtAll();
        } while (isNeeded());
    }

    private static void lookAtAll() {
        try {
            Obituaries obituaries = new Obituaries();
            for (Watched watched : WATCHED) {
                look(watched, obituaries);
            }
        } catch (RuntimeException | OutOfMemoryError e) { // it looks again
            Thread.onSpinWait();
        }
    }

    /** One that fails, for lack of memory or descriptors perhaps, keeps nobody from the others; nothing here takes memory for sure. */
    private static void look(Watched watched, Obituaries obituaries) {
        try {
            watched.lookForDeath(obituaries);
        } catch (RuntimeException | OutOfMemoryError e) {
            try {
                LibraryLog.logger().log(Level.DEBUG, "looking for a dead peer", e);
            } catch (RuntimeException | OutOfMemoryError again) { // who watches must not end
                Thread.onSpinWait();
            }
        }
    }

    private static synchronized boolean isNeeded() {
        running = !WATCHED.isEmpty();
        return running;
    }
}
