package io.github.multiprocessing4j.pool;

import io.github.multiprocessing4j.failure.ExitStatus;
import io.github.multiprocessing4j.failure.MultiprocessingException;
import io.github.multiprocessing4j.failure.ProcessStartException;
import io.github.multiprocessing4j.pool.Frames.Report;
import io.github.multiprocessing4j.pool.PoolBackend.Load;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
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
    private final LimitWatch watch;
    private final Statistics statistics = new Statistics();
    private boolean ending;

    /** Why nothing is run any more, if the pool is one that fails fast. */
    private @Nullable MultiprocessingException broken;

    Dispatcher(Staffing staffing, WorkerLauncher launcher, WorkerSettings settings) {
        this.crew = new Crew(this, staffing, launcher, settings);
        this.watch = new LimitWatch(lock, this::look);
        this.allotment = new Allotment(queue, crew.seats(), watch);
    }

    /** Starts the first workers; if one can't be started, none is left. */
    void start() {
        List<Seat> first;
        lock.lock();
        try {
            first = crew.vacancies(0);
        } finally {
            lock.unlock();
        }
        try {
            first.forEach(crew::launch);
        } catch (Throwable t) {
            terminate(Worker::terminate);
            notStarted(first);
            throw t;
        }
    }

    // -- the front
    // -----------------------------------------------------------------------------------------------------

    void submit(List<EncodedChunk> chunks) {
        List<EncodedChunk> refused;
        Outcome why;
        lock.lock();
        try {
            if (broken == null && !ending) {
                queue.addAll(chunks);
                crew.tryAgain(queue.size());
                allotment.distribute();
                if (!crew.givesUp()) {
                    return;
                }
            }
            why = refusal();
            refused = broken == null && !ending ? queue.clear() : chunks;
            refused.forEach(EncodedChunk::leave);
        } finally {
            unlockAndSend();
        }
        refused.forEach(chunk -> chunk.report(why));
    }

    private Outcome refusal() {
        if (broken != null) {
            return new Outcome.NotRun(broken);
        } else if (ending) {
            return new Outcome.Discarded();
        }
        return new Outcome.NotRun(
                new ProcessStartException("no worker can be started: this process has no thread or memory left", null));
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
            unlockAndSend();
        }
    }

    /** Has an end made of a chunk that has begun: its task is interrupted, and its worker killed if that is no use. */
    void interrupt(EncodedChunk chunk) {
        lock.lock();
        try {
            Assignment assignment = chunk.assignment;
            if (assignment != null) {
                chunk.retriesLeft = 0;
                watch.lookAfter(assignment.cancel());
            }
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
            endIfNobodyIsLeft();
        } finally {
            lock.unlock();
        }
    }

    /** From now on there are to be more or fewer workers. */
    void resize(int workers) {
        lock.lock();
        try {
            crew.resize(crew.staffing().resized(workers));
            for (var surplus = crew.surplus(); surplus.isPresent(); surplus = crew.surplus()) {
                retire(surplus.get());
            }
            if (!ending) {
                crew.fillVacancies(queue.size());
            }
            allotment.distribute();
        } finally {
            unlockAndSend();
        }
    }

    int workers() {
        lock.lock();
        try {
            return crew.staffing().most();
        } finally {
            lock.unlock();
        }
    }

    /** Gives a worker nothing any more; it ends as soon as it has run what it has begun. */
    private void retire(Seat seat) {
        seat.state = Seat.State.LEAVING;
        allotment.takeBackFrom(seat);
        endIfDone(seat);
    }

    private static void endIfDone(Seat seat) {
        if (seat.state == Seat.State.LEAVING && seat.assigned() == 0) {
            seat.ifTaken(Worker::end);
        }
    }

    /** Looks who takes too long, or has nothing to do. {@return after how many nanoseconds to look again} */
    private long look(long now) {
        long next = Limits.FOREVER;
        for (Seat seat : crew.seats()) {
            next = Math.min(next, seat.look(now));
        }
        for (var idler = crew.idler(now); idler.isPresent(); idler = crew.idler(now)) {
            retire(idler.get());
        }
        next = Math.min(next, crew.startSpareIfDue(now, queue.size()));
        return Math.min(next, crew.nextIdler(now));
    }

    void terminate(Consumer<Worker> how) {
        List<EncodedChunk> discarded;
        lock.lock();
        try {
            ending = true;
            discarded = new ArrayList<>(crew.abandonAll());
            discarded.addAll(queue.clear());
            discarded.forEach(EncodedChunk::leave);
            crew.dismiss(how);
            endIfNobodyIsLeft();
        } finally {
            lock.unlock();
        }
        discarded.forEach(chunk -> chunk.report(new Outcome.Discarded()));
    }

    private void endIfNobodyIsLeft() {
        if (ending && crew.seats().isEmpty()) {
            watch.end();
            allGone.signalAll();
        }
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

    PoolStats stats() {
        lock.lock();
        try {
            return statistics.with(crew.stats());
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
                crew.ready(worker.seat(), queue.size());
                allotment.distribute();
                watchIdlers();
            }
        } finally {
            unlockAndSend();
        }
    }

    /** A worker has said what its threads are doing. */
    void dumped(Worker worker, long id, String dump) {
        lock.lock();
        try {
            Assignment assignment = worker.seat().withId(id);
            Patience patience = assignment == null ? null : assignment.patience();
            if (patience != null) {
                patience.answered(dump);
                watch.lookAfter(0);
            }
        } finally {
            lock.unlock();
        }
    }

    /**
     * A worker has done with some chunks. Gives it the next ones.
     *
     * @param assignments gets which they were, also if this fails, or nothing where nobody wants to know
     */
    void ended(Worker worker, List<Report> reports, boolean worn, List<@Nullable Assignment> assignments) {
        lock.lock();
        try {
            for (Report report : reports) {
                assignments.add(ended(worker, report));
            }
            Seat seat = worker.seat();
            if (seat.state == Seat.State.READY && worn || seat.hasRunItsShare()) {
                retire(seat);
                crew.fillVacancies(queue.size());
            } else {
                endIfDone(seat);
            }
            allotment.distribute();
            watchIdlers();
        } finally {
            unlockAndSend();
        }
    }

    private @Nullable Assignment ended(Worker worker, Report report) {
        Seat seat = worker.seat();
        Assignment assignment = seat.at(report.slot());
        if (assignment == null || assignment.id() != report.id()) {
            return null;
        }
        seat.remove(assignment);
        assignment.chunk().leave();
        try {
            statistics.reported(seat.tally, worker.id(), assignment.chunk().site, report.effort(), report.done());
        } catch (OutOfMemoryError e) {
            // a result is worth more than that it was counted
        }
        return assignment;
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
        boolean unexpected = false;
        lock.lock();
        try {
            unexpected = seat.counts() && death.isUnexpected(seat) && !ending;
            recordWhatIsLost(seat);
            death.sortOut(seat, queue);
            long spareDue = crew.leaves(seat, death);
            seat.ifTaken(_ -> statistics.left(seat.tally));
            if (unexpected && crew.staffing().failFast()) {
                breakDown(death);
            } else if (!ending) {
                crew.fillVacancies(queue.size());
                if (spareDue != Limits.FOREVER) {
                    watch.lookAfter(spareDue);
                }
            }
            if (crew.givesUp()) {
                death.failAll(queue.clear());
            }
            allotment.distribute();
            endIfNobodyIsLeft();
        } finally {
            unlockAndSend();
            death.record(unexpected);
            death.report();
        }
    }

    private void recordWhatIsLost(Seat seat) {
        long nanos = seat.tally.ends(System.nanoTime());
        for (Assignment each : seat.newestFirst()) {
            if (each.hasBegun()) {
                statistics.lost(
                        each.worker().id(),
                        each.chunk().site,
                        each.worker().claims().item(),
                        nanos);
            }
        }
    }

    /** One has died, and nothing is run any more. */
    private void breakDown(Death death) {
        broken = death.asEndOfAll();
        List<EncodedChunk> all = new ArrayList<>(crew.abandonAll());
        all.addAll(queue.clear());
        Outcome outcome = new Outcome.NotRun(broken);
        all.forEach(chunk -> death.fail(chunk, outcome));
        crew.dismiss(Worker::kill);
    }

    /** What workers were given is sent by who has brought that about, as far as they have room for it at once. */
    private void unlockAndSend() {
        Set<Outbox> filled;
        try {
            filled = allotment.takeFilled();
        } finally {
            lock.unlock();
        }
        for (Outbox each : filled) {
            each.flush();
        }
    }

    /** Has somebody look later whether a worker still has nothing to do. */
    private void watchIdlers() {
        long next = crew.nextIdler(System.nanoTime());
        if (next != Limits.FOREVER && !ending) {
            watch.lookAfter(Math.max(0, next));
        }
    }

    /** A process was started for a seat. */
    void arrives(Seat seat, Worker worker) {
        lock.lock();
        try {
            seat.take(worker);
            if (ending || broken != null) {
                worker.terminate();
            }
        } finally {
            lock.unlock();
        }
    }
}
