package io.github.multiprocessing4j.os;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;

/**
 * Whose processes {@code /proc} shows, pid_namespaces(7). In a pid namespace of its own ({@code unshare --pid}) a process
 * may still see the {@code /proc} of the namespace outside, where its pid is another one and stands for a stranger.
 */
public final class ProcSelf {
    private static final Path PROC = Path.of("/proc");

    private ProcSelf() {}

    /** {@return this process's pid as {@code /proc} shows it, which is the one that counts if there is no {@code /proc}} */
    public static long pid() {
        return pid(PROC).orElse(ProcessHandle.current().pid());
    }

    /** {@return whether {@code /proc} is there and knows processes by the same pids as this process does} */
    public static boolean knowsOurPids() {
        return pid(PROC).orElse(0) == ProcessHandle.current().pid();
    }

    static OptionalLong pid(Path proc) {
        try {
            return OptionalLong.of(
                    Long.parseLong(Files.readSymbolicLink(proc.resolve("self")).toString()));
        } catch (IOException | UnsupportedOperationException | NumberFormatException e) {
            LibraryLog.logger().log(Level.DEBUG, "there is no /proc here", e);
            return OptionalLong.empty();
        }
    }
}
