package io.github.multiprocessing4j.region;

import io.github.multiprocessing4j.os.FaultPoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Has names in {@code /dev/shm} unlinked when the tree of processes ends, however it does. */
public final class Tracking {
    private Tracking() {}

    /**
     * From now on a file is unlinked at the end of the tree, unless it is {@linkplain #untrack forgotten} before.
     *
     * @param name the file's, without its directory
     * @throws IOException if there is no such file, or no room for a record of it
     */
    public static void track(String name) throws IOException {
        Path record = SessionDirectory.get().resolve(recordOf(name));
        SessionDirectory.makeSureOfTracker();
        Files.createFile(record, OwnerOnly.attributes(record));
        FaultPoint.at("tracking.recorded");
    }

    /**
     * Forgets a file, which is there still.
     *
     * @param name the file's, without its directory
     * @throws IOException if the record of it can't be removed
     */
    public static void untrack(String name) throws IOException {
        try {
            Files.deleteIfExists(SessionDirectory.path().resolve(recordOf(name)));
        } catch (NoSuchFileException e) {
            // somebody has unlinked it; the record will do nothing
        }
    }

    private static String recordOf(String name) throws IOException {
        return new TrackedName(TrackedName.inodeOf(NamedFiles.DIRECTORY.resolve(name)), name).fileName();
    }
}
