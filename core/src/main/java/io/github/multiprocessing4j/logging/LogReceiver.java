package io.github.multiprocessing4j.logging;

import io.github.multiprocessing4j.codec.Source;
import io.github.multiprocessing4j.os.LibraryLog;
import io.github.multiprocessing4j.region.SessionDirectory;
import io.github.multiprocessing4j.wire.Spool;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/*
 * A child announces that it logs, so that what it logs is read at once. But what counts is the file: one that has died before it could
 * announce anything has left that, and so what it has logged.
 */
/** In a parent: reads what a child logs, and hands it to this process's loggers. Has a thread if the child logs. */
public final class LogReceiver {
    /** A program may be without it, although one of its children is not. */
    private static final boolean HAS_LOGBACK = isThere("ch.qos.logback.classic.LoggerContext");

    private static final int STACK_BYTES = 512 << 10;

    private final Object child;

    private final long pid;

    /** Guarded by this. */
    private @Nullable Thread thread;

    /** Guarded by this. */
    private @Nullable Spool spool;

    /** Guarded by this. */
    private boolean toldUnreadable;

    private volatile boolean ended;

    /** How many lost messages were told of. */
    private long toldLost;

    /**
     * Makes one.
     *
     * @param child what to call it
     * @param pid its process id
     */
    public LogReceiver(Object child, long pid) {
        this.child = child;
        this.pid = pid;
    }

    /** The child says that it logs, for the first time or after a pause. */
    public synchronized void wake() {
        start();
        LockSupport.unpark(thread);
    }

    private void start() {
        Path path = ChildLogs.spool(SessionDirectory.path(), pid);
        if (spool != null || !Files.exists(path)) {
            return;
        }
        Spool open = null;
        try {
            Spool opened = Spool.open(path);
            open = opened;
            thread = Thread.ofPlatform()
                    .daemon()
                    .stackSize(STACK_BYTES)
                    .name("mp4j-log of " + child)
                    .start(() -> read(opened));
            spool = opened;
            Files.deleteIfExists(path); // it stays as long as somebody has it open
        } catch (IOException | OutOfMemoryError e) {
            if (open != null && spool == null) {
                open.close();
            }
            tellOnce(e);
            if (!ended) {
                CompletableFuture.delayedExecutor(1, TimeUnit.SECONDS).execute(this::wake);
            }
        }
    }

    /** There may be a descriptor and a thread again in a moment, and it is tried at the child's end in any case. */
    private void tellOnce(Throwable e) {
        if (!toldUnreadable) {
            toldUnreadable = true;
            warn("what " + child + " logs can't be read for the moment", e);
        }
    }

    /** The child has ended. {@return the thread that hands on what is left, and then ends; null if the child has never logged} */
    public synchronized @Nullable Thread childHasEnded() {
        start();
        ended = true;
        if (spool != null) {
            spool.writerHasEnded();
            LockSupport.unpark(thread);
        }
        return thread;
    }

    private static boolean isThere(String className) {
        try {
            Class.forName(className, /* initialize= */ false, LogReceiver.class.getClassLoader());
            return true;
        } catch (ClassNotFoundException e) {
            return false;
        }
    }

    private void read(Spool from) {
        try {
            boolean last;
            do {
                last = ended; // asked before what is there is looked at
                handOnAll(from);
                tellLost(from);
                Thread.interrupted(); // which somebody's handler has left behind
                if (!last) {
                    from.await();
                }
            } while (!last);
        } catch (IOException | RuntimeException e) {
            warn("what " + child + " has logged was damaged, and nothing is read from it any more", e);
        } finally {
            close(from);
        }
    }

    private synchronized void close(Spool open) {
        thread = null;
        open.close();
    }

    private void handOnAll(Spool from) throws IOException {
        byte[] message;
        while ((message = from.poll()) != null) {
            try {
                handOn(LogEntry.read(Source.of(message)));
            } catch (RuntimeException | Error e) { // whatever it is, there are more to come
                warn("a handler of this process has failed with what " + child + " has logged", e);
            }
        }
    }

    private static void handOn(LogEntry entry) {
        boolean handedOn = entry.api() == LogEntry.Api.LOGBACK && HAS_LOGBACK && LogbackDelivery.deliver(entry);
        if (!handedOn) {
            JulDelivery.deliver(entry);
        }
    }

    private void tellLost(Spool from) {
        long lost = from.lost();
        if (lost > toldLost) {
            warn(
                    lost - toldLost + " messages that " + child
                            + " has logged are lost: this process's loggers take longer than it takes to log them",
                    null);
            toldLost = lost;
        }
    }

    /** By the same handlers, which may fail again. */
    private static void warn(String message, @Nullable Throwable thrown) {
        try {
            LibraryLog.logger().log(Level.WARNING, message, thrown);
        } catch (RuntimeException | Error e) {
            if (thrown != null) {
                e.addSuppressed(thrown);
            }
            Thread current = Thread.currentThread();
            current.getUncaughtExceptionHandler().uncaughtException(current, e);
        }
    }
}
