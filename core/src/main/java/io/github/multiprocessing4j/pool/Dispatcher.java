package io.github.multiprocessing4j.pool;

import io.github.multiprocessing4j.failure.ExitStatus;
import io.github.multiprocessing4j.failure.ProcessStartException;
import io.github.multiprocessing4j.pool.PoolBackend.Load;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/*
 * One lock guards the queue, the seats and the chunks' places. Nothing that blocks happens under it: processes are started,
 * messages sent, values decoded and outcomes reported without it.
 */
/** Brings together what the front wants done and what the workers have to say. */
final class Dispatcher {
    private final ReentrantLock lock = new ReentrantLock();

    private final Condition allGone = lock.newCondition();

    // guarded by lock
    private final ChunkQueue queue = new ChunkQueue();
    private final Crew crew;
    private final Allotment allotment;
    private boolean ending;

    Dispatcher(int workers, WorkerLauncher launcher, WorkerSettings settings) {
        this.crew = new Crew(this, workers, launcher, settings);
        this.allotment = new Allotment(queue, crew.seats());
    }

    /** Starts the first workers; if one can't be started, none is left. */
    void start() {
        List<Seat> first;
        lock.lock();
        try {
            first = crew.vacancies();
        } finally {
            lock.unlock();
        }
        try {
            first.forEach(crew::launch);
        } catch (Throwable t) {
            terminate();
            notStarted(first);
            throw t;
        }
    }

    // -- the front
    // -----------------------------------------------------------------------------------------------------

    void submit(List<EncodedChunk> chunks) {
        List<EncodedChunk> hopeless = List.of();
        lock.lock();
        try {
            if (!ending) {
                queue.addAll(chunks);
                crew.tryAgain();
                allotment.distribute();
                if (!crew.givesUp()) {
                    return;
                }
                hopeless = queue.clear();
                hopeless.forEach(EncodedChunk::leave);
            } else {
                chunks.forEach(EncodedChunk::leave);
            }
        } finally {
            lock.unlock();
        }
        if (hopeless.isEmpty()) {
            chunks.forEach(chunk -> chunk.report(new Outcome.Discarded()));
        }
        for (EncodedChunk chunk : hopeless) {
            chunk.report(new Outcome.NotRun(new ProcessStartException(
                    "no worker can be started: this process has no thread or memory left", null)));
        }
    }

    boolean withdraw(EncodedChunk chunk) {
        lock.lock();
        try {
            return switch (chunk.place) {
                case NEW, GONE -> false;
                case QUEUED -> {
                    queue.withdraw(chunk);
                    yield true;
                }
                case ASSIGNED -> {
                    Assignment assignment = chunk.assignment;
                    boolean recalled = assignment != null && allotment.recall(assignment);
                    if (recalled) {
                        chunk.leave();
                        allotment.distribute();
                    }
                    yield recalled;
                }
            };
        } finally {
            lock.unlock();
        }
    }

    /** Lets the workers end, which have nothing to do. */
    void stop() {
        lock.lock();
        try {
            ending = true;
            crew.dismiss(Worker::end);
            allGone.signalAll();
        } finally {
            lock.unlock();
        }
    }

    void terminate() {
        List<EncodedChunk> discarded;
        lock.lock();
        try {
            ending = true;
            discarded = new ArrayList<>(crew.abandonAll());
            discarded.addAll(queue.clear());
            discarded.forEach(EncodedChunk::leave);
            crew.dismiss(Worker::terminate);
            allGone.signalAll();
        } finally {
            lock.unlock();
        }
        discarded.forEach(chunk -> chunk.report(new Outcome.Discarded()));
    }

    boolean awaitTermination(long nanos) throws InterruptedException {
        long left = nanos;
        lock.lockInterruptibly();
        try {
            while (!(ending && crew.seats().isEmpty())) {
                if (left <= 0) {
                    return false;
                }
                left = allGone.awaitNanos(left);
            }
            return true;
        } finally {
            lock.unlock();
        }
    }

    Load load() {
        lock.lock();
        try {
            return crew.load(queue.size());
        } finally {
            lock.unlock();
        }
    }

    // -- the workers
    // ---------------------------------------------------------------------------------------------------

    void ready(Worker worker) {
        lock.lock();
        try {
            if (worker.seat().state == Seat.State.STARTING) {
                crew.ready(worker.seat());
                allotment.distribute();
            }
        } finally {
            lock.unlock();
        }
    }

    /** A worker has done with a chunk. Gives it the next one, and says which it was, unless nobody wants to know. */
    @Nullable
    EncodedChunk ended(Worker worker, int slot, long id) {
        lock.lock();
        try {
            Assignment assignment = worker.seat().at(slot);
            if (assignment == null || assignment.id() != id) {
                return null;
            }
            worker.seat().remove(assignment);
            assignment.chunk().leave();
            crew.replaceIfSpent(worker.seat());
            allotment.distribute();
            return assignment.chunk();
        } finally {
            lock.unlock();
        }
    }

    /** The operating system has declared a worker dead, and all that it had sent was taken in. */
    void died(Worker worker, ExitStatus status, @Nullable Throwable reason) {
        leaves(worker.seat(), new Death.OfProcess(worker, status, reason));
    }

    private void notStarted(List<Seat> seats) {
        lock.lock();
        try {
            seats.stream().filter(Seat::isVacant).forEach(crew.seats()::remove);
        } finally {
            lock.unlock();
        }
    }

    /** A worker could not even be started. */
    void notStarted(Seat seat, RuntimeException reason) {
        leaves(seat, new Death.Stillbirth(reason));
    }

    private void leaves(Seat seat, Death death) {
        lock.lock();
        try {
            death.sortOut(seat, queue);
            crew.leaves(seat, death);
            if (crew.givesUp()) {
                death.failAll(queue.clear());
            }
            allotment.distribute();
            if (crew.seats().isEmpty()) {
                allGone.signalAll();
            }
        } finally {
            lock.unlock();
            death.report();
        }
    }

    /** A process was started for a seat. */
    void arrives(Seat seat, Worker worker) {
        lock.lock();
        try {
            seat.take(worker);
            if (ending) {
                worker.terminate();
            }
        } finally {
            lock.unlock();
        }
    }
}
