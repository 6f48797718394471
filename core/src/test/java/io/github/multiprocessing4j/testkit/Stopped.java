package io.github.multiprocessing4j.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.multiprocessing4j.os.Signals;
import io.github.multiprocessing4j.process.ChildProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** A process that is alive and does nothing until this is closed. */
public final class Stopped implements AutoCloseable {
    private static final int SIGCONT = 18;

    private static final int SIGSTOP = 19;

    private final ChildProcess process;

    /** Stops it, and all of its threads, which takes a moment. */
    public Stopped(ChildProcess process) {
        this.process = process;
        assertEquals(0, Signals.kill(process.pid(), SIGSTOP));
        awaitStopped(process.pid());
    }

    /** Waits until a process that was told to stop has done so with all of its threads. */
    public static void awaitStopped(long pid) {
        Together.awaitTrue(() -> isStopped(pid));
    }

    private static boolean isStopped(long pid) {
        try (Stream<Path> threads = Files.list(Path.of("/proc", Long.toString(pid), "task"))) {
            return threads.allMatch(Stopped::isStopped);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Its state follows its name, which may contain anything. */
    private static boolean isStopped(Path thread) {
        try {
            String stat = Files.readString(thread.resolve("stat"));
            return stat.startsWith(") T", stat.lastIndexOf(')'));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Has it go on, if it has not been killed. */
    @Override
    public void close() {
        if (process.isAlive()) {
            assertEquals(0, Signals.kill(process.pid(), SIGCONT));
        }
    }
}
