package io.github.multiprocessing4j.pool;

import io.github.multiprocessing4j.failure.ProcessStartException;
import io.github.multiprocessing4j.os.LackOfMemory;
import io.github.multiprocessing4j.os.LibraryLog;
import io.github.multiprocessing4j.pool.PoolBackend.Load;
import io.github.multiprocessing4j.pool.PoolStats.WorkerStats;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/*
 * A worker that ends before it was ready is a strike: its initializer throws, say, or a JVM option is wrong, and the next one
 * would fare no better. After three in a row, and nobody there who works or is still coming up, what is queued fails, and
 * nobody is started until there is new work. A worker that gets ready wipes the strikes out.
 *
 * Who gets ready when as many are at work as may be stands by, and takes the place of the next one that leaves. A new one is started in
 * its stead, so that the next death, too, costs nobody the time that a JVM takes to come up. Not at once, though: to come up takes most of a processor for
 * half a second, and the moment after a death is when those who work have most to catch up on.
 */
/** The pool's workers: how many there are to be, and who takes the place of one that ended. Guarded by the dispatcher's lock. */
final class Crew {
    /** Made ahead: in want of descriptors nobody could look into jars for it. */
    private static final System.Logger LOG = LibraryLog.logger();

    static final int STRIKES = 3;

    /** For how long after somebody has left no other spare is started. */
    private static final long SPARE_DELAY_NANOS = TimeUnit.MILLISECONDS.toNanos(250);

    private final Dispatcher dispatcher;

    private final WorkerLauncher launcher;

    private final WorkerSettings settings;

    private Staffing staffing;

    /** Everybody whose process has not ended. */
    private final List<Seat> seats = new ArrayList<>();

    private int strikes;

    private boolean dismissed;

    /** When somebody left for whom a spare may have stepped in; nothing once another one was started. */
    private OptionalLong left = OptionalLong.empty();

    Crew(Dispatcher dispatcher, Staffing staffing, WorkerLauncher launcher, WorkerSettings settings) {
        this.dispatcher = dispatcher;
        this.staffing = staffing;
        this.launcher = launcher;
        this.settings = settings;
    }

    List<Seat> seats() {
        return seats;
    }

    Staffing staffing() {
        return staffing;
    }

    /** From now on there are to be more or fewer. */
    void resize(Staffing changed) {
        staffing = changed;
    }

    /** Makes seats for the workers that are missing. */
    List<Seat> vacancies(int queued) {
        List<Seat> vacant = new ArrayList<>();
        for (Seat seat = vacancy(queued); seat != null; seat = vacancy(queued)) {
            vacant.add(seat);
        }
        return vacant;
    }

    /** Makes a seat if a worker is missing. */
    private @Nullable Seat vacancy(int queued) {
        if (dismissed || strikes >= STRIKES || count() >= wanted(queued)) {
            return null;
        }
        Seat seat = new Seat(freeIndex(), staffing.maxTasks());
        seats.add(seat);
        return seat;
    }

    private int wanted(int queued) {
        int assigned = 0;
        for (Seat seat : seats) {
            assigned += seat.counts() ? seat.assigned() : 0;
        }
        return staffing.wanted(queued + assigned) + (left.isEmpty() ? staffing.spares() : 0);
    }

    /** Starts the spare that was put off if it is time for it. {@return after how many nanoseconds it is} */
    long startSpareIfDue(long now, int queued) {
        if (left.isEmpty()) {
            return Limits.FOREVER;
        }
        long due = left.getAsLong() + SPARE_DELAY_NANOS - now;
        if (due > 0) {
            return due;
        }
        left = OptionalLong.empty();
        fillVacancies(queued);
        return Limits.FOREVER;
    }

    private int count() {
        int count = 0; // asked for every chunk
        for (Seat seat : seats) {
            count += seat.counts() ? 1 : 0;
        }
        return count;
    }

    private int freeIndex() {
        var taken = new BitSet(seats.size());
        for (Seat seat : seats) {
            taken.set(seat.index);
        }
        return taken.nextClearBit(0);
    }

    /** Who stands by takes the place of who has left, and others are started. */
    void fillVacancies(int queued) {
        for (Seat seat : seats) {
            if (seat.state == Seat.State.STANDBY && mayWork()) {
                seat.state = Seat.State.READY;
            }
        }
        for (Seat seat = vacancy(queued); seat != null; seat = vacancy(queued)) {
            try {
                Seat vacant = seat;
                HelperThreads.all().execute(() -> launchOrReport(vacant));
            } catch (OutOfMemoryError e) {
                // No thread is to be had for it. New work is worth another try.
                seats.remove(seat);
                strikes = STRIKES;
            }
        }
    }

    private boolean mayWork() {
        return seats.stream().filter(seat -> seat.state == Seat.State.READY).count() < staffing.most();
    }

    /** There is new work: worth another try. */
    void tryAgain(int queued) {
        if (strikes >= STRIKES) {
            strikes = 0;
        }
        fillVacancies(queued);
    }

    void ready(Seat seat, int queued) {
        seat.state = mayWork() ? Seat.State.READY : Seat.State.STANDBY;
        seat.isReady();
        LOG.log(Level.DEBUG, "{0} is ready to work as number {1}", seat.worker(), seat.index);
        strikes = 0;
        fillVacancies(queued);
    }

    /** {@return after how many nanoseconds to {@linkplain #startSpareIfDue start} a spare} */
    long leaves(Seat seat, Death death) {
        boolean wasThere = seats.remove(seat); // or this is done again, which there was no memory for
        if (seat.wasReady && staffing.spares() > 0 && !dismissed) {
            left = OptionalLong.of(System.nanoTime());
        }
        if (seat.wasReady) {
            strikes = 0;
        } else if (wasThere && !dismissed && seat.counts()) {
            strikes++;
            death.strike(strikes);
        }
        return left.isPresent() ? SPARE_DELAY_NANOS : Limits.FOREVER;
    }

    /** Whether nobody works or may soon, and there is no point in starting anybody. */
    boolean givesUp() {
        return strikes >= STRIKES && seats.stream().noneMatch(Seat::counts);
    }

    /** {@return one of whom there are too many} The first to go is who would be missed least. */
    Optional<Seat> surplus() {
        return count() <= staffing.most() + staffing.spares()
                ? Optional.empty()
                : seats.stream()
                        .filter(Seat::counts)
                        .min(Comparator.comparingInt((Seat seat) -> seat.state == Seat.State.READY ? 1 : 0)
                                .thenComparingInt(Seat::assigned));
    }

    /** {@return who has had nothing to do for too long} */
    Optional<Seat> idler(long now) {
        return count() <= staffing.fewest() + staffing.spares()
                ? Optional.empty()
                : seats.stream()
                        .filter(seat -> seat.isIdle() && seat.idleNanos(now) >= staffing.maxIdle())
                        .findFirst();
    }

    /** {@return after how many nanoseconds there may be another one} */
    long nextIdler(long now) {
        if (staffing.maxIdle() == Staffing.UNLIMITED || count() <= staffing.fewest() + staffing.spares()) {
            return Limits.FOREVER;
        }
        return seats.stream()
                .filter(Seat::isIdle)
                .mapToLong(seat -> staffing.maxIdle() - seat.idleNanos(now))
                .min()
                .orElse(Limits.FOREVER);
    }

    void dismiss(Consumer<Worker> how) {
        dismissed = true;
        for (Seat seat : seats) {
            seat.state = Seat.State.LEAVING;
            seat.ifTaken(how);
        }
    }

    /** Takes from everybody what he has. */
    List<EncodedChunk> abandonAll() {
        List<EncodedChunk> chunks = new ArrayList<>();
        for (Seat seat : seats) {
            for (Assignment assignment : seat.newestFirst()) {
                seat.remove(assignment);
                chunks.add(assignment.chunk());
            }
        }
        return chunks;
    }

    Load load(int queued) {
        int ready = 0;
        int starting = 0;
        int assigned = 0;
        for (Seat seat : seats) {
            ready += seat.state == Seat.State.READY || seat.state == Seat.State.STANDBY ? 1 : 0;
            starting += seat.state == Seat.State.STARTING ? 1 : 0;
            assigned += seat.assigned();
        }
        return new Load(starting, ready, assigned, queued);
    }

    List<WorkerStats> stats() {
        return seats.stream()
                .filter(seat -> !seat.isVacant())
                .sorted(Comparator.comparingInt(seat -> seat.index))
                .map(seat -> new WorkerStats(seat.index, seat.worker().id(), seat.tally.usage()))
                .toList();
    }

    // -- without the lock
    // ----------------------------------------------------------------------------------------------

    /** The pool would wait for ever for a seat that stays vacant: what there is no memory for is tried again until it is done. */
    private void launchOrReport(Seat seat) {
        Throwable failure;
        try {
            launch(seat);
            return;
        } catch (Throwable t) { // an Error leaves nobody behind who would come up either
            failure = t;
        }
        while (true) {
            try {
                dispatcher.notStarted(seat, reason(failure));
                return;
            } catch (OutOfMemoryError e) {
                LockSupport.parkNanos(LackOfMemory.PAUSE_NANOS);
            }
        }
    }

    private static RuntimeException reason(Throwable failure) {
        return failure instanceof RuntimeException known
                ? known
                : new ProcessStartException("a worker can't be started: " + failure, failure);
    }

    /** Starts a process and the thread that follows it. */
    void launch(Seat seat) {
        Worker worker;
        try {
            worker = Worker.launch(dispatcher, seat, staffing, launcher, settings);
        } catch (IOException e) {
            throw new ProcessStartException("a worker can't be started: " + e, e);
        } catch (OutOfMemoryError e) {
            throw new ProcessStartException("a worker can't be started: this process has no thread or memory left", e);
        }
        dispatcher.arrives(seat, worker);
        try {
            Thread.ofPlatform().daemon().name("mp4j-pool-receiver of " + worker).start(worker);
        } catch (OutOfMemoryError e) {
            // No thread is to be had to follow it: it is ended, and what that means is seen to here.
            worker.terminate();
            worker.run();
        }
    }
}
