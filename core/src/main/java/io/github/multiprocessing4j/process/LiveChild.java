package io.github.multiprocessing4j.process;

import io.github.multiprocessing4j.failure.ExitStatus;
import io.github.multiprocessing4j.failure.ProcessStartException;
import io.github.multiprocessing4j.launch.CrashReport;
import io.github.multiprocessing4j.launch.JvmCommand;
import io.github.multiprocessing4j.launch.LaunchedProcess;
import io.github.multiprocessing4j.launch.LaunchedProcess.Ending;
import io.github.multiprocessing4j.launch.Launcher;
import io.github.multiprocessing4j.launch.OutputLines;
import io.github.multiprocessing4j.launch.Stdio;
import io.github.multiprocessing4j.os.Signals;
import io.github.multiprocessing4j.region.Carrier;
import io.github.multiprocessing4j.region.SessionDirectory;
import io.github.multiprocessing4j.region.Transit;
import io.github.multiprocessing4j.wire.Rendezvous;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/*
 * Two threads look after a child. The keeper waits for its end; it is no daemon unless the child is one, and so keeps this
 * JVM alive as long as the child. The other one meets the child when it has come up, tells it what to run, and takes in
 * what it announces.
 *
 * That a child is dead is the kernel's word alone: its socket can stay open in a program that it has left behind, so after
 * a death the keeper waits for the socket's end only for a moment. What the dead one had announced is in the socket before
 * the kernel speaks.
 */
/** A started child, from its parent's side. */
final class LiveChild {
    private static final Logger LOG = System.getLogger("io.github.multiprocessing4j");

    /** How long after the death the last words are waited for: they are there already and must only be read. */
    private static final long LAST_WORDS_MILLIS = 500;

    private static final int LONGEST_SHOWN_NAME = 100;

    private static final int STACK_BYTES = 256 << 10;

    /** There may be no memory for another. */
    private static final ExitStatus UNKNOWN = new ExitStatus.Unknown();

    private final String name;

    private final LaunchedProcess process;

    private final ControlLink control;

    private final CompletableFuture<ExitStatus> exit = new CompletableFuture<>();

    private volatile @Nullable CrashReport crashReport;

    private LiveChild(String name, LaunchedProcess process, ControlLink control) {
        this.name = name;
        this.process = process;
        this.control = control;
    }

    static LiveChild start(ChildProcess process) {
        Transit transit = Transit.keeping();
        ByteBuffer message = StartMessage.encode(process, transit);
        try {
            return meet(process, message, transit);
        } catch (IOException | UncheckedIOException e) {
            throw new ProcessStartException(process.name() + " can't be started: " + e.getMessage(), e);
        } catch (OutOfMemoryError e) {
            throw new ProcessStartException(
                    process.name() + " can't be started: this process has no thread or memory left", e);
        }
    }

    private static LiveChild meet(ChildProcess process, ByteBuffer message, Transit transit) throws IOException {
        Rendezvous rendezvous = null;
        try {
            rendezvous = Rendezvous.open();
            LaunchedProcess launched = launch(process, rendezvous);
            transit.carriedBy(Carrier.ofProcess(launched.pid()));
            LiveChild child =
                    new LiveChild(process.name(), launched, new ControlLink(rendezvous, message, transit::settle));
            child.lookAfter(process);
            transit.leave();
            return child;
        } catch (Throwable t) {
            if (rendezvous != null) {
                rendezvous.close();
            }
            transit.stay();
            throw t;
        }
    }

    private static LaunchedProcess launch(ChildProcess process, Rendezvous rendezvous) throws IOException {
        List<String> command = JvmCommand.of(process.jvmOptions(), ChildMain.class.getName(), shown(process.name()));
        byte[] bootstrap = Bootstrap.ofThisParent(rendezvous.invitation()).toBytes();
        return Launcher.best().launch(command, bootstrap, process.output().stdio(), process.ownGroup());
    }

    /** For whoever lists processes: the whole name is told in the start message, which has no limit. */
    private static String shown(String name) {
        return name.length() <= LONGEST_SHOWN_NAME ? name : name.substring(0, LONGEST_SHOWN_NAME) + "…";
    }

    private void lookAfter(ChildProcess of) {
        List<Thread> helpers = new ArrayList<>();
        try {
            helpers.add(started("mp4j-control of " + this, true, control));
            if (of.output().stdio() instanceof Stdio.Piped) {
                helpers.addAll(OutputLines.forward(process, name));
            }
            var _ = started("mp4j-keeper of " + this, of.isDaemon(), () -> keep(helpers));
        } catch (Throwable t) {
            // No more threads are to be had: there must be no child that nobody looks after.
            process.signal(Signals.SIGKILL);
            keep(helpers);
            if (helpers.isEmpty()) {
                closeOutputs(); // else they are for those who read them to close
            }
            throw t;
        }
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
    private void keep(List<Thread> helpers) {
        ExitStatus status = UNKNOWN;
        try {
            Optional<Ending> ending = process.awaitEnd();
            attempt("hear the last words of", () -> awaitLastWords(helpers));
            attempt("read the crash report of", this::takeCrashReport);
            attempt("give up what was on its way to", control::settle);
            attempt("clean up after", () -> SessionDirectory.removeAfter(pid()));
            if (ending.isPresent()) {
                status = Verdict.on(ending.get(), control.announcements(), Optional.ofNullable(crashReport));
            }
        } catch (RuntimeException | Error e) {
            tryToLog("tell the end of", e);
        } finally {
            LiveChildren.remove(this);
            exit.complete(status);
            control.close();
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
        try {
            LOG.log(Level.WARNING, "can't " + what + " " + this, thrown);
        } catch (OutOfMemoryError e) {
            // then there is nothing to be read about it
        }
    }

    private void takeCrashReport() {
        crashReport = CrashReport.of(pid()).orElse(null);
    }

    private void awaitLastWords(List<Thread> helpers) {
        control.childHasEnded();
        long deadline = System.nanoTime() + LAST_WORDS_MILLIS * 1_000_000;
        try {
            for (Thread helper : helpers) {
                long left = (deadline - System.nanoTime()) / 1_000_000;
                helper.join(Math.max(1, left));
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
