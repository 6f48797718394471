package io.github.multiprocessing4j.logging;

import io.github.multiprocessing4j.codec.Sink;
import io.github.multiprocessing4j.region.SessionDirectory;
import io.github.multiprocessing4j.wire.Spool;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/*
 * What a child logs is in memory shared with its parent before the call that logs it returns; no system call is needed for that, and no thread that
 * would have to run once more. So neither a signal nor an interrupt can come in between.
 *
 * The parent may be slow. Whoever finds the ring full waits for half a second at most; after that nobody waits until there is room again, so
 * that a parent that does not read at all, perhaps because it is stopped, delays a child once and not with every call. What finds no room is counted,
 * and the parent tells how much that was.
 */
/** In a child: puts what was logged where the parent reads it. */
final class Forwarder {
    private static final long PATIENCE_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    private static final int USUAL_LENGTH = 512;

    private static final ReentrantLock LOCK = new ReentrantLock();

    /** Made for the first record. Guarded by the lock. */
    private static @Nullable Spool spool;

    /** Whether there was no memory for it. Guarded by the lock. */
    private static boolean hasNone;

    /** Whether somebody has waited in vain, and nobody does so again. Guarded by the lock. */
    private static boolean clogged;

    private Forwarder() {}

    /**
     * Forwards it.
     *
     * @return whether somebody is told of it, or at least that it was lost; if not, there is no memory to share
     */
    static boolean forward(LogEntry entry) {
        if (LOCK.isHeldByCurrentThread()) {
            return false; // something logs that is needed for logging
        }
        Sink sink = new Sink(USUAL_LENGTH);
        entry.write(sink);
        if (sink.position() > Spool.LONGEST) {
            sink.clear();
            entry.shortened().write(sink);
        }
        LOCK.lock(); // which no interrupt ends
        try {
            Spool open = open();
            if (open != null) {
                put(sink, open);
            }
            return open != null;
        } finally {
            LOCK.unlock();
        }
    }

    private static void put(Sink sink, Spool to) {
        boolean fits = sink.position() <= Spool.LONGEST
                && to.offer(sink.array(), sink.position(), clogged ? 0 : PATIENCE_NANOS);
        clogged = !fits;
        if (!fits) {
            to.lose();
        } else if (to.mustWake()) {
            ChildLogs.announce();
        }
    }

    private static @Nullable Spool open() {
        if (spool == null && !hasNone) {
            try {
                spool = Spool.create(ChildLogs.spool(
                        SessionDirectory.get(), ProcessHandle.current().pid()));
                ChildLogs.announce();
            } catch (IOException | UncheckedIOException e) {
                hasNone = true;
                JulDelivery.toConsole("what is logged here can't be passed on", e);
            }
        }
        return spool;
    }
}
