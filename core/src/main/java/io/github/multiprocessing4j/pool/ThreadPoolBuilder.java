package io.github.multiprocessing4j.pool;

import io.github.multiprocessing4j.failure.ProcessStartException;
import io.github.multiprocessing4j.function.RemoteRunnable;
import java.util.Objects;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Builds pools whose workers are threads of this process. Not thread-safe; can be used again for more than one.
 *
 * {@snippet :
 * var pool = ThreadPool.builder().threads(100).threadFactory(Thread.ofVirtual().name("fetch-", 0).factory()).build();
 * }
 *
 * <p>CPython's counterpart are the arguments of {@code ThreadPool}.
 */
public final class ThreadPoolBuilder {
    /** All pools of this process have it in common, so that no two threads have the same name. */
    private static final ThreadFactory USUAL =
            Thread.ofPlatform().daemon().name("mp4j-pool-worker-", 1).factory();

    private int threads = Runtime.getRuntime().availableProcessors();

    private ThreadFactory threadFactory = USUAL;

    private @Nullable RemoteRunnable initializer;

    private TaskOptions taskOptions = TaskOptions.none();

    ThreadPoolBuilder() {}

    /**
     * Sets the number of threads. All are started at once.
     *
     * @param threads how many; at least 1; by default as many as this JVM may use processors
     * @return this
     */
    public ThreadPoolBuilder threads(int threads) {
        if (threads < 1) {
            throw new IllegalArgumentException("a pool needs at least 1 thread, not " + threads);
        }
        this.threads = threads;
        return this;
    }

    /**
     * Sets what makes the threads, as {@code Thread.ofVirtual().factory()}. It is also asked for those that take the place of others, by
     * a thread of the library's then. What it makes becomes a daemon, and must not be started yet. A thread's name is what messages call the worker by.
     *
     * @param factory by default one of platform threads
     * @return this
     */
    public ThreadPoolBuilder threadFactory(ThreadFactory factory) {
        this.threadFactory = Objects.requireNonNull(factory, "factory");
        return this;
    }

    /**
     * Sets what every thread runs before its first task, as to {@linkplain WorkerContext#put keep} something for its tasks. It is
     * interrupted if the pool is closed meanwhile.
     *
     * @param initializer what to run, which may capture anything; what it throws is the cause of what callers get
     * @return this
     */
    public ThreadPoolBuilder initializer(RemoteRunnable initializer) {
        this.initializer = Objects.requireNonNull(initializer, "initializer");
        return this;
    }

    /**
     * Sets limits and so on for all calls that are given no options of their own.
     *
     * @param options {@link TaskOptions#none()} by default
     * @return this
     */
    public ThreadPoolBuilder taskOptions(TaskOptions options) {
        this.taskOptions = Objects.requireNonNull(options, "options");
        return this;
    }

    /**
     * Creates the pool and starts its threads, without waiting until their initializers have run.
     *
     * @return the pool
     * @throws ProcessStartException if a thread can't be started; none is left then
     */
    public Pool build() {
        long grace = TimeUnit.NANOSECONDS.convert(taskOptions.grace());
        var settings = new ThreadSettings(threads, threadFactory, initializer, grace);
        return new Pool(ThreadBackend.start(settings), taskOptions);
    }
}
