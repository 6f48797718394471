package io.github.multiprocessing4j.process;

import io.github.multiprocessing4j.os.ProcStat;
import io.github.multiprocessing4j.region.SessionDirectory;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/*
 * That the parent is gone shows in this process's having another parent: the kernel gives it to init, or to a subreaper, in
 * the moment in which the parent ends. The end of the socket is a hint to look at once; it comes late if some program holds
 * a duplicate of the parent's end, and so one look in a while is made in any case. PR_SET_PDEATHSIG would be bound to the
 * parent's thread, and would kill this process when a thread ends.
 */
/** Ends this process when its parent is gone. */
final class ParentWatch implements Runnable {
    private static final long BETWEEN_LOOKS_NANOS = 250_000_000;

    /** After the socket's end, a parent that is about to die is looked at more often, for about a second. */
    private static final long BETWEEN_CLOSE_LOOKS_NANOS = 5_000_000;

    private static final int CLOSE_LOOKS = 200;

    /** What shutdown hooks may take when nobody is there any more to see what they do. */
    private static final long ORPHAN_GRACE_NANOS = 300_000_000;

    private static final long OUT_OF_MEMORY_GRACE_NANOS = 2_000_000_000;

    private static final CompletableFuture<@Nullable Void> GONE = new CompletableFuture<>();

    private static volatile @Nullable Thread thread;

    private static volatile int closeLooks;

    /** When to halt, in {@link System#nanoTime} terms, and with what; no code means never. Written once. */
    private static volatile long haltAt;

    private static volatile int haltCode;

    private final Bootstrap bootstrap;

    private ParentWatch(Bootstrap bootstrap) {
        this.bootstrap = bootstrap;
    }

    static void start(Bootstrap bootstrap) {
        thread = daemon("mp4j-parent-watch", new ParentWatch(bootstrap));
    }

    /** Takes the end of the conversation with the parent as a hint. */
    static void listen(ParentLink link) {
        daemon("mp4j-parent-link", new Runnable() {
            @Override
            public void run() {
                link.awaitEnd();
                lookNow();
            }
        });
    }

    private static Thread daemon(String name, Runnable task) {
        Thread daemon = new Thread(null, task, name, 128 << 10);
        daemon.setDaemon(true);
        daemon.start();
        return daemon;
    }

    /** {@return a future that is done when the parent is gone} */
    static CompletableFuture<@Nullable Void> gone() {
        return GONE;
    }

    /** Looks at the parent at once, and again often in the next moments. */
    static void lookNow() {
        closeLooks = CLOSE_LOOKS;
        LockSupport.unpark(thread);
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
            if (closeLooks > 0) {
                closeLooks--;
                LockSupport.parkNanos(BETWEEN_CLOSE_LOOKS_NANOS);
            } else {
                LockSupport.parkNanos(BETWEEN_LOOKS_NANOS);
            }
        }
        GONE.complete(null);
        leave(bootstrap);
    }

    private static boolean parentGone(long parentPid) {
        long self = ProcessHandle.current().pid();
        return ProcStat.of(self)
                .map(stat -> stat.parent() != parentPid)
                .orElseGet(() -> ProcessHandle.current().parent().map(p -> p.pid() != parentPid).orElse(true));
    }

    /** Ends this process, whose parent is gone, after its shutdown hooks or after a short while. */
    static void leave(Bootstrap bootstrap) {
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
