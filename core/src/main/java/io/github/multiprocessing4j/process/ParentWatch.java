package io.github.multiprocessing4j.process;

import io.github.multiprocessing4j.os.ProcStat;
import io.github.multiprocessing4j.region.SessionDirectory;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/*
 * That the parent is gone shows in this process's having another parent: the kernel gives it to init, or to a subreaper, in
 * the moment in which the parent ends. One look in a while is enough, and costs some 30 microseconds.
 *
 * No thread waits for the end of the parent's socket. It would come late if some program held a duplicate of the parent's
 * end; and a JVM that ends waits 300 ms for a thread that is blocked in a system call, but not for one that is parked.
 * PR_SET_PDEATHSIG would be bound to the parent's thread, and would kill this process when a thread ends.
 */
/** Ends this process when its parent is gone. */
final class ParentWatch implements Runnable {
    private static final long BETWEEN_LOOKS_NANOS = 250_000_000;

    /** What shutdown hooks may take when nobody is there any more to see what they do. */
    private static final long ORPHAN_GRACE_NANOS = 300_000_000;

    private static final long LAST_MOMENTS_NANOS = 1_000_000_000;

    private static final long OUT_OF_MEMORY_GRACE_NANOS = 2_000_000_000;

    private static final CompletableFuture<@Nullable Void> GONE = new CompletableFuture<>();

    /** When to halt, in {@link System#nanoTime} terms, and with what; no code means never. Written once. */
    private static volatile long haltAt;

    private static volatile int haltCode;

    private final Bootstrap bootstrap;

    private ParentWatch(Bootstrap bootstrap) {
        this.bootstrap = bootstrap;
    }

    static void start(Bootstrap bootstrap) {
        daemon("mp4j-parent-watch", new ParentWatch(bootstrap));
    }

    private static void daemon(String name, Runnable task) {
        Thread daemon = new Thread(null, task, name, 128 << 10);
        daemon.setDaemon(true);
        daemon.start();
    }

    /** {@return a future that is done when the parent is gone} */
    static CompletableFuture<@Nullable Void> gone() {
        return GONE;
    }

    /** Has this process halted in a while, should it not have come to its end by then. */
    static void haltSoon(int code) {
        haltAt = System.nanoTime() + OUT_OF_MEMORY_GRACE_NANOS;
        haltCode = code;
    }

    @Override
    public void run() {
        while (!parentGone(bootstrap.parentPid())) {
            if (haltCode != 0 && System.nanoTime() - haltAt > 0) {
                Runtime.getRuntime().halt(haltCode);
            }
            LockSupport.parkNanos(BETWEEN_LOOKS_NANOS);
        }
        GONE.complete(null);
        leave(bootstrap);
    }

    /** A parent's sockets are closed a moment before it is gone, so it is given that moment. */
    static void leaveIfOrphaned(Bootstrap bootstrap) {
        long start = System.nanoTime();
        while (System.nanoTime() - start < LAST_MOMENTS_NANOS) {
            if (parentGone(bootstrap.parentPid())) {
                leave(bootstrap);
            }
            LockSupport.parkNanos(LAST_MOMENTS_NANOS / 100);
        }
    }

    private static boolean parentGone(long parentPid) {
        Optional<ProcStat> stat = ProcStat.of(ProcessHandle.current().pid());
        if (stat.isPresent()) {
            return stat.get().parent() != parentPid;
        }
        Optional<ProcessHandle> parent = ProcessHandle.current().parent();
        return parent.isEmpty() || parent.get().pid() != parentPid;
    }

    /** Ends this process, whose parent is gone, after its shutdown hooks or after a short while. */
    private static void leave(Bootstrap bootstrap) {
        daemon("mp4j-last-resort", new Runnable() {
            @Override
            public void run() {
                long end = System.nanoTime() + ORPHAN_GRACE_NANOS;
                while (System.nanoTime() - end < 0) {
                    LockSupport.parkNanos(ORPHAN_GRACE_NANOS);
                }
                Runtime.getRuntime().halt(1);
            }
        });
        Path parents = Path.of(bootstrap.invitation().path()).getParent();
        if (parents != null) {
            SessionDirectory.remove(parents);
        }
        Runtime.getRuntime().exit(1);
    }
}
