package io.github.multiprocessing4j.pool;

import io.github.multiprocessing4j.region.Callbacks;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The thread in which a pool calls its users back, one call at a time, in the order in which results came. It is a daemon and
 * ends when it has had nothing to do for a while.
 */
final class CallbackThread implements Executor {
    static final String THREAD_NAME = "mp4j-pool-callbacks";

    private static final long KEEP_ALIVE_MILLIS = 250;

    private final ThreadPoolExecutor one = new ThreadPoolExecutor(
            1, 1, KEEP_ALIVE_MILLIS, TimeUnit.MILLISECONDS, new LinkedBlockingQueue<>(), this::thread);

    private volatile @Nullable Thread thread;

    CallbackThread() {
        one.allowCoreThreadTimeOut(true);
    }

    private Thread thread(Runnable work) {
        Thread made = Thread.ofPlatform().daemon().name(THREAD_NAME).unstarted(work);
        thread = made;
        return made;
    }

    /** What it throws is logged and harms nobody. If there is no thread to be had it is called here, rather than never. */
    @Override
    public void execute(Runnable callback) {
        Runnable guarded = () -> Callbacks.run(callback);
        try {
            one.execute(guarded);
        } catch (OutOfMemoryError e) {
            guarded.run();
        }
    }

    /** Waits until everything was called back that was to be when this was called; a callback itself does not wait. */
    void await() throws InterruptedException {
        Thread latest = thread;
        if (latest == null || latest.equals(Thread.currentThread())) {
            return; // nothing was ever called back, or this is a callback
        }
        var last = new FutureTask<@Nullable Void>(() -> null);
        execute(last);
        try {
            last.get();
        } catch (ExecutionException e) {
            throw new AssertionError("it does nothing", e);
        }
    }
}
