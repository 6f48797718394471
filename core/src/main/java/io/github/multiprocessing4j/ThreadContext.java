package io.github.multiprocessing4j;

import io.github.multiprocessing4j.connection.Pipe;
import io.github.multiprocessing4j.connection.PipeBuilder;
import io.github.multiprocessing4j.pool.Pool;
import io.github.multiprocessing4j.pool.ThreadPool;
import io.github.multiprocessing4j.pool.ThreadPoolBuilder;
import io.github.multiprocessing4j.process.ChildProcess;
import io.github.multiprocessing4j.process.ChildProcessBuilder;
import io.github.multiprocessing4j.queue.JoinableQueue;
import io.github.multiprocessing4j.queue.Queue;
import io.github.multiprocessing4j.queue.SimpleQueue;
import java.io.Serial;
import java.util.List;
import java.util.concurrent.ThreadFactory;
import org.jspecify.annotations.Nullable;

/**
 * Processes are threads.
 *
 * @param virtual whether they are virtual ones
 */
record ThreadContext(boolean virtual) implements Context {
    @Serial
    private static final long serialVersionUID = 1L;

    /** All pools have it in common, so that no two threads have the same name. */
    private static final ThreadFactory VIRTUAL_WORKERS =
            Thread.ofVirtual().name("mp4j-virtual-worker-", 1).factory();

    @Override
    public ChildProcessBuilder processBuilder() {
        Thread.Builder threads = virtual ? Thread.ofVirtual() : Thread.ofPlatform();
        return ChildProcess.builder().thread(threads.factory());
    }

    @Override
    public List<ChildProcess> activeChildren() {
        return ChildProcess.active().stream().filter(ChildProcess::isThread).toList();
    }

    @Override
    public <E> Queue<E> queue(int capacity) {
        return Queue.betweenThreads(capacity);
    }

    @Override
    public <E extends @Nullable Object> SimpleQueue<E> simpleQueue() {
        return SimpleQueue.betweenThreads();
    }

    @Override
    public <E> JoinableQueue<E> joinableQueue(int capacity) {
        return JoinableQueue.betweenThreads(capacity);
    }

    @Override
    public PipeBuilder pipeBuilder() {
        return Pipe.builder().betweenThreads();
    }

    @Override
    public Pool pool(int workers) {
        ThreadPoolBuilder pool = ThreadPool.builder().threads(workers);
        return virtual ? pool.threadFactory(VIRTUAL_WORKERS).build() : pool.build();
    }

    @Override
    public String toString() {
        return virtual ? "Context[virtual threads]" : "Context[threads]";
    }
}
