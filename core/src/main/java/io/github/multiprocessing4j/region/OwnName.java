package io.github.multiprocessing4j.region;

import io.github.multiprocessing4j.os.LibraryLog;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A name of shared memory that ends with this process, not only with the tree: the parent unlinks it when it notices the process's end, by whatever. The record of it is an
 * empty file {@code o<pid>-n-<inode>-<name>} in the tree's directory. The process at the root, which has no parent here, has such names unlinked as all of the tree.
 */
public final class OwnName {
    private static final String KIND = "o";

    private final Path record;

    private OwnName(Path record) {
        this.record = record;
    }

    /**
     * {@return the record of a name}
     *
     * @param name of a file that is there, and that the tree tracks
     * @throws IOException if it is not there, or there is no room for a record
     */
    public static OwnName of(String name) throws IOException {
        TrackedName tracked = new TrackedName(TrackedName.inodeOf(NamedFiles.DIRECTORY.resolve(name)), name);
        Path record =
                SessionDirectory.get().resolve(KIND + ProcessHandle.current().pid() + "-" + tracked.fileName());
        Files.createFile(record, OwnerOnly.attributes(record));
        return new OwnName(record);
    }

    /** Forgets it; to be called when the name is gone. */
    public void forget() {
        try {
            Files.deleteIfExists(record);
        } catch (IOException e) {
            LibraryLog.logger().log(Level.DEBUG, "could not remove {0}: {1}", record, e);
        }
    }

    /** {@return whether a file of the tree's directory is such a record} */
    static boolean isRecord(String fileName) {
        return fileName.startsWith(KIND);
    }

    /** Unlinks the name that a process which has ended has left. */
    static void unlink(Path record) throws IOException {
        String text = record.getFileName().toString();
        var name = TrackedName.of(Path.of(text.substring(text.indexOf('-') + 1)));
        if (name.isPresent()) {
            name.get().unlink();
            SessionDirectory.untrack(name.get().name(), name.get().inode());
        }
    }
}
