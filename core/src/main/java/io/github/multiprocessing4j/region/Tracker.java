package io.github.multiprocessing4j.region;

import io.github.multiprocessing4j.os.Descriptors;
import io.github.multiprocessing4j.os.Descriptors.Pipe;
import io.github.multiprocessing4j.os.NativeAccess;
import io.github.multiprocessing4j.os.Spawn;
import io.github.multiprocessing4j.os.Spawn.FileAction;
import io.github.multiprocessing4j.os.Wait;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.util.List;

/*
 * The shell that is started ends at once and leaves another one behind, which nobody has to wait for, in a session of its own.
 * That one reads from a pipe of which only the process at the root holds the other end: it comes to the pipe's end when that
 * process has ended, however. It is in the directory from the start, so that it can't take another of the same name for it.
 *
 * Names are unlinked all at once, since two programs started for each of some hundred would take seconds; then one by one what
 * was missed: a name with a line's end in it, or all if there is no xargs.
 */
/**
 * Who cleans up after a tree of processes that can't do so itself, as when all are killed at once: a shell, which takes less than
 * a megabyte. CPython's counterpart is {@code multiprocessing.resource_tracker}.
 *
 * <p>Where there is no shell, or no native access, there is none; then the next start of the library cleans up.
 */
final class Tracker {
    private static final int O_WRONLY = 1;

    private static final String SCRIPT = """
        cd "$1" || exit
        exec 3<&0
        (
          trap '' HUP INT QUIT TERM
          cat <&3
          ls -iA /dev/shm | while IFS= read -r line; do
            line=${line#"${line%%[! ]*}"}
            [ -e "n-${line%% *}-${line#* }" ] && printf '/dev/shm/%s\\0' "${line#* }"
          done | xargs -0 rm -f
          for record in n-*; do
            [ -e "$record" ] || continue
            inode=${record#n-}; inode=${inode%%-*}
            file=/dev/shm/${record#n-"$inode"-}
            [ -e "$file" ] || continue
            set -- "$1" $(ls -di "$file")
            [ "$2" = "$inode" ] && rm -f "$file"
          done
          rm -f ./*
          cd / && rmdir "$1"
        ) </dev/null &
        """;

    private Tracker() {}

    /** Starts one for a directory of this process's. */
    static void start(Path directory) {
        if (NativeAccess.available()) {
            try {
                spawn(directory);
            } catch (IOException e) {
                System.getLogger("io.github.multiprocessing4j")
                        .log(Level.DEBUG, "nobody cleans up if this process is killed: {0}", e);
            }
        }
    }

    private static void spawn(Path directory) throws IOException {
        Pipe untilThisProcessEnds = Descriptors.pipe();
        try {
            long pid = Spawn.startInNewSession(
                    List.of("/bin/sh", "-c", SCRIPT, "mp4j-tracker", directory.toString()),
                    List.of(
                            new FileAction.Duplicate(untilThisProcessEnds.read(), 0),
                            new FileAction.Open(1, "/dev/null", O_WRONLY),
                            new FileAction.Open(2, "/dev/null", O_WRONLY)));
            Wait.awaitEnd(pid);
            Wait.reap(pid);
        } catch (Throwable t) {
            Descriptors.close(untilThisProcessEnds.write());
            throw t;
        } finally {
            Descriptors.close(untilThisProcessEnds.read());
        }
    }
}
