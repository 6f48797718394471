package io.github.multiprocessing4j;

import io.github.multiprocessing4j.process.ChildProcess;
import java.util.List;
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

    /** {@return the number of processors this JVM may use} CPython: {@code cpu_count()}. */
    public static int cpuCount() {
        return ChildProcess.cpuCount();
    }
}
