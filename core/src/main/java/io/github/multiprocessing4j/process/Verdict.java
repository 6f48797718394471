package io.github.multiprocessing4j.process;

import io.github.multiprocessing4j.failure.ExitStatus;
import io.github.multiprocessing4j.failure.ExitStatus.Exited;
import io.github.multiprocessing4j.failure.ExitStatus.Signaled;
import io.github.multiprocessing4j.launch.CrashReport;
import io.github.multiprocessing4j.launch.LaunchedProcess.Ending;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/*
 * A JVM hides what ended it. It catches SIGTERM and exits with 143, as System.exit(143) does; it turns SIGSEGV into abort,
 * or into exit code 1 when core dumps are off; java.lang.Process gives 137 for SIGKILL and for halt(137). So the truth is
 * put together from what the kernel says, what the child announced, and what HotSpot wrote down.
 */
/** Tells how a child ended from all the evidence there is. */
final class Verdict {
    /** A JVM that a signal brings to an orderly end exits with this and the signal's number. */
    private static final int SIGNAL_BASE = 128;

    private static final int SIGHUP = 1;
    private static final int SIGINT = 2;
    private static final int SIGTERM = 15;

    /** What a JVM ends orderly on, once it has come up. */
    private static final Set<Integer> ORDERLY = Set.of(SIGHUP, SIGINT, SIGTERM);

    /** What kills without a JVM's being able to say anything: ILL, ABRT, BUS, FPE, KILL, SEGV. */
    private static final Set<Integer> DEADLY = Set.of(4, 6, 7, 8, 9, 11);

    private Verdict() {}

    /**
     * {@return how it ended}
     *
     * @param asked by which signal its parent has asked it to end; 0 if it has not
     */
    static ExitStatus on(Ending ending, Announcements announced, Optional<CrashReport> crash, int asked) {
        if (crash.isPresent()) {
            OptionalInt signal = crash.get().signal();
            if (signal.isPresent()) {
                return new Signaled(signal.getAsInt());
            }
            if (crash.get().outOfMemory()) {
                return new Exited(ending.signaled() ? SIGNAL_BASE + ending.number() : ending.number(), true);
            }
        }
        return ending.signaled() ? new Signaled(ending.number()) : onExitCode(ending, announced, asked);
    }

    private static ExitStatus onExitCode(Ending ending, Announcements announced, int asked) {
        int code = ending.number();
        int signal = code - SIGNAL_BASE;
        if (announced.outOfMemory()) {
            return new Exited(code, true);
        }
        if (!announced.ready() && ORDERLY.contains(asked) && code != 0) {
            return new Signaled(asked); // a JVM may fail in many ways that a signal finds coming up
        }
        boolean orderlyEnd = signal > 0 && announced.signal() == signal
                // Before the child had come up no code of the user's could have chosen this exit code.
                || !announced.ready() && ORDERLY.contains(signal);
        boolean killed = !ending.exact() && DEADLY.contains(signal);
        return orderlyEnd || killed ? new Signaled(signal) : new Exited(code);
    }
}
