package io.github.multiprocessing4j.process;

import io.github.multiprocessing4j.failure.ExitStatus;
import io.github.multiprocessing4j.os.Signals;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * What a {@link ChildProcess} is to the running process, and so what can be done with it. Whatever a kind does not override
 * is forbidden there, with its own reason.
 */
sealed interface Relation {
    /** {@return why nothing can be done with such a process, to follow its name} */
    String objection();

    /** {@return what to say of it in a {@code toString}, beginning with a comma} */
    String describe();

    private IllegalStateException refusal(ChildProcess process) {
        return new IllegalStateException(process.name() + " " + objection());
    }

    /** Starts the process, which then may still have to {@link #begin}. {@return what it is from now on} */
    default Relation started(ChildProcess process) {
        throw refusal(process);
    }

    /** This is now known to be what the process is, also to itself. */
    default void begin() {}

    default void requireDaemonNotFixed(ChildProcess process) {
        throw new IllegalStateException(process.name() + ": whether it is a daemon can be said only before its start");
    }

    default long pid(ChildProcess process) {
        throw refusal(process);
    }

    default long pidOrZero() {
        return 0;
    }

    default boolean isAlive(ChildProcess process) {
        throw refusal(process);
    }

    default CompletableFuture<ExitStatus> exit(ChildProcess process) {
        throw refusal(process);
    }

    /** {@return what is done when the process has ended} */
    default CompletableFuture<?> end(ChildProcess process) {
        return exit(process);
    }

    /** {@return whether the process is, or will be, a thread of this one} */
    default boolean isThread() {
        return false;
    }

    default Optional<ExitStatus> exitStatus(ChildProcess process) {
        return Optional.empty();
    }

    default Optional<String> crashReport(ChildProcess process) {
        return Optional.empty();
    }

    default void signal(ChildProcess process, int signal) {
        throw refusal(process);
    }

    default Relation closed(ChildProcess process) {
        return new Closed();
    }

    /** {@return whether the process has ended within the given time} */
    default boolean join(ChildProcess process, Duration timeout) throws InterruptedException {
        try {
            end(process).get(TimeUnit.NANOSECONDS.convert(timeout), TimeUnit.NANOSECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException e) {
            throw new AssertionError("an end is always told", e);
        }
    }

    /** Created here and not started. */
    record Unstarted(Start start) implements Relation {
        @Override
        public String objection() {
            return "has not been started";
        }

        @Override
        public String describe() {
            return ", not started";
        }

        @Override
        public Relation started(ChildProcess process) {
            return start.start(process);
        }

        @Override
        public boolean isThread() {
            return start instanceof Start.AsThread;
        }

        @Override
        public void requireDaemonNotFixed(ChildProcess process) {}

        @Override
        public boolean isAlive(ChildProcess process) {
            return false;
        }
    }

    /** Started by the running process. */
    record Child(ChildProcess process, LiveChild live) implements Relation {
        @Override
        public String objection() {
            return "has already been started; a process can be started only once";
        }

        @Override
        public String describe() {
            return ", pid " + live.pid() + ", "
                    + exitStatus(process).map(ExitStatus::toString).orElse("running");
        }

        @Override
        public long pid(ChildProcess process) {
            return live.pid();
        }

        @Override
        public long pidOrZero() {
            return live.pid();
        }

        @Override
        public boolean isAlive(ChildProcess process) {
            return !live.exit().isDone();
        }

        @Override
        public CompletableFuture<ExitStatus> exit(ChildProcess process) {
            return live.exit();
        }

        @Override
        public Optional<ExitStatus> exitStatus(ChildProcess process) {
            return Optional.ofNullable(live.exit().getNow(null));
        }

        @Override
        public Optional<String> crashReport(ChildProcess process) {
            return live.crashReport();
        }

        @Override
        public void signal(ChildProcess process, int signal) {
            live.signal(signal);
        }

        @Override
        public Relation closed(ChildProcess process) {
            if (!live.exit().isDone()) {
                throw new IllegalStateException(
                        process + " can't be closed while it runs; join it first, or terminate it and then join it");
            }
            return new Closed();
        }
    }

    /** A thread of the running process, started by whichever of its threads. */
    record OfThread(ThreadChild live) implements Relation {
        @Override
        public String objection() {
            return "has already been started; a process can be started only once";
        }

        @Override
        public void begin() {
            live.begin();
        }

        @Override
        public String describe() {
            return ", thread of pid " + pidOrZero() + ", "
                    + Optional.ofNullable(live.exit().getNow(null))
                            .map(ExitStatus::toString)
                            .orElse("running");
        }

        @Override
        public boolean isThread() {
            return true;
        }

        @Override
        public long pid(ChildProcess process) {
            return pidOrZero();
        }

        @Override
        public long pidOrZero() {
            return ProcessHandle.current().pid();
        }

        @Override
        public boolean isAlive(ChildProcess process) {
            return !live.exit().isDone();
        }

        @Override
        public CompletableFuture<ExitStatus> exit(ChildProcess process) {
            return live.exit();
        }

        @Override
        public Optional<ExitStatus> exitStatus(ChildProcess process) {
            return Optional.ofNullable(live.exit().getNow(null));
        }

        @Override
        public boolean join(ChildProcess process, Duration timeout) throws InterruptedException {
            if (live.isCurrentThread()) {
                throw new IllegalStateException(process.name() + " is the current thread, which can't wait for itself");
            }
            return Relation.super.join(process, timeout);
        }

        @Override
        public void signal(ChildProcess process, int signal) {
            if (signal != Signals.SIGINT) {
                throw new UnsupportedOperationException(process.name()
                        + " is a thread, which nobody can end from outside: interrupt() it and have its code heed"
                        + " that, or make it a process by Context.processes()");
            }
            live.interrupt();
        }

        @Override
        public Relation closed(ChildProcess process) {
            if (isAlive(process)) {
                throw new IllegalStateException(process + " can't be closed while it runs; join it first");
            }
            return new Closed();
        }
    }

    /** The running process. */
    record Self() implements Relation {
        @Override
        public String objection() {
            return "is the current process, and only its parent can do this";
        }

        @Override
        public String describe() {
            return ", pid " + pidOrZero() + ", current";
        }

        @Override
        public long pid(ChildProcess process) {
            return pidOrZero();
        }

        @Override
        public long pidOrZero() {
            return ProcessHandle.current().pid();
        }

        @Override
        public boolean isAlive(ChildProcess process) {
            return true;
        }
    }

    /**
     * The process that started the running one. That it is gone is all that shows of its end, and only for the moment that
     * this one outlives it.
     */
    record Parent(long parentPid) implements Relation {
        @Override
        public String objection() {
            return "is the parent of the current process, which can only wait for it";
        }

        @Override
        public String describe() {
            return ", pid " + parentPid + ", parent";
        }

        @Override
        public long pid(ChildProcess process) {
            return parentPid;
        }

        @Override
        public long pidOrZero() {
            return parentPid;
        }

        @Override
        public boolean isAlive(ChildProcess process) {
            return !ParentWatch.gone().isDone();
        }

        @Override
        public CompletableFuture<?> end(ChildProcess process) {
            return ParentWatch.gone();
        }
    }

    /** A copy that has come from another process. */
    record Elsewhere(long originalPid) implements Relation {
        @Override
        public String objection() {
            return "belongs to another process: only the process that created it can start, join or end it";
        }

        @Override
        public String describe() {
            return (originalPid == 0 ? "" : ", pid " + originalPid) + ", of another process";
        }

        @Override
        public long pid(ChildProcess process) {
            if (originalPid == 0) {
                throw new IllegalStateException(process.name() + " had not been started when this copy was made");
            }
            return originalPid;
        }

        @Override
        public long pidOrZero() {
            return originalPid;
        }
    }

    /** Closed by the user. */
    record Closed() implements Relation {
        @Override
        public String objection() {
            return "is closed";
        }

        @Override
        public String describe() {
            return ", closed";
        }

        @Override
        public Optional<ExitStatus> exitStatus(ChildProcess process) {
            throw new IllegalStateException(process.name() + " is closed");
        }

        @Override
        public Optional<String> crashReport(ChildProcess process) {
            throw new IllegalStateException(process.name() + " is closed");
        }
    }
}
