package io.github.multiprocessing4j.region;

import io.github.multiprocessing4j.os.LibraryLog;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A name in {@code /dev/shm} outside the tree's directory, which others than this library know too: to be unlinked when the
 * tree has ended. The record of it is an empty file {@code n-<inode>-<name>} in the tree's directory, which {@link Tracker}'s
 * script reads as well. The inode tells when the name has become somebody else's; it is 0 for a name that can't.
 *
 * @param inode the file's
 * @param name its name
 */
record TrackedName(long inode, String name) {
    private static final String KIND = "n-";

    /** A file's name has 255 bytes at most, 23 of which are taken: the kind, an inode's 20 digits, and a dash. */
    static final int LONGEST = 255 - 23;

    /** The inode in the record of a name that nobody else would use, made before there is a file. */
    static final long WHICHEVER = 0;

    /** {@return whether there can be a record of a name} */
    static boolean canBe(String name) {
        return name.getBytes(StandardCharsets.UTF_8).length <= LONGEST;
    }

    /** Throws if there can be no record of a name. */
    static void check(String name) {
        if (!canBe(name)) {
            throw new IllegalArgumentException("a block's name may have " + LONGEST
                    + " bytes if it is to be tracked; choose a shorter one, or track(false)");
        }
    }

    static Optional<TrackedName> of(Path record) {
        String text = record.getFileName().toString();
        int dash = text.indexOf('-', KIND.length());
        if (!text.startsWith(KIND) || dash < 0) {
            return Optional.empty();
        }
        try {
            long inode = Long.parseLong(text.substring(KIND.length(), dash));
            return Optional.of(new TrackedName(inode, text.substring(dash + 1)));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    String fileName() {
        return KIND + inode + "-" + name;
    }

    /** {@return whether the name is still that file's} */
    boolean isThere() {
        Path file = file();
        try {
            return Files.exists(file, LinkOption.NOFOLLOW_LINKS) && (inode == WHICHEVER || inodeOf(file) == inode);
        } catch (IOException e) {
            LibraryLog.logger().log(Level.DEBUG, "is {0} there: {1}", file, e);
            return false;
        }
    }

    /** Unlinks the name if it is still that file's. */
    void unlink() {
        Path file = file();
        try {
            if (isThere()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            LibraryLog.logger().log(Level.DEBUG, "could not unlink {0}: {1}", file, e);
        }
    }

    private Path file() {
        return NamedFiles.DIRECTORY.resolve(name);
    }

    static long inodeOf(Path file) throws IOException {
        return (Long) Files.getAttribute(file, "unix:ino", LinkOption.NOFOLLOW_LINKS);
    }
}
