package io.github.multiprocessing4j.pool;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A back without workers: the test says when which chunk ends, and how. */
final class InMemoryBackend implements PoolBackend {
    static final WorkerId WORKER = new WorkerId("a worker", 42);

    private final int workers;

    private final boolean atOnce;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Deque<Work> waiting = new ArrayDeque<>();
    private final List<Work> interrupted = new ArrayList<>();
    private int submitted;
    private boolean stopped;
    private boolean terminated;

    private InMemoryBackend(int workers, boolean atOnce) {
        this.workers = workers;
        this.atOnce = atOnce;
    }

    /** Chunks wait until the test runs them. */
    static InMemoryBackend stepwise(int workers) {
        return new InMemoryBackend(workers, false);
    }

    /** Chunks are run as they are submitted. */
    static InMemoryBackend running(int workers) {
        return new InMemoryBackend(workers, true);
    }

    /** A chunk, which holds the objects themselves. */
    record Work(Task task, List<@Nullable Object> items, Consumer<? super Outcome> report) implements Chunk {
        void run() {
            List<@Nullable Object> values = new ArrayList<>();
            for (@Nullable Object item : items) {
                try {
                    values.add(task.run(item));
                } catch (Throwable t) {
                    report.accept(new Outcome.Failed(values, WORKER, t));
                    return;
                }
            }
            report.accept(new Outcome.Done(values));
        }
    }

    @Override
    public int workers() {
        return workers;
    }

    @Override
    public Preparation prepare(Task task, TaskOptions options) {
        return (_, items, report) -> new Work(task, new ArrayList<>(items), report);
    }

    @Override
    public void submit(List<? extends Chunk> chunks) {
        boolean tooLate;
        lock.lock();
        try {
            submitted += chunks.size();
            tooLate = terminated;
            if (!atOnce && !tooLate) {
                chunks.forEach(chunk -> waiting.add((Work) chunk));
            }
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        if (tooLate) {
            chunks.forEach(chunk -> ((Work) chunk).report().accept(new Outcome.Discarded()));
        } else if (atOnce) {
            chunks.forEach(chunk -> ((Work) chunk).run());
        }
    }

    @Override
    public boolean withdraw(Chunk chunk) {
        lock.lock();
        try {
            return waiting.removeIf(each -> each == chunk);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void interrupt(Chunk chunk) {
        lock.lock();
        try {
            interrupted.add((Work) chunk);
        } finally {
            lock.unlock();
        }
    }

    /** {@return what was to end although it had begun} */
    List<Work> interrupted() {
        lock.lock();
        try {
            return List.copyOf(interrupted);
        } finally {
            lock.unlock();
        }
    }

    /** Waits for so many chunks and takes one of them out. */
    Work take(int index) throws InterruptedException {
        lock.lock();
        try {
            while (waiting.size() <= index) {
                changed.await();
            }
            Work work = new ArrayList<>(waiting).get(index);
            waiting.removeIf(each -> each == work);
            return work;
        } finally {
            lock.unlock();
        }
    }

    void runNext() throws InterruptedException {
        take(0).run();
    }

    /** How many chunks are there and not run. */
    int waiting() {
        lock.lock();
        try {
            return waiting.size();
        } finally {
            lock.unlock();
        }
    }

    int submitted() {
        lock.lock();
        try {
            return submitted;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void stop() {
        lock.lock();
        try {
            stopped = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    boolean isStopped() {
        lock.lock();
        try {
            return stopped;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void terminate() {
        List<Work> discarded;
        lock.lock();
        try {
            terminated = true;
            discarded = new ArrayList<>(waiting);
            waiting.clear();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        discarded.forEach(work -> work.report().accept(new Outcome.Discarded()));
    }

    @Override
    public boolean awaitTermination(Duration timeout) throws InterruptedException {
        long left = TimeUnit.NANOSECONDS.convert(timeout);
        lock.lockInterruptibly();
        try {
            while (!stopped && !terminated && left > 0) {
                left = changed.awaitNanos(left);
            }
            return stopped || terminated;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public Load load() {
        return new Load(0, workers, 0, waiting());
    }
}
