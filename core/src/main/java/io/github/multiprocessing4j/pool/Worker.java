package io.github.multiprocessing4j.pool;

import io.github.multiprocessing4j.failure.ExitStatus;
import io.github.multiprocessing4j.os.JvmShutdown;
import io.github.multiprocessing4j.os.LackOfMemory;
import io.github.multiprocessing4j.os.LibraryLog;
import io.github.multiprocessing4j.region.Spin;
import io.github.multiprocessing4j.wire.Channel;
import io.github.multiprocessing4j.wire.Rendezvous;
import io.github.multiprocessing4j.wire.SharedChannel;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/*
 * A worker has a receiver, the thread that follows its life from the first message to the operating system's word of its
 * death, and an outbox with a thread for what does not fit into the channel at once, so that a pool's callers, who may be interrupted,
 * never wait in it, and so that a worker that sends a large result while a large chunk is sent to it does not wait for us for ever.
 *
 * The end of the channel is not the end of the process, nor the other way round: a program that the worker has left behind can
 * keep the channel open. After the death the receiver takes in what is there; if then nothing comes for a moment, the
 * channel is closed under it.
 */
/** A worker process from the pool's side. */
final class Worker implements Runnable {
    /** How long a JVM may take to come up on a machine that has other things to do. */
    private static final Duration START_LIMIT = Duration.ofMinutes(2);

    private static final long USUAL_END_SECONDS = 5;

    /** How long a process may take to end when its channel has ended: its shutdown hooks run meanwhile. */
    private static final Duration END_LIMIT =
            Duration.ofSeconds(Long.getLong("multiprocessing4j.workerEndSeconds", USUAL_END_SECONDS));

    /** Bytes of a dead process are in this process's socket already; they only have to be read. */
    private static final long SILENCE_MILLIS = 100;

    /** Longer than a JVM takes to end whose children have ended. */
    private static final long QUIET_NANOS = 1_000_000_000;

    private static final ExitStatus UNKNOWN = new ExitStatus.Unknown();

    private final Dispatcher dispatcher;

    private final WorkerProcess process;

    private final CompletableFuture<ExitStatus> exit;

    private final Rendezvous rendezvous;

    private final ClaimPage claims;

    private final Outbox outbox = new Outbox(this);

    private final Wear wear;

    private volatile @Nullable Channel channel;

    private volatile @Nullable Inbox inbox;

    /** How many messages have come. */
    private final AtomicLong received = new AtomicLong();

    private volatile boolean receiverDone;

    /** Why it is no use to anybody: it has said so, or is {@link NotTakenIn}. */
    private volatile @Nullable Throwable unusable;

    /** Whether the dispatcher knows of its death. Used by the receiver. */
    private boolean told;

    /** The dispatcher's notes on it. */
    private final Seat seat;

    /** Of which every recorded task has a copy. */
    private final String name;

    private Worker(
            Dispatcher dispatcher,
            Seat seat,
            WorkerProcess process,
            Rendezvous rendezvous,
            ClaimPage claims,
            Staffing staffing) {
        this.dispatcher = dispatcher;
        this.seat = seat;
        this.process = process;
        this.name = process.id().toString();
        this.exit = process.onExit();
        this.rendezvous = rendezvous;
        this.claims = claims;
        this.wear = new Wear(process.id().pid(), staffing);
    }

    /** Starts a process; its receiver is not started yet. */
    static Worker launch(
            Dispatcher dispatcher, Seat seat, Staffing staffing, WorkerLauncher launcher, WorkerSettings settings)
            throws IOException {
        Rendezvous rendezvous = Rendezvous.open();
        ClaimPage claims = null;
        try {
            claims = ClaimPage.create();
            WorkerProcess process = launcher.launch(new WorkerMain(
                    rendezvous.invitation(),
                    claims.path().toString(),
                    settings.initializer(),
                    seat.tasksLeft,
                    seat.index));
            return new Worker(dispatcher, seat, process, rendezvous, claims, staffing);
        } catch (Throwable t) {
            rendezvous.close();
            if (claims != null) {
                claims.close();
            }
            throw t;
        }
    }

    Seat seat() {
        return seat;
    }

    WorkerId id() {
        return process.id();
    }

    ClaimPage claims() {
        return claims;
    }

    /** Whether it is to be replaced. Asked by its receiver when it has run a chunk. */
    boolean isWorn() {
        return wear.isTooMuch();
    }

    Outbox outbox() {
        return outbox;
    }

    // -- asked for by the dispatcher, perhaps with its lock held
    // ---------------------------------------------------------

    /** Lets it end, which has nothing to do. One that is still coming up has not begun anything that could be cut off. */
    void end() {
        if (channel == null) {
            process.kill();
        } else {
            closeChannel();
        }
        killIfItLingers();
    }

    void terminate() {
        if (channel == null) {
            process.kill();
        } else {
            process.terminate();
            killIfItLingers();
        }
    }

    void kill() {
        process.kill();
        if (channel != null) {
            killIfItLingers();
        }
    }

    /** Soon, in another thread: it takes a while to find out what it has started. */
    void killTree() {
        try {
            HelperThreads.all().execute(process::killTree);
        } catch (OutOfMemoryError e) {
            process.kill();
        }
    }

    // -- the receiver
    // --------------------------------------------------------------------------------------------------

    /** Chunks are waited for that nobody else would tell of: what there is no memory for is tried again until it is done. */
    @Override
    public void run() {
        receive();
        while (true) {
            try {
                finish();
                return;
            } catch (OutOfMemoryError e) {
                LockSupport.parkNanos(LackOfMemory.PAUSE_NANOS);
            }
        }
    }

    private void receive() {
        try {
            var _ = exit.thenRun(this::onExit);
            receiveUntilItEnds();
        } catch (Throwable t) {
            canNotGoOn(t);
        } finally {
            receiverDone = true;
        }
    }

    private void receiveUntilItEnds() {
        try {
            receiveAll();
        } catch (IOException e) {
            LibraryLog.logger().log(Level.DEBUG, "the channel to " + id() + " ended", e);
        }
    }

    /** May be done again, if it could not be done to its end. */
    private void finish() {
        rendezvous.close();
        ExitStatus status = awaitDeath();
        keepQuietIfAllEnds();
        try {
            outbox.close();
            closeChannel();
        } finally {
            tellOfDeath(status);
        }
        release();
    }

    private void tellOfDeath(ExitStatus status) {
        if (!told) {
            dispatcher.died(this, status, unusable);
            told = true;
        }
    }

    /** A message can't be dealt with, for lack of memory perhaps: its worker must not wait for an answer. */
    void canNotGoOn(Throwable reason) {
        while (true) {
            try {
                unusable = new NotTakenIn(this, reason);
                process.kill();
                LibraryLog.attempt(logger -> logger.log(Level.ERROR, "no way to go on with " + id(), reason));
                return;
            } catch (OutOfMemoryError e) {
                LockSupport.parkNanos(LackOfMemory.PAUSE_NANOS);
            } catch (RuntimeException e) {
                reason.addSuppressed(e);
                return; // its end is waited for, and it is killed again when that takes too long
            }
        }
    }

    /** Who waits for results would print a stack trace in the last moment before this JVM is gone; but a shutdown hook may wait for one. */
    private static void keepQuietIfAllEnds() {
        long start = System.nanoTime();
        while (JvmShutdown.isUnderWay() && System.nanoTime() - start < QUIET_NANOS) {
            LockSupport.parkNanos(QUIET_NANOS);
        }
    }

    private void release() {
        try {
            claims.close();
        } catch (IOException e) {
            LibraryLog.logger().log(Level.WARNING, "what " + id() + " leaves behind can't be removed", e);
        }
    }

    private void receiveAll() throws IOException {
        Channel open = SharedChannel.lead(rendezvous.await(START_LIMIT));
        rendezvous.close();
        channel = open;
        Inbox inbox = Inbox.of(this, open);
        this.inbox = inbox;
        inbox.receiveAll();
    }

    /** A message has come from it. */
    void hasSpoken() {
        received.incrementAndGet();
    }

    /** {@return whether something became true soon} Whoever waits for that, and for nothing but what this worker is to report, does the receiver's work meanwhile. */
    boolean assist(Spin spin, BooleanSupplier done) {
        Inbox open = inbox;
        return open == null ? spin.until(done) : open.assist(spin, done);
    }

    /** The first message: it is ready to work. */
    void isReady() throws IOException {
        claims.unlink();
        Channel open = channel;
        if (open != null) {
            outbox.start(open);
        }
        dispatcher.ready(this);
    }

    /** The first message: it is not, and ends. */
    void isUnusable(Throwable reason) {
        unusable = reason;
    }

    Dispatcher dispatcher() {
        return dispatcher;
    }

    String crashReport() {
        return process.crashReport().orElse("");
    }

    /** Whatever fails, the pool goes on only when the process is dead: it must not run what another one is given. */
    private ExitStatus awaitDeath() {
        ExitStatus status = null;
        while (status == null) {
            status = lookForDeath();
        }
        return status;
    }

    private @Nullable ExitStatus lookForDeath() {
        try {
            return exit.get(END_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            LibraryLog.logger()
                    .log(
                            Level.WARNING,
                            "{0} did not end within {1} of its channel''s end and is killed",
                            id(),
                            END_LIMIT);
            process.kill();
        } catch (InterruptedException e) {
            // Nobody has a reason to interrupt this thread but a value's readObject, and that is over.
            LibraryLog.logger().log(Level.DEBUG, "interrupted while waiting for the end of " + id(), e);
        } catch (ExecutionException e) {
            LibraryLog.logger().log(Level.WARNING, "how " + id() + " ended can't be told", e);
            return UNKNOWN;
        }
        return null;
    }

    // -- after the death
    // -----------------------------------------------------------------------------------------------

    private void onExit() {
        rendezvous.close();
        if (channel instanceof SharedChannel shared) {
            shared.lookForDeath(); // only the dead could have written more
        }
        closeWhenSilent(received.get());
    }

    private void closeWhenSilent(long before) {
        later(SILENCE_MILLIS).execute(() -> {
            if (!receiverDone) {
                long now = received.get();
                if (now == before) {
                    closeChannel();
                } else {
                    closeWhenSilent(now);
                }
            }
        });
    }

    /** Gives it time to end by itself. */
    void killIfItLingers() {
        later(END_LIMIT.toMillis()).execute(() -> {
            if (!exit.isDone()) {
                LibraryLog.logger().log(Level.WARNING, "{0} did not end within {1} and is killed", id(), END_LIMIT);
                process.kill();
            }
        });
    }

    private static Executor later(long millis) {
        return CompletableFuture.delayedExecutor(millis, TimeUnit.MILLISECONDS, Runnable::run);
    }

    private void closeChannel() {
        Channel open = channel;
        if (open != null) {
            open.close();
        }
    }

    @Override
    public String toString() {
        return name;
    }
}
