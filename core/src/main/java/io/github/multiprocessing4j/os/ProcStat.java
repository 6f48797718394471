package io.github.multiprocessing4j.os;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What {@code /proc/<pid>/stat} says of a process, proc(5).
 *
 * @param state one letter, Z for a zombie and X for dead
 * @param startTicks clock ticks between the system's and the process's start: with the pid, a process's identity
 */
public record ProcStat(char state, long startTicks) {
    /** Fields are counted from the state, which is the third; the start time is the twenty-second. */
    private static final int START_TICKS = 22 - 3;

    /**
     * {@return what the kernel says of the process, or nothing where there is no such entry}
     *
     * @param pid a process id
     */
    public static Optional<ProcStat> of(long pid) {
        return at(Path.of("/proc/" + pid + "/stat"));
    }

    /** {@return what the kernel says of this process, whatever pid it has in the {@code /proc} that is there} */
    public static Optional<ProcStat> own() {
        return at(Path.of("/proc/self/stat"));
    }

    private static Optional<ProcStat> at(Path file) {
        try {
            String line = Files.readString(file, StandardCharsets.ISO_8859_1);
            return line.isEmpty() ? Optional.empty() : Optional.of(parse(line));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** The second field is the command in parentheses, which may itself hold blanks and parentheses. */
    static ProcStat parse(String line) {
        String[] fields = line.substring(line.lastIndexOf(')') + 2).split(" ", -1);
        return new ProcStat(fields[0].charAt(0), Long.parseLong(fields[START_TICKS]));
    }

    /** {@return whether the process runs, or is stopped, but has not ended} */
    public boolean alive() {
        return state != 'Z' && state != 'X';
    }
}
