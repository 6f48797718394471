package io.github.multiprocessing4j.examples;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.github.multiprocessing4j.failure.WorkerDiedException;
import io.github.multiprocessing4j.function.RemoteCallable;
import io.github.multiprocessing4j.pool.Pool;
import java.io.IOException;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Three ways to lose a whole JVM, none of which harms more than the task that did it: a bug in native code, too little
 * memory, and {@code kill -9}, which is also what the operating system does when its own memory runs out. Each becomes an
 * exception where the task's result was waited for, and the next task finds a worker.
 *
 * <p>There is one line for each. What else appears is the dying JVMs' own: the note about the crash, which HotSpot writes
 * to standard output and begins every line of with a {@code #}; a warning on standard error that it has no library to
 * disassemble the machine code with; and the stack trace of the error there.
 */
@Command(
        name = "CrashIsolation",
        description = "Has workers die of a bug in native code, of too little memory and of kill -9, and goes on.")
final class CrashIsolation implements Runnable {
    @Option(names = "--help", usageHelp = true, description = "say this")
    @SuppressWarnings("UnusedVariable") // picocli looks at it
    private boolean help;

    private CrashIsolation() {}

    public static void main(String[] args) {
        System.exit(new CommandLine(new CrashIsolation()).execute(args));
    }

    @Override
    public void run() {
        try (var pool = Pool.builder().processes(2).jvmOptions("-Xmx64m").build()) {
            show("a bug in native code", CrashIsolation::crash, pool);
            show("too little memory", CrashIsolation::exhaustMemory, pool);
            show("kill -9", CrashIsolation::killMyself, pool);
        }
    }

    private static void show(String what, RemoteCallable<Long> task, Pool pool) {
        try {
            System.out.println(what + " went unnoticed: " + pool.apply(task));
        } catch (WorkerDiedException e) {
            int answer = pool.apply(() -> 6 * 7);
            System.out.printf(
                    "%-20s  %s: %s; the next task's result: %d%n",
                    what, e.getClass().getSimpleName(), e.exitStatus(), answer);
        }
    }

    /** Calls C's {@code strlen} with an address where nothing is. */
    @SuppressWarnings("restricted") // this is what restricted methods are restricted for
    private static long crash() throws Exception {
        Linker linker = Linker.nativeLinker();
        var strlen = linker.downcallHandle(
                linker.defaultLookup().findOrThrow("strlen"), FunctionDescriptor.of(JAVA_LONG, ADDRESS));
        try {
            return (long) strlen.invokeExact(MemorySegment.ofAddress(1));
        } catch (Throwable t) {
            throw new IllegalStateException("strlen threw", t);
        }
    }

    private static long exhaustMemory() {
        List<byte[]> hoard = new ArrayList<>();
        while (hoard.size() < 1 << 20) {
            hoard.add(new byte[1 << 20]); // a terabyte in all
        }
        return hoard.size();
    }

    private static long killMyself() throws IOException, InterruptedException {
        String pid = Long.toString(ProcessHandle.current().pid());
        return new ProcessBuilder("kill", "-9", pid).inheritIO().start().waitFor();
    }
}
