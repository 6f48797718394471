package io.github.multiprocessing4j.process;

import io.github.multiprocessing4j.os.LibraryLog;
import io.github.multiprocessing4j.region.SessionDirectory;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/*
 * What a process has left in shared memory its parent clears away. Who is killed can't do that for its own children, which notice and end within a
 * second; then it is for the next one above.
 */
/** Clears away what children of a killed process have left. */
final class LateLook {
    private static final AtomicBoolean IS_TO_COME = new AtomicBoolean();

    private LateLook() {}

    /** To be called when a process was killed. */
    static void after(long pid) {
        if (!IS_TO_COME.getAndSet(true)) {
            later(() -> look(pid));
        }
    }

    private static void later(Runnable look) {
        CompletableFuture.delayedExecutor(1, TimeUnit.SECONDS, Tellers.all()).execute(look);
    }

    private static void look(long pid) {
        IS_TO_COME.set(false);
        SessionDirectory.removeAfter(pid);
        List<Path> logs = SessionDirectory.logsOfDeadProcesses();
        if (!logs.isEmpty()) {
            later(() -> remove(logs));
        }
    }

    /** Whose parent lives would have been read in the meantime. */
    private static void remove(List<Path> logs) {
        for (Path log : logs) {
            try {
                Files.deleteIfExists(log);
            } catch (IOException e) {
                LibraryLog.logger().log(Level.DEBUG, "could not remove " + log, e);
            }
        }
    }
}
