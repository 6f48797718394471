package io.github.multiprocessing4j.process;

import io.github.multiprocessing4j.failure.ExitStatus;
import io.github.multiprocessing4j.failure.ProcessStartException;
import io.github.multiprocessing4j.launch.AotCache;
import io.github.multiprocessing4j.launch.CrashReport;
import io.github.multiprocessing4j.launch.LaunchedProcess;
import io.github.multiprocessing4j.launch.LaunchedProcess.Ending;
import io.github.multiprocessing4j.launch.OutputLines;
import io.github.multiprocessing4j.launch.Stdio;
import io.github.multiprocessing4j.logging.LogReceiver;
import io.github.multiprocessing4j.os.LackOfMemory;
import io.github.multiprocessing4j.os.LibraryLog;
import io.github.multiprocessing4j.os.Signals;
import io.github.multiprocessing4j.region.Carrier;
import io.github.multiprocessing4j.region.SessionDirectory;
import io.github.multiprocessing4j.region.Transit;
import io.github.multiprocessing4j.wire.Rendezvous;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/*
 * Two threads look after a child. The keeper waits for its end; it is no daemon unless the child is one, and so keeps this
 * JVM alive as long as the child. One of the stock has a keeper that is a daemon, and gets another thread that keeps this JVM alive when it becomes a
 * child that is none. The other one meets the child when it has come up, tells it what to run, and takes in
 * what it announces.
 *
 * That a child is dead is the kernel's word alone: its socket can stay open in a program that it has left behind, so after
 * a death the keeper waits for the socket's end only for a moment. What the dead one had announced is in the socket before
 * the kernel speaks.
 */
/** A started child, from its parent's side. */
final class LiveChild {
    /** Made ahead: in want of descriptors nobody could look into jars for it. */
    private static final System.Logger LOG = LibraryLog.logger();

    /** How long after the death the last words are waited for: they are there already and must only be read. */
    private static final long LAST_WORDS_MILLIS = 500;

    /** The same where they decide what an exit code means, and this process has no time for them at once since many end together. */
    private static final long DECISIVE_WORDS_MILLIS = 10_000;

    private static final int STACK_BYTES = 256 << 10;

    /** There may be no memory for another. */
    private static final ExitStatus UNKNOWN = new ExitStatus.Unknown();

    private volatile String name;

    /** The system properties that it knows of already. */
    private final @Nullable Map<String, String> properties;

    private final LaunchedProcess process;

    private final ControlLink control;

    /** What is to be done when it has got its name. */
    private Runnable renamed = () -> {};

    private final CompletableFuture<ExitStatus> exit = new CompletableFuture<>();

    private volatile @Nullable CrashReport crashReport;

    /** The signal that it was sent last; 0 if none was. */
    private volatile int asked;

    private final LogReceiver logs;

    /** Those that pass its output on. Complete when it was told what to run. */
    private final List<Thread> forwarders = new ArrayList<>();

    private LiveChild(
            String name, LaunchedProcess process, ControlLink control, @Nullable Map<String, String> properties) {
        this.name = name;
        this.properties = properties;
        this.process = process;
        this.control = control;
        this.logs = new LogReceiver(this, process.pid());
        control.whenItLogs(logs::wake);
        control.whenUnanswered(this::kill);
    }

    /** Starts a child by its start method. */
    static LiveChild start(ChildProcess process) {
        Transit transit = Transit.keeping();
        ByteBuffer message = StartMessage.encode(process, transit);
        try {
            return start(process, message, transit);
        } catch (IOException | UncheckedIOException e) {
            throw new ProcessStartException(process.name() + " can't be started: " + e.getMessage(), e);
        } catch (OutOfMemoryError e) {
            throw new ProcessStartException(
                    process.name() + " can't be started: this process has no thread or memory left", e);
        }
    }

    private static LiveChild start(ChildProcess process, ByteBuffer message, Transit transit) throws IOException {
        try {
            Recipe recipe = Recipe.of(process);
            LiveChild child = process.jvm().method() == StartMethod.FORKSERVER ? Stocks.take(recipe) : null;
            if (child == null) {
                child = launch(process.name(), recipe, process.isDaemon(), null, () -> {});
            } else {
                child.holdsOpen(process);
            }
            child.run(process, message, transit);
            return child;
        } catch (Throwable t) {
            transit.stay();
            throw t;
        }
    }

    /**
     * Starts a JVM, which is told what to run now or later.
     *
     * @param name what to call it until then
     * @param recipe how
     * @param daemon whether this JVM may end before it
     * @param properties the system properties for which it can make itself ready until it is told what to run, if that is not known yet
     * @param prepared to be told when it has
     */
    static LiveChild launch(
            String name, Recipe recipe, boolean daemon, @Nullable Map<String, String> properties, Runnable prepared)
            throws IOException {
        Rendezvous rendezvous = Rendezvous.open();
        try {
            ControlLink control =
                    new ControlLink(rendezvous, new ClassOffice(recipe.jvm().shipped()), prepared);
            if (properties != null) {
                control.prepare(StartMessage.preparation(recipe.jvm(), properties));
            }
            LiveChild child = new LiveChild(name, recipe.launch(name, rendezvous), control, properties);
            child.lookAfter(daemon, recipe.stdio() instanceof Stdio.Piped && properties == null);
            return child;
        } catch (Throwable t) {
            rendezvous.close();
            throw t;
        }
    }

    /** @param forwarding whether its name is known, by which its output is passed on; one that ends at once may have said why */
    private void lookAfter(boolean daemon, boolean forwarding) {
        Thread controller = null;
        try {
            if (forwarding) {
                forward();
            }
            controller = started("mp4j-control of " + this, true, this::converse);
            Thread talks = controller;
            Thread keeper = started("mp4j-keeper of " + this, daemon, () -> keep(talks));
            renamed = () -> {
                talks.setName("mp4j-control of " + this);
                keeper.setName("mp4j-keeper of " + this);
            };
        } catch (Throwable t) {
            // No more threads are to be had: there must be no child that nobody looks after.
            kill();
            keep(controller);
            throw t;
        }
    }

    private void converse() {
        try {
            control.run();
        } catch (RuntimeException | Error e) {
            giveUp(e);
        }
    }

    private void tell() {
        try {
            control.tell();
        } catch (RuntimeException | Error e) {
            giveUp(e);
        }
    }

    /** There is no memory to talk with it, perhaps: it must not wait for what nobody tells it any more. */
    private void giveUp(Throwable reason) {
        kill();
        tryToLog("go on talking to, and so have killed,", reason);
    }

    /** It was started ahead of need, by a thread that keeps nobody alive. */
    private void holdsOpen(ChildProcess of) {
        if (!of.isDaemon()) {
            try {
                var _ = started("mp4j-attachment to " + of.name(), false, exit::join);
            } catch (Throwable t) {
                kill();
                throw t;
            }
        }
    }

    /** Tells it what to run. */
    private void run(ChildProcess of, ByteBuffer message, Transit transit) {
        try {
            name = of.name();
            renamed.run();
            Map<String, String> wanted =
                    UserProperties.here(of.jvm().systemProperties(), of.jvm().method());
            ByteBuffer beginning = StartMessage.beginning(wanted.equals(properties) ? null : wanted);
            transit.carriedBy(() -> Carrier.ofProcess(pid()));
            if (of.output().stdio() instanceof Stdio.Piped) {
                forward();
            }
            control.order(new Order(beginning, message, () -> hasArrived(transit)));
            if (control.isMet()) {
                Tellers.all().execute(this::tell); // nobody interrupts those
            }
            transit.leave();
        } catch (Throwable t) {
            kill();
            throw t;
        }
    }

    /** It runs, or will never. */
    private static void hasArrived(Transit transit) {
        transit.settle();
        AotCache.buildMissing(); // not before, as that takes processors
    }

    /** Passes its output on, once. */
    private void forward() {
        synchronized (forwarders) {
            if (forwarders.isEmpty()) {
                forwarders.addAll(OutputLines.forward(process, name));
            }
        }
    }

    /** Ends one that nobody needs, or that can't be told what to run: for certain, as it would wait for that. */
    void kill() {
        while (true) {
            try {
                process.signal(Signals.SIGKILL);
                return;
            } catch (OutOfMemoryError e) {
                LockSupport.parkNanos(LackOfMemory.PAUSE_NANOS);
            }
        }
    }

    boolean isAlive() {
        return !exit.isDone();
    }

    /** {@return why it could not make itself ready to be told what to run} */
    @Nullable
    String complaint() {
        return control.announcements().complaint();
    }

    /** {@return whether it waits to be told what to run} */
    boolean isPrepared() {
        return control.announcements().isPrepared();
    }

    private void closeOutputs() {
        for (InputStream output : process.outputs()) {
            try {
                output.close();
            } catch (IOException e) {
                LOG.log(Level.DEBUG, "closing the output of " + this, e);
            }
        }
    }

    private static Thread started(String name, boolean daemon, Runnable task) {
        return Thread.ofPlatform()
                .daemon(daemon)
                .stackSize(STACK_BYTES)
                .name(name)
                .start(task);
    }

    /** Whatever fails here, for lack of memory perhaps: the end is told. */
    private void keep(@Nullable Thread controller) {
        while (true) {
            try {
                ExitStatus status = awaitEnd(controller);
                LiveChildren.remove(this);
                exit.complete(status);
                control.close();
                return;
            } catch (OutOfMemoryError e) {
                LockSupport.parkNanos(LackOfMemory.PAUSE_NANOS);
            }
        }
    }

    private ExitStatus awaitEnd(@Nullable Thread controller) {
        try {
            Optional<Ending> ending = process.awaitEnd();
            afterEnd(controller, ending);
            return ending.isPresent()
                    ? Verdict.on(ending.get(), control.announcements(), Optional.ofNullable(crashReport), asked)
                    : UNKNOWN;
        } catch (OutOfMemoryError e) {
            throw e;
        } catch (RuntimeException | Error e) {
            tryToLog("tell the end of", e);
            return UNKNOWN;
        }
    }

    /** May be done again, if it could not be done to its end. */
    private void afterEnd(@Nullable Thread controller, Optional<Ending> ending) {
        attempt("hear the last words of", () -> awaitLastWords(controller, ending));
        attempt("read the crash report of", this::takeCrashReport);
        attempt("give up what was on its way to", control::settle);
        attempt("clean up after", () -> SessionDirectory.removeAfter(pid()));
        if (ending.isPresent() && ending.get().signaled()) {
            attempt("look again after", () -> LateLook.after(pid()));
        }
    }

    private void attempt(String what, Runnable action) {
        try {
            action.run();
        } catch (RuntimeException | Error e) {
            tryToLog(what, e);
        }
    }

    private void tryToLog(String what, Throwable thrown) {
        LibraryLog.attempt(logger -> logger.log(Level.WARNING, "can't " + what + " " + this, thrown));
    }

    private void takeCrashReport() {
        crashReport = CrashReport.of(pid()).orElse(null);
    }

    private void awaitLastWords(@Nullable Thread controller, Optional<Ending> ending) {
        control.childHasEnded();
        List<Thread> helpers = new ArrayList<>();
        synchronized (forwarders) {
            helpers.addAll(forwarders);
        }
        if (helpers.isEmpty()) {
            closeOutputs(); // else they are for those who read them to close
        }
        if (controller != null) {
            helpers.add(controller);
        }
        Thread logging = logs.childHasEnded();
        if (logging != null) {
            helpers.add(logging);
        }
        long deadline = System.nanoTime() + LAST_WORDS_MILLIS * 1_000_000;
        try {
            for (Thread helper : helpers) {
                long left = (deadline - System.nanoTime()) / 1_000_000;
                helper.join(Math.max(1, left));
            }
            boolean decisive = ending.isPresent()
                    && !ending.get().signaled()
                    && ending.get().number() != 0;
            if (controller != null && decisive) {
                controller.join(DECISIVE_WORDS_MILLIS);
            }
        } catch (InterruptedException e) {
            // Nobody but the JVM's own end interrupts this thread; then nobody waits for the answer either.
            Thread.currentThread().interrupt();
        }
    }

    long pid() {
        return process.pid();
    }

    boolean signal(int signal) {
        asked = signal;
        return process.signal(signal);
    }

    CompletableFuture<ExitStatus> exit() {
        return exit;
    }

    Optional<String> crashReport() {
        return Optional.ofNullable(crashReport).map(CrashReport::head);
    }

    @Override
    public String toString() {
        return name + " (pid " + pid() + ")";
    }
}
