package io.github.multiprocessing4j.codec;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/** Runs what overflowed the stack of its thread once more, on a platform thread with a large one. */
final class BigStack extends Thread {
    /** Address space; memory is used as far as the stack grows. */
    private static final long SIZE = 512L << 20;

    private final Callable<? extends @Nullable Object> task;

    private @Nullable Object result;

    private @Nullable Throwable failure;

    private BigStack(Callable<? extends @Nullable Object> task) {
        super(null, null, "multiprocessing-deep-value", SIZE);
        this.task = task;
        setDaemon(true);
    }

    /** Returns what the task returns and throws what it throws. An interrupt waits until it is done. */
    static @Nullable Object call(Callable<? extends @Nullable Object> task) throws Throwable {
        BigStack thread = new BigStack(task);
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
