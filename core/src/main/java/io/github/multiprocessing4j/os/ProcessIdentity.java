package io.github.multiprocessing4j.os;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * Which process, for ever: pids are used again, the moment of the start is not. Where {@code /proc} is missing, only the pid.
 *
 * @param pid the process id as {@code /proc} shows it
 * @param startTicks clock ticks between the system's and the process's start, or 0 if they can't be known
 */
public record ProcessIdentity(long pid, long startTicks) {
    /** A pid has 22 bits at most on Linux. */
    private static final int TICKS_BITS = 40;

    private static final long TICKS_MASK = (1L << TICKS_BITS) - 1;

    private static final ProcessIdentity OWN = new ProcessIdentity(
            ProcSelf.pid(), ProcStat.own().map(ProcStat::startTicks).orElse(0L));

    /** {@return this in 62 bits, as shared memory has it; never 0} */
    public long packed() {
        return pid << TICKS_BITS | startTicks & TICKS_MASK;
    }

    /** {@return what was {@link #packed}} */
    public static ProcessIdentity unpacked(long packed) {
        return new ProcessIdentity(packed >>> TICKS_BITS, packed & TICKS_MASK);
    }

    /** {@return who has a pid now, or had it before it ended} */
    public static ProcessIdentity of(long pid) {
        return new ProcessIdentity(
                pid, ProcStat.of(pid).map(ProcStat::startTicks).orElse(0L));
    }

    /** {@return who this process is} */
    public static ProcessIdentity own() {
        return OWN;
    }

    /**
     * {@return whether this process has ended: it is gone, or a zombie, or its pid is another one's} A stopped process lives,
     * and so does one of which nothing can be known for the moment, as when descriptors have run out.
     */
    public boolean isDead() {
        if (pid == OWN.pid) {
            return isAnothers(OWN.startTicks);
        }
        boolean interrupted = Thread.interrupted(); // it would close the file
        try {
            return OWN.startTicks == 0 ? ProcessHandle.of(pid).isEmpty() : isDead(Path.of("/proc/" + pid + "/stat"));
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Whether the pid is another process's by now. What is not known proves nothing. */
    private boolean isAnothers(long ticks) {
        return ticks != startTicks && ticks != 0 && startTicks != 0;
    }

    private boolean isDead(Path file) {
        try {
            ProcStat now = ProcStat.parse(Files.readString(file, StandardCharsets.ISO_8859_1));
            return !now.alive() || isAnothers(now.startTicks());
        } catch (NoSuchFileException e) {
            return !isHidden();
        } catch (IOException e) {
            return String.valueOf(e.getMessage()).contains("No such process"); // it ended while the file was open
        }
    }

    /** A missing entry proves nothing where {@code /proc} is mounted with hidepid. */
    private boolean isHidden() {
        return NativeAccess.available() && ProcSelf.knowsOurPids() && Signals.kill(pid, 0) != -Errno.ESRCH;
    }
}
