package io.github.multiprocessing4j.region;

import io.github.multiprocessing4j.os.FaultPoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Has names in {@code /dev/shm} unlinked when the tree of processes ends, however it does. */
public final class Tracking {
    private Tracking() {}

    /**
     * From now on a file is unlinked at the end of the tree, unless it is {@linkplain #untrack forgotten} before. To be called
     * before there is such a file, so that none is left behind if this process is killed in between.
     *
     * @param name the file's, without its directory, which nobody else would give to one of his
     * @throws IOException if there is no room for a record of it
     */
    public static void track(String name) throws IOException {
        Path record = SessionDirectory.recordOf(name, TrackedName.WHICHEVER);
        SessionDirectory.makeSureOfTracker();
        Files.createFile(record, OwnerOnly.attributes(record));
        FaultPoint.at("tracking.recorded");
    }

    /**
     * Forgets a file. To be called when its name is gone: in the other order a name would be left behind if this process were
     * killed in between.
     *
     * @param name the file's, without its directory
     * @throws IOException if the record of it can't be removed
     */
    public static void untrack(String name) throws IOException {
        SessionDirectory.untrack(name, TrackedName.WHICHEVER);
    }
}
