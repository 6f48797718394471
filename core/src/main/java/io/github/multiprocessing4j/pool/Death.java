package io.github.multiprocessing4j.pool;

import io.github.multiprocessing4j.failure.ExitStatus;
import io.github.multiprocessing4j.failure.MultiprocessingException;
import io.github.multiprocessing4j.failure.ProcessStartException;
import io.github.multiprocessing4j.failure.WorkerDiedException;
import io.github.multiprocessing4j.os.LackOfMemory;
import io.github.multiprocessing4j.os.LibraryLog;
import io.github.multiprocessing4j.recording.Recording;
import io.github.multiprocessing4j.recording.WorkerEnded;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** The end of a worker, what it means for the chunks that it had, and who is to be told. Used by one thread. */
abstract sealed class Death {
    private static final int MOST_TRIES = 1000;

    private final List<Runnable> reports = new ArrayList<>();

    /** Decides on each chunk that the worker had. Called with the dispatcher's lock held. */
    abstract void sortOut(Seat seat, ChunkQueue queue);

    /** The n-th in a row that ended before it was ready. */
    abstract void strike(int n);

    /** Whether the pool has not brought it about. Asked before {@link #sortOut}. */
    abstract boolean isUnexpected(Seat seat);

    /** What all callers are told if the pool fails with the first one. */
    abstract MultiprocessingException asEndOfAll();

    /** What callers are told when nobody can be brought up to work. */
    abstract MultiprocessingException noWorkers();

    /** Nobody will run these. */
    void failAll(List<EncodedChunk> chunks) {
        Outcome outcome = new Outcome.NotRun(noWorkers());
        for (EncodedChunk chunk : chunks) {
            fail(chunk, outcome);
        }
    }

    void fail(EncodedChunk chunk, Outcome outcome) {
        reports.add(() -> chunk.report(outcome)); // first, since it may take memory that there is not
        chunk.leave();
    }

    /** Called without the lock. */
    abstract void record(boolean unexpected);

    /** Tells who waits for the chunks that were lost. Called without the lock. */
    void report() {
        while (!reports.isEmpty()) {
            tell(reports.getFirst());
            reports.removeFirst();
        }
    }

    /** Again and again, as that may take memory that others have to free first. */
    private static void tell(Runnable report) {
        for (int i = 1; i < MOST_TRIES; i++) {
            try {
                report.run();
                return;
            } catch (OutOfMemoryError e) {
                LockSupport.parkNanos(LackOfMemory.PAUSE_NANOS);
            }
        }
        report.run();
    }

    /** A process could not even be started. */
    static final class Stillbirth extends Death {
        private final RuntimeException reason;

        Stillbirth(RuntimeException reason) {
            this.reason = reason;
        }

        @Override
        void sortOut(Seat seat, ChunkQueue queue) {
            // It never had any.
        }

        @Override
        boolean isUnexpected(Seat seat) {
            return true;
        }

        @Override
        void record(boolean unexpected) {
            // There was nobody who could end.
        }

        @Override
        MultiprocessingException asEndOfAll() {
            return noWorkers();
        }

        @Override
        void strike(int n) {
            LibraryLog.attempt(logger ->
                    logger.log(Level.WARNING, "a worker could not be started ({0} in a row): {1}", n, reason));
        }

        @Override
        MultiprocessingException noWorkers() {
            return new ProcessStartException("no worker could be started: " + reason.getMessage(), reason);
        }
    }

    /** The operating system has declared a process dead. */
    static final class OfProcess extends Death {
        /** So many workers may end as they receive a chunk, before they begin it, until the chunk is blamed. */
        private static final int LARGEST_LOSS = 3;

        private final Worker worker;

        private final ExitStatus status;

        private final @Nullable Throwable reason;

        OfProcess(Worker worker, ExitStatus status, @Nullable Throwable reason) {
            this.worker = worker;
            this.status = status;
            this.reason = reason;
        }

        @Override
        void sortOut(Seat seat, ChunkQueue queue) {
            boolean idle = seat.isIdle();
            int runAgain = 0;
            List<Assignment> newestFirst = seat.newestFirst();
            boolean begunNone = newestFirst.stream().noneMatch(Assignment::hasBegun);
            for (int i = 0; i < newestFirst.size(); i++) {
                Assignment each = newestFirst.get(i);
                boolean nextInTurn = begunNone && i == newestFirst.size() - 1;
                seat.remove(each);
                if (each.hasBegun() ? isGivenUp(each) : nextInTurn && isToBlame(each.chunk())) {
                    Outcome outcome = outcome(each);
                    each.record(outcome, Effort.UNKNOWN);
                    fail(each.chunk(), outcome);
                } else {
                    runAgain += each.hasBegun() ? 1 : 0;
                    queue.addFirst(each.chunk());
                }
            }
            log(idle, runAgain);
        }

        /** A death that no caller is told of is worth a warning. */
        private void log(boolean idle, int runAgain) {
            LibraryLog.attempt(logger -> logger.log(
                    idle || runAgain > 0 ? Level.WARNING : Level.DEBUG,
                    "{0} {1}{2}",
                    worker,
                    status,
                    runAgain > 0 ? " and what it had begun is run again" : ""));
        }

        /** What was begun is lost, unless it may be run once more. What took too long would do so again. */
        private static boolean isGivenUp(Assignment assignment) {
            EncodedChunk chunk = assignment.chunk();
            if (assignment.killedFor() != null || chunk.retriesLeft == 0) {
                return true;
            }
            chunk.retriesLeft--;
            chunk.attempt++;
            return false;
        }

        /** A message can be too large for a worker's memory, which then ends before it can claim the chunk. */
        private static boolean isToBlame(EncodedChunk chunk) {
            return ++chunk.losses >= LARGEST_LOSS;
        }

        private Outcome outcome(Assignment assignment) {
            Overrun overrun = assignment.killedFor();
            if (overrun != null && overrun.kind() == Overrun.Kind.CANCELLED) {
                return new Outcome.Interrupted(worker.id());
            } else if (overrun != null) {
                return timedOut(assignment, overrun);
            }
            int item = assignment.hasBegun() ? worker.claims().item() : Outcome.WorkerDied.DECODING;
            return new Outcome.WorkerDied(worker.id(), status, item, worker.crashReport(), reason);
        }

        @Override
        boolean isUnexpected(Seat seat) {
            return seat.newestFirst().stream().allMatch(each -> each.killedFor() == null);
        }

        @Override
        void record(boolean unexpected) {
            if (Recording.isOn()) {
                WorkerEnded.now(worker.id().name(), worker.id().pid(), status.toString(), unexpected);
            }
        }

        @Override
        MultiprocessingException asEndOfAll() {
            String message =
                    worker + " " + status + because() + ", and the pool is one that fails fast: all its calls fail";
            return new WorkerDiedException(message, worker.id().pid(), status, reason);
        }

        private Outcome timedOut(Assignment assignment, Overrun overrun) {
            Patience patience = assignment.patience();
            String dump = patience == null ? "" : patience.answer();
            return new Outcome.TimedOut(
                    List.of(), worker.id(), overrun.item(), overrun.deed(), overrun.limit(), dump, reason);
        }

        @Override
        void strike(int n) {
            LibraryLog.attempt(logger -> logger.log(
                    Level.WARNING, "{0} {1} before it was ready ({2} in a row){3}", worker, status, n, because()));
        }

        @Override
        MultiprocessingException noWorkers() {
            String why = reason == null ? "; what its JVM had to say is on its standard error" : because();
            String message = "no worker could be brought up: " + Crew.STRIKES
                    + " in a row ended before they were ready, the last one, " + worker + ", " + status + why;
            return new WorkerDiedException(message, worker.id().pid(), status, reason);
        }

        private String because() {
            return switch (reason) {
                case null -> "";
                case NotTakenIn here -> ", because " + here.getMessage();
                default -> ", because its initializer threw " + ThrownText.of(reason);
            };
        }
    }
}
