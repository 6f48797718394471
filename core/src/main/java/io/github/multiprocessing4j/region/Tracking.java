package io.github.multiprocessing4j.region;

import io.github.multiprocessing4j.os.FaultPoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Has names in {@code /dev/shm} unlinked when the tree of processes ends, however it does. */
public final class Tracking {
    private Tracking() {}

    /**
     * From now on a file is unlinked at the end of the tree, unless it is {@linkplain #untrack forgotten} before.
     *
     * @param name the file's, without its directory
     * @return its inode, which {@code untrack} wants
     * @throws IOException if there is no such file, or no room for a record of it
     */
    public static long track(String name) throws IOException {
        long inode = TrackedName.inodeOf(NamedFiles.DIRECTORY.resolve(name));
        Path record = SessionDirectory.recordOf(name, inode);
        SessionDirectory.makeSureOfTracker();
        Files.createFile(record, OwnerOnly.attributes(record));
        FaultPoint.at("tracking.recorded");
        return inode;
    }

    /**
     * Forgets a file. To be called when its name is gone: in the other order a name would be left behind if this process were
     * killed in between.
     *
     * @param name the file's, without its directory
     * @param inode what {@code track} has returned
     * @throws IOException if the record of it can't be removed
     */
    public static void untrack(String name, long inode) throws IOException {
        SessionDirectory.untrack(name, inode);
    }
}
