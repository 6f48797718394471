package io.github.multiprocessing4j.os;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.lang.System.Logger.Level;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Who the parent of this process is, again and again: field 4 of {@code /proc/self/stat}, proc(5), to be compared with what
 * the parent took for its own {@link ProcSelf#pid}. What is needed for it is opened and set aside once, so that it can be
 * told as well when descriptors and memory have run out. It can be told by a thread that is interrupted as well: the file is
 * not one of those that an interrupt closes. For one thread.
 */
public final class ParentPid {
    private static final int LONGEST_LINE = 4096;

    private final @Nullable RandomAccessFile stat;

    private final byte[] line = new byte[LONGEST_LINE];

    private ParentPid(@Nullable RandomAccessFile stat) {
        this.stat = stat;
    }

    /** {@return a way to ask, the best there is on this system} */
    public static ParentPid open() {
        try {
            return new ParentPid(new RandomAccessFile("/proc/self/stat", "r"));
        } catch (IOException e) {
            LibraryLog.logger().log(Level.DEBUG, "there is no /proc here", e);
            return new ParentPid(null);
        }
    }

    /**
     * {@return the parent's pid, or that of who took over when the parent ended}
     *
     * @throws IOException if it can't be told for the moment
     */
    public long now() throws IOException {
        return stat == null ? fromProcessHandle() : parse(stat);
    }

    private static long fromProcessHandle() {
        Optional<ProcessHandle> parent = ProcessHandle.current().parent();
        return parent.isPresent() ? parent.get().pid() : 0;
    }

    /** Behind the last parenthesis, which ends the command: a blank, the state, a blank, the parent's pid, a blank. */
    private long parse(RandomAccessFile from) throws IOException {
        from.seek(0);
        int length = from.read(line);
        int at = length - 1;
        while (at >= 0 && line[at] != ')') {
            at--;
        }
        at += 4;
        long pid = 0;
        while (at < length && line[at] >= '0' && line[at] <= '9') {
            pid = 10 * pid + line[at++] - '0';
        }
        if (at >= length) {
            throw new IOException("/proc/self/stat was not understood");
        }
        return pid;
    }
}
