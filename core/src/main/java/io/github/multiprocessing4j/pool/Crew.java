package io.github.multiprocessing4j.pool;

import io.github.multiprocessing4j.failure.ProcessStartException;
import io.github.multiprocessing4j.pool.PoolBackend.Load;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/*
 * A worker that ends before it was ready is a strike: its initializer throws, say, or a JVM option is wrong, and the next one
 * would fare no better. After three in a row, and nobody there who works or is still coming up, what is queued fails, and
 * nobody is started until there is new work. A worker that gets ready wipes the strikes out.
 */
/** The pool's workers: how many there are to be, and who takes the place of one that ended. Guarded by the dispatcher's lock. */
final class Crew {
    static final int STRIKES = 3;

    private final Dispatcher dispatcher;

    private final int size;

    private final WorkerLauncher launcher;

    private final WorkerSettings settings;

    /** Everybody whose process has not ended. */
    private final List<Seat> seats = new ArrayList<>();

    private int strikes;

    private boolean dismissed;

    Crew(Dispatcher dispatcher, int size, WorkerLauncher launcher, WorkerSettings settings) {
        this.dispatcher = dispatcher;
        this.size = size;
        this.launcher = launcher;
        this.settings = settings;
    }

    List<Seat> seats() {
        return seats;
    }

    /** Makes seats for the workers that are missing. */
    List<Seat> vacancies() {
        List<Seat> vacant = new ArrayList<>();
        long there = seats.stream().filter(Seat::counts).count();
        for (long i = there; i < size && !dismissed && strikes < STRIKES; i++) {
            vacant.add(new Seat(settings.maxTasks()));
        }
        seats.addAll(vacant);
        return vacant;
    }

    private void fillVacancies() {
        for (Seat seat : vacancies()) {
            try {
                HelperThreads.all().execute(() -> launchOrReport(seat));
            } catch (OutOfMemoryError e) {
                // No thread is to be had for it. New work is worth another try.
                seats.remove(seat);
                strikes = STRIKES;
            }
        }
    }

    /** There is new work: worth another try. */
    void tryAgain() {
        if (strikes >= STRIKES) {
            strikes = 0;
        }
        fillVacancies();
    }

    void ready(Seat seat) {
        seat.state = Seat.State.READY;
        seat.wasReady = true;
        strikes = 0;
        fillVacancies();
    }

    void replaceIfSpent(Seat seat) {
        if (seat.hasRunItsShare()) {
            seat.state = Seat.State.LEAVING;
            fillVacancies();
        }
    }

    void leaves(Seat seat, Death death) {
        seats.remove(seat);
        if (seat.wasReady) {
            strikes = 0;
        } else if (!dismissed) {
            strikes++;
            death.strike(strikes);
        }
        fillVacancies();
    }

    /** Whether nobody works or may soon, and there is no point in starting anybody. */
    boolean givesUp() {
        return strikes >= STRIKES && seats.stream().noneMatch(Seat::counts);
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
            ready += seat.state == Seat.State.READY ? 1 : 0;
            starting += seat.state == Seat.State.STARTING ? 1 : 0;
            assigned += seat.assigned();
        }
        return new Load(starting, ready, assigned, queued);
    }

    // -- without the lock
    // ----------------------------------------------------------------------------------------------

    private void launchOrReport(Seat seat) {
        try {
            launch(seat);
        } catch (RuntimeException e) {
            dispatcher.notStarted(seat, e);
        } catch (Throwable t) { // an Error leaves nobody behind who would come up either
            dispatcher.notStarted(seat, new ProcessStartException("a worker can't be started: " + t, t));
        }
    }

    /** Starts a process and the thread that follows it. */
    void launch(Seat seat) {
        Worker worker;
        try {
            worker = Worker.launch(dispatcher, seat, launcher, settings);
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
