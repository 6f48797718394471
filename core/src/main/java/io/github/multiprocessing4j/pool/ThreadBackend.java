package io.github.multiprocessing4j.pool;

import io.github.multiprocessing4j.failure.MultiprocessingException;
import io.github.multiprocessing4j.failure.ProcessStartException;
import io.github.multiprocessing4j.os.LackOfMemory;
import io.github.multiprocessing4j.os.LibraryLog;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/*
 * Chunks wait in one queue, and each thread takes the next one when it has nothing to do. One lock guards the queue, the threads' states and
 * what they run. No code of the user's runs under it, and nothing is reported: what is found out under it is reported by another
 * thread.
 */
/** Runs chunks in threads of this process. */
final class ThreadBackend implements PoolBackend {
    private final ReentrantLock lock = new ReentrantLock();

    private final Condition work = lock.newCondition();

    private final Condition allGone = lock.newCondition();

    private final ThreadSettings settings;

    // guarded by lock
    private final LinkedHashSet<ThreadChunk> queue = new LinkedHashSet<>();
    private final ThreadCrew crew;
    private final LimitWatch watch = new LimitWatch(lock, this::look);
    private final List<Runnable> untold = new ArrayList<>(); // reports on chunks whose threads are stuck in them
    private final Statistics statistics = new Statistics();
    private boolean ending;

    private ThreadBackend(ThreadSettings settings) {
        this.settings = settings;
        this.crew = new ThreadCrew(this, settings.threads());
    }

    /** Starts the threads; if one can't be started, none is left. */
    static ThreadBackend start(ThreadSettings settings) {
        ThreadBackend backend = new ThreadBackend(settings);
        try {
            backend.crewToStart().forEach(settings::launch);
        } catch (Throwable t) {
            backend.kill();
            throw t;
        }
        return backend;
    }

    private List<ThreadWorker> crewToStart() {
        lock.lock();
        try {
            return crew.vacancies();
        } finally {
            lock.unlock();
        }
    }

    // -- the front
    // -----------------------------------------------------------------------------------------------------

    @Override
    public int workers() {
        lock.lock();
        try {
            return crew.wanted();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void resize(int workers) {
        lock.lock();
        try {
            crew.resize(workers);
            if (!ending) {
                crew.fillVacancies();
            }
            lookSoon();
            work.signalAll();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public Preparation prepare(Task task, TaskOptions options) {
        return new ThreadCode(task, Limits.of(options));
    }

    @Override
    public void submit(List<? extends Chunk> chunks) {
        List<ThreadChunk> refused = new ArrayList<>();
        Outcome why = new Outcome.Discarded();
        lock.lock();
        try {
            for (Chunk each : chunks) {
                ThreadChunk chunk = (ThreadChunk) each;
                chunk.queue();
                queue.add(chunk);
            }
            if (!ending) {
                crew.tryAgain();
                if (!crew.givesUp()) {
                    wake(chunks.size());
                    return;
                }
                why = new Outcome.NotRun(new ProcessStartException(
                        "no thread of the pool can be started: this process has no thread or memory left", null));
            }
            refused.addAll(clearQueue());
        } finally {
            lock.unlock();
        }
        for (ThreadChunk chunk : refused) {
            chunk.report(why);
        }
    }

    /** A wake-up is not lost on a thread that is to leave: when it was told so, all were woken. */
    private void wake(int chunks) {
        int threads = Math.min(chunks, crew.workers().size());
        for (int i = 0; i < threads; i++) {
            work.signal();
        }
    }

    private List<ThreadChunk> clearQueue() {
        List<ThreadChunk> all = new ArrayList<>(queue);
        queue.clear();
        return all;
    }

    @Override
    public boolean withdraw(Chunk chunk) {
        lock.lock();
        try {
            return queue.remove((ThreadChunk) chunk);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void interrupt(Chunk chunk) {
        lock.lock();
        try {
            ThreadRun run = ((ThreadChunk) chunk).run;
            if (run != null) {
                watch.lookAfter(run.cancel());
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void stop() {
        lock.lock();
        try {
            ending = true;
            crew.workers().forEach(ThreadWorker::retire);
            lookSoon();
            work.signalAll();
            endIfNobodyIsLeft();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void terminate() {
        end(ThreadBackend::lookSoon);
    }

    @Override
    public void kill() {
        end(back -> back.crew.workers().forEach(ThreadWorker::giveUp));
    }

    private void end(Consumer<ThreadBackend> how) {
        List<ThreadChunk> discarded;
        lock.lock();
        try {
            ending = true;
            discarded = crew.dismiss();
            discarded.addAll(clearQueue());
            how.accept(this);
            work.signalAll();
            endIfNobodyIsLeft();
        } finally {
            lock.unlock();
        }
        discarded.forEach(chunk -> chunk.report(new Outcome.Discarded()));
    }

    @Override
    public boolean awaitTermination(Duration timeout) throws InterruptedException {
        long left = TimeUnit.NANOSECONDS.convert(timeout);
        lock.lockInterruptibly();
        try {
            while (!isTerminated()) {
                if (left <= 0) {
                    return false;
                }
                requireOutside();
                left = allGone.awaitNanos(left);
            }
            return true;
        } finally {
            lock.unlock();
        }
    }

    private void requireOutside() {
        Thread self = Thread.currentThread();
        if (crew.workers().stream().anyMatch(worker -> worker.isOf(self))) {
            throw new IllegalStateException("a task can't wait for the end of the pool that runs it");
        }
    }

    private boolean isTerminated() {
        return ending && crew.isGone() && untold.isEmpty();
    }

    private void endIfNobodyIsLeft() {
        if (isTerminated()) {
            watch.end();
            allGone.signalAll();
        }
    }

    @Override
    public Load load() {
        lock.lock();
        try {
            return crew.load(queue.size());
        } finally {
            lock.unlock();
        }
    }

    @Override
    public PoolStats stats() {
        lock.lock();
        try {
            return statistics.with(crew.stats());
        } finally {
            lock.unlock();
        }
    }

    // -- what takes too long, with the lock held
    // -----------------------------------------------------------------------

    /** Has somebody look after those who were dismissed, if there are any; if nobody can, they are given up on at once. */
    private void lookSoon() {
        List<ThreadWorker> dismissed =
                crew.workers().stream().filter(ThreadWorker::isDismissed).toList();
        try {
            if (!dismissed.isEmpty()) {
                watch.lookAfter(0);
            }
        } catch (OutOfMemoryError e) {
            dismissed.forEach(ThreadWorker::giveUp);
        }
    }

    /** Looks who takes too long. {@return after how many nanoseconds to look again} */
    private long look(long now) {
        long next = Limits.FOREVER;
        for (ThreadWorker worker : crew.workers()) {
            if (!worker.isGivenUp()) {
                next = Math.min(next, worker.look(now, settings.grace()));
                noteIfLost(worker.current());
            }
        }
        if (!ending) {
            crew.fillVacancies();
        }
        next = Math.min(next, tell());
        endIfNobodyIsLeft();
        return next;
    }

    private void noteIfLost(@Nullable ThreadRun run) {
        Outcome lost = run == null ? null : run.lost();
        if (run != null && lost != null) {
            ThreadChunk chunk = run.chunk();
            untold.add(() -> {
                run.record(lost);
                chunk.report(lost);
            });
        }
    }

    /** Has reports made by another thread. {@return after how many nanoseconds to try again} */
    private long tell() {
        try {
            while (!untold.isEmpty()) {
                HelperThreads.all().execute(untold.getFirst());
                untold.removeFirst();
            }
            return Limits.FOREVER;
        } catch (OutOfMemoryError e) {
            return LackOfMemory.PAUSE_NANOS;
        }
    }

    // -- the threads
    // ---------------------------------------------------------------------------------------------------

    void launchOrReport(ThreadWorker worker) {
        try {
            settings.launch(worker);
        } catch (ProcessStartException e) {
            left(worker, e);
        }
    }

    /** {@return whether it is wanted} */
    boolean arrives(ThreadWorker worker) {
        lock.lock();
        try {
            return worker.arrives(Thread.currentThread());
        } finally {
            lock.unlock();
        }
    }

    /** {@return why it can't be used, if so} */
    @Nullable
    Throwable initialize() {
        return settings.initialize();
    }

    void ready(ThreadWorker worker) {
        lock.lock();
        try {
            crew.ready(worker);
        } finally {
            lock.unlock();
        }
    }

    /** Waits for something to do. {@return nothing if the thread is to end} */
    @Nullable
    ThreadRun next(ThreadWorker worker) {
        lock.lock();
        try {
            while (worker.isReady() && queue.isEmpty()) {
                work.awaitUninterruptibly();
            }
            return worker.isReady() ? begin(worker, queue.removeFirst()) : null;
        } finally {
            lock.unlock();
        }
    }

    private ThreadRun begin(ThreadWorker worker, ThreadChunk chunk) {
        ThreadRun run = new ThreadRun(lock, worker.id(), chunk);
        chunk.begin(worker.id(), run);
        worker.runs(run);
        if (chunk.limits().any()) {
            watch.lookAfter(chunk.limits().shortest());
        }
        return run;
    }

    /** {@return whether it is for the thread to report what it has run} */
    boolean ended(ThreadWorker worker, ThreadRun run) {
        lock.lock();
        try {
            worker.runs(null);
            statistics.reported(worker.tally, worker.id(), run.chunk().site, run.effort(), run.done());
            return run.end();
        } finally {
            lock.unlock();
        }
    }

    boolean leavesInGoodOrder(ThreadWorker worker) {
        lock.lock();
        try {
            return worker.leavesInGoodOrder();
        } finally {
            lock.unlock();
        }
    }

    /** A thread has ended, or could not be started. */
    void left(ThreadWorker worker, @Nullable Throwable failure) {
        List<Runnable> reports = new ArrayList<>();
        boolean strike;
        lock.lock();
        try {
            strike = crew.leaves(worker);
            statistics.left(worker.tally);
            worker.recordEnd(failure);
            ThreadRun run = worker.current();
            if (run != null && run.end() && failure != null) {
                reports.add(() -> run.chunk().report(new Outcome.Failed(List.of(), worker.id(), failure)));
            }
            if (!ending) {
                crew.fillVacancies();
            }
            if (crew.givesUp()) {
                Outcome outcome = new Outcome.NotRun(noWorkers(failure));
                clearQueue().forEach(chunk -> reports.add(() -> chunk.report(outcome)));
            }
            endIfNobodyIsLeft();
        } finally {
            lock.unlock();
        }
        if (failure != null) {
            LibraryLog.logger().log(strike ? Level.WARNING : Level.DEBUG, "a thread of a pool has ended", failure);
        }
        reports.forEach(Runnable::run);
    }

    private static MultiprocessingException noWorkers(@Nullable Throwable failure) {
        String why = failure instanceof ProcessStartException
                ? String.valueOf(failure.getMessage())
                : "its initializer threw " + (failure == null ? "nothing" : ThrownText.of(failure));
        String message = "no thread of the pool could be brought up: " + Crew.STRIKES
                + " in a row ended before they were ready, the last one because " + why;
        return new ProcessStartException(message, failure);
    }
}
