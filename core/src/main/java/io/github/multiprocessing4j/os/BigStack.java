package io.github.multiprocessing4j.os;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/**
 * Runs what overflowed the stack of its thread once more, on a platform thread with a large one. It has the caller's {@link
 * CallLocal}s.
 */
public final class BigStack extends Thread {
    /** Address space; memory is used as far as the stack grows. */
    private static final long SIZE = 512L << 20;

    /** Whether this thread is making one. */
    private static final ThreadLocal<@Nullable Boolean> MAKING = new ThreadLocal<>();

    private final Callable<? extends @Nullable Object> task;

    private @Nullable Object result;

    private @Nullable Throwable failure;

    private BigStack(Callable<? extends @Nullable Object> task) {
        super(null, null, "multiprocessing-deep-value", SIZE);
        this.task = task;
        setDaemon(true);
    }

    /**
     * Calls something. An interrupt waits until that is done.
     *
     * @param task what to call
     * @return what it returns
     * @throws Throwable what it throws
     */
    public static @Nullable Object call(Callable<? extends @Nullable Object> task) throws Throwable {
        BigStack thread = make(task);
        thread.start();
        boolean interrupted = joinUninterruptibly(thread);
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        if (thread.failure != null) {
            throw thread.failure;
        }
        return thread.result;
    }

    private static BigStack make(Callable<? extends @Nullable Object> task) {
        MAKING.set(true);
        try {
            return new BigStack(task);
        } finally {
            MAKING.remove();
        }
    }

    static boolean isBeingMade() {
        return MAKING.get() != null;
    }

    private static boolean joinUninterruptibly(Thread thread) {
        boolean interrupted = false;
        while (true) {
            try {
                thread.join();
                return interrupted;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
    }

    @Override
    public void run() {
        try {
            result = task.call();
        } catch (Throwable e) {
            failure = e;
        }
    }
}
