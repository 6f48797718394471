package io.github.multiprocessing4j.region;

import io.github.multiprocessing4j.os.Descriptors;
import io.github.multiprocessing4j.os.Descriptors.Pipe;
import io.github.multiprocessing4j.os.FaultPoint;
import io.github.multiprocessing4j.os.LibraryLog;
import io.github.multiprocessing4j.os.NativeAccess;
import io.github.multiprocessing4j.os.Poll;
import io.github.multiprocessing4j.os.Spawn;
import io.github.multiprocessing4j.os.Spawn.FileAction;
import io.github.multiprocessing4j.os.Wait;
import io.github.multiprocessing4j.os.Wait.WaitStatus;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/*
 * The shell that is started ends at once and leaves another one behind, which nobody has to wait for, in a session of its own.
 * That one reads from a pipe of which only the process at the root holds the other end: it comes to the pipe's end when that
 * process has ended, however. It is in the directory from the start, so that it can't take another of the same name for it; that
 * it removes the right one is told by the inode.
 * The shell also makes the directory: there is none without one who removes it, whenever the process at the root is killed.
 *
 * Names are unlinked all at once, since two programs started for each of some hundred would take seconds; then one by one what
 * was missed: a name with a line's end in it, or all if there is no xargs. The rest of the tree may live for a second yet, and make a file in the
 * directory when that was emptied already; so that is tried again.
 */
/**
 * Who cleans up after a tree of processes that can't do so itself, as when all are killed at once: a shell, which takes less than
 * a megabyte. CPython's counterpart is {@code multiprocessing.resource_tracker}.
 *
 * <p>Where there is no shell, or no native access, there is none; then the next start of the library cleans up. Only the process
 * at the root has one; when it {@linkplain #hasEnded has ended}, because somebody has killed it, another is started.
 */
final class Tracker {
    private static final int O_WRONLY = 1;

    private static final String SCRIPT = """
        trap '' HUP INT QUIT TERM
        umask 077
        PATH=${PATH:+$PATH:}/usr/bin:/bin
        { [ -z "$2" ] || mkdir "$1"; } && cd "$1" || exit
        exec 3<&0
        (
          inode_of() { set -- $(ls -di "$1"); printf %s "$1"; }
          while read -r line <&3; do :; done
          ls -iA "$3" | while IFS= read -r line; do
            line=${line#"${line%%[! ]*}"}
            [ -e "n-${line%% *}-${line#* }" ] && printf '%s/%s\\0' "$3" "${line#* }"
          done | xargs -0 rm -f
          for record in n-*; do
            [ -e "$record" ] || continue
            inode=${record#n-}; inode=${inode%%-*}
            file=$3/${record#n-"$inode"-}
            [ -e "$file" ] || continue
            [ "$inode" = 0 ] || [ "$(inode_of "$file")" = "$inode" ] || continue
            rm -f "$file"
          done
          printf '%s\\0' ./* | xargs -0 rm -f
          tries=0
          while [ "$(inode_of .)" = "$(inode_of "$1")" ]; do
            rm -f ./*
            (cd / && rmdir "$1") && break
            tries=$((tries + 1))
            [ $tries -lt 10 ] || break
            sleep 0.3 2>/dev/null || sleep 1
          done
        ) </dev/null &
        """;

    /** The end of its pipe that this process holds as long as it lives. */
    private final int lifeline;

    private Tracker(int lifeline) {
        this.lifeline = lifeline;
    }

    /** Makes a directory, mode 0700, and starts one for it; null if nothing was done, as there is nobody to do it. */
    static @Nullable Tracker make(Path directory) {
        return startIfPossible(directory, "new");
    }

    /** Starts one for a directory of this process's that is there; null if that can't be done. */
    static @Nullable Tracker start(Path directory) {
        return startIfPossible(directory, "");
    }

    private static @Nullable Tracker startIfPossible(Path directory, String fresh) {
        if (NativeAccess.available()) {
            try {
                return new Tracker(spawn(directory, fresh));
            } catch (IOException e) {
                LibraryLog.logger().log(Level.DEBUG, "nobody cleans up if this process is killed: {0}", e);
            }
        }
        return null;
    }

    private static int spawn(Path directory, String fresh) throws IOException {
        Pipe untilThisProcessEnds = Descriptors.pipe();
        FaultPoint.at("tracker.piped");
        try {
            long pid = Spawn.startInNewSession(
                    List.of("/bin/sh", "-c", SCRIPT, "mp4j-tracker", directory.toString(), fresh, names()),
                    List.of(
                            new FileAction.Duplicate(untilThisProcessEnds.read(), 0),
                            new FileAction.Open(1, "/dev/null", O_WRONLY),
                            new FileAction.Open(2, "/dev/null", O_WRONLY)));
            FaultPoint.at("tracker.started");
            Optional<WaitStatus> status = Wait.awaitEnd(pid);
            Wait.reap(pid);
            requireSuccess(directory, status);
            return untilThisProcessEnds.write();
        } catch (Throwable t) {
            Descriptors.close(untilThisProcessEnds.write());
            throw t;
        } finally {
            Descriptors.close(untilThisProcessEnds.read());
        }
    }

    /** {@return where named blocks are} The shell goes to another directory. */
    private static String names() {
        return NamedFiles.DIRECTORY.toAbsolutePath().toString();
    }

    /** If how the shell ended can't be told, that the directory is there is the best sign that it has done its work. */
    private static void requireSuccess(Path directory, Optional<WaitStatus> ended) throws IOException {
        if (ended.isPresent() && (ended.get().signaled() || ended.get().number() != 0)) {
            throw new IOException("the shell ended with " + ended.get());
        } else if (!Files.isDirectory(directory)) {
            throw new IOException("the shell has not made " + directory);
        }
    }

    /** {@return whether somebody has killed it} It ends before this process for no other reason. */
    boolean hasEnded() {
        return Poll.hasNoReader(lifeline);
    }

    /** Lets go of one that has ended, or whose directory was removed. */
    void forget() {
        Descriptors.close(lifeline);
    }
}
