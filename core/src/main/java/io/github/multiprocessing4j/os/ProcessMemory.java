package io.github.multiprocessing4j.os;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;

/** How much memory processes have, proc_pid_status(5). Linux only. */
public final class ProcessMemory {
    private static final String RESIDENT = "VmRSS:";

    private static final int BYTES_PER_KB = 1024;

    private ProcessMemory() {}

    /**
     * {@return how many bytes of a process are in main memory} Nothing if it has ended, or if this system does not tell.
     *
     * @param pid the process's id
     */
    public static OptionalLong resident(long pid) {
        try {
            for (String line : Files.readAllLines(Path.of("/proc", Long.toString(pid), "status"))) {
                if (line.startsWith(RESIDENT)) {
                    String kilobytes =
                            line.substring(RESIDENT.length()).replace("kB", "").strip();
                    return OptionalLong.of(Long.parseLong(kilobytes) * BYTES_PER_KB);
                }
            }
        } catch (IOException e) {
            // it has ended, or there is no such file on this system
        }
        return OptionalLong.empty();
    }
}
