package io.github.multiprocessing4j.pool;

import io.github.multiprocessing4j.pool.PoolStats.WorkerStats;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/*
 * As with processes, one that ends before it was ready is a strike; after three in a row, and nobody there who works or is still
 * coming up, what is queued fails, and nobody is started until there is new work.
 *
 * Who is given up on stays here until its thread ends, which may be never: its number is not given to another one as long as it uses what
 * belongs to that.
 */
/** A pool's threads: how many there are to be, and who takes the place of one that is stuck. Guarded by the back's lock. */
final class ThreadCrew {
    private final ThreadBackend backend;

    /** Everybody whose thread has not ended. */
    private final List<ThreadWorker> workers = new ArrayList<>();

    private int wanted;

    private int strikes;

    ThreadCrew(ThreadBackend backend, int wanted) {
        this.backend = backend;
        this.wanted = wanted;
    }

    List<ThreadWorker> workers() {
        return workers;
    }

    int wanted() {
        return wanted;
    }

    /** From now on there are to be more or fewer. */
    void resize(int threads) {
        wanted = threads;
        for (var surplus = surplus(); surplus.isPresent(); surplus = surplus()) {
            surplus.get().retire();
        }
    }

    /** {@return one of whom there are too many} The first to go is who would be missed least. */
    private Optional<ThreadWorker> surplus() {
        return count() <= wanted
                ? Optional.empty()
                : workers.stream()
                        .filter(ThreadWorker::counts)
                        .min(Comparator.comparingInt((ThreadWorker worker) -> worker.isReady() ? 1 : 0)
                                .thenComparingInt(worker -> worker.isIdle() ? 0 : 1));
    }

    private int count() {
        return (int) workers.stream().filter(ThreadWorker::counts).count();
    }

    /** Makes places for those who are missing. */
    List<ThreadWorker> vacancies() {
        List<ThreadWorker> vacant = new ArrayList<>();
        for (int there = count(); there < wanted && strikes < Crew.STRIKES; there++) {
            ThreadWorker worker = new ThreadWorker(backend, freeIndex());
            workers.add(worker);
            vacant.add(worker);
        }
        return vacant;
    }

    private int freeIndex() {
        return IntStream.range(0, workers.size() + 1)
                .filter(index -> workers.stream().noneMatch(worker -> worker.index == index))
                .findFirst()
                .orElseThrow();
    }

    /** Has those started who are missing, by another thread: the user's factory makes them. */
    void fillVacancies() {
        for (ThreadWorker worker : vacancies()) {
            try {
                HelperThreads.all().execute(() -> backend.launchOrReport(worker));
            } catch (OutOfMemoryError e) {
                // No thread is to be had for it. New work is worth another try.
                workers.remove(worker);
                strikes = Crew.STRIKES;
            }
        }
    }

    /** There is new work: worth another try. */
    void tryAgain() {
        if (strikes >= Crew.STRIKES) {
            strikes = 0;
        }
        fillVacancies();
    }

    void ready(ThreadWorker worker) {
        if (worker.state == ThreadWorker.State.STARTING) {
            worker.isInitialized();
            strikes = 0;
        }
    }

    /** {@return whether it was a strike} */
    boolean leaves(ThreadWorker worker) {
        workers.remove(worker);
        boolean strike = worker.state == ThreadWorker.State.STARTING;
        if (strike) {
            strikes++;
        }
        worker.giveUp(); // should its thread run after all, as that of a factory that starts its threads itself
        return strike;
    }

    /** Whether nobody works or may soon, and there is no point in starting anybody. */
    boolean givesUp() {
        return strikes >= Crew.STRIKES && count() == 0;
    }

    /** Whether nobody is left whose end somebody might wait for. */
    boolean isGone() {
        return workers.stream().allMatch(ThreadWorker::isGivenUp);
    }

    /** Ends everybody. {@return what they had, which is not reported yet} */
    List<ThreadChunk> dismiss() {
        List<ThreadChunk> chunks = new ArrayList<>();
        for (ThreadWorker worker : workers) {
            ThreadRun run = worker.current();
            if (run != null && run.drop()) {
                chunks.add(run.chunk());
            }
            worker.dismiss();
        }
        return chunks;
    }

    List<WorkerStats> stats() {
        return workers.stream()
                .sorted(Comparator.comparingInt(worker -> worker.index))
                .map(worker -> new WorkerStats(worker.index, worker.id(), worker.tally.usage()))
                .toList();
    }

    PoolBackend.Load load(int queued) {
        int starting = (int) workers.stream()
                .filter(worker -> worker.state == ThreadWorker.State.STARTING)
                .count();
        int ready = (int) workers.stream().filter(ThreadWorker::isReady).count();
        int running = (int) workers.stream()
                .filter(worker -> worker.current() != null && !worker.isGivenUp())
                .count();
        return new PoolBackend.Load(starting, ready, running, queued);
    }
}
