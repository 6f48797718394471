package io.github.multiprocessing4j;

import io.github.multiprocessing4j.logging.StderrLog;
import io.github.multiprocessing4j.os.LibraryLog;
import io.github.multiprocessing4j.process.ChildProcess;
import io.github.multiprocessing4j.process.Finalizer;
import io.github.multiprocessing4j.process.StartMethod;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** The functions of CPython's module {@code multiprocessing}. */
public final class Multiprocessing {
    private Multiprocessing() {}

    /** {@return the running process} CPython: {@code current_process()}. */
    public static ChildProcess currentProcess() {
        return ChildProcess.current();
    }

    /** {@return the process that started the running one, if this library did} CPython: {@code parent_process()}. */
    public static Optional<ChildProcess> parentProcess() {
        return ChildProcess.parent();
    }

    /** {@return the children of the running process that have not ended} CPython: {@code active_children()}. */
    public static List<ChildProcess> activeChildren() {
        return ChildProcess.active();
    }

    /**
     * {@return a context whose processes are started in a certain way} CPython: {@code get_context(method)}.
     *
     * @param method the way
     */
    public static Context context(StartMethod method) {
        return Context.builder().startMethod(method).build();
    }

    /** {@return the ways in which processes can be started, the default first} CPython: {@code get_all_start_methods()}. */
    public static List<StartMethod> getAllStartMethods() {
        return List.of(StartMethod.values());
    }

    /** {@return the way in which processes are started of which nothing else was said} CPython: {@code get_start_method()}. */
    public static StartMethod getStartMethod() {
        return StartMethod.getDefault();
    }

    /**
     * Says in which way processes are started of which nothing else is said. To be called once, by the program and not by a library. CPython: {@code
     * set_start_method(method)}.
     *
     * @param method the way
     * @throws IllegalStateException if it was called before
     */
    public static void setStartMethod(StartMethod method) {
        StartMethod.setDefault(method, /* force= */ false);
    }

    /**
     * Says in which way processes are started of which nothing else is said, perhaps again. CPython: {@code set_start_method(method, force)}.
     *
     * @param method the way
     * @param force whether to say so although it was said before
     * @throws IllegalStateException if it was said before, and this is not forced
     */
    public static void setStartMethod(StartMethod method, boolean force) {
        StartMethod.setDefault(method, force);
    }

    /**
     * Has something done when this process ends, unless it is killed, before all {@linkplain Finalizer finalizers} that have been given a priority; what was registered last is done
     * first. {@link Finalizer} tells when, in which order, and what becomes of what it throws. CPython: {@code atexit.register(action)}.
     *
     * @param action what to do
     * @return by which to do it now, or not at all, as {@code atexit.unregister} does
     * @throws IllegalStateException if this process is ending and its last finalizers run
     */
    public static Finalizer atExit(Runnable action) {
        return Finalizer.atExit(action);
    }

    /**
     * {@return the logger of what this library itself has to say} It is named {@code io.github.multiprocessing4j}. CPython: {@code get_logger()}.
     *
     * <p>Its messages, and those of all other loggers, come to the loggers of the parent if they are logged in a child; see {@link
     * ChildProcess} for how.
     */
    public static System.Logger logger() {
        return LibraryLog.logger();
    }

    /**
     * Has standard error show what this library logs, as {@code [LEVEL/ProcessName] message}: of this process and of the children that are started
     * afterwards. Doing so again has no further effect. What is logged depends on the {@linkplain #logger logger's} level, which is
     * {@code INFO} if nothing else was said. CPython: {@code log_to_stderr()}.
     *
     * @return the logger
     * @throws UnsupportedOperationException if the program has its own {@link System.LoggerFinder}, or is without the module java.logging: then
     *     it configures this logger as all others
     */
    public static System.Logger logToStderr() {
        StderrLog.enable(null, Multiprocessing::currentName);
        return logger();
    }

    /**
     * Has standard error show what this library logs from a level on, as {@link #logToStderr()} does. The level holds for children that are started afterwards, too. CPython: {@code log_to_stderr(level)}.
     *
     * @param level what to log from now on
     * @return the logger
     * @throws UnsupportedOperationException as {@link #logToStderr()} does
     */
    public static System.Logger logToStderr(System.Logger.Level level) {
        StderrLog.enable(Objects.requireNonNull(level, "level"), Multiprocessing::currentName);
        return logger();
    }

    private static String currentName() {
        return currentProcess().name();
    }

    /** {@return the number of processors this JVM may use} CPython: {@code cpu_count()}. */
    public static int cpuCount() {
        return ChildProcess.cpuCount();
    }
}
