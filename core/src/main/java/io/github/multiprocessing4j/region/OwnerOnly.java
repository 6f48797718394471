package io.github.multiprocessing4j.region;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** The attributes of files and directories that are nobody else's business. */
final class OwnerOnly {
    private OwnerOnly() {}

    /** {@return what a file is created with: mode 0600 where there are modes} */
    static FileAttribute<?>[] attributes(Path file) {
        return of(file, "rw-------");
    }

    /** {@return what a directory is created with: mode 0700 where there are modes} */
    static FileAttribute<?>[] directoryAttributes(Path directory) {
        return of(directory, "rwx------");
    }

    /** {@return a channel to a file of that kind, which was not there before} */
    static FileChannel create(Path file) throws IOException {
        return FileChannel.open(
                file,
                Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE),
                attributes(file));
    }

    private static FileAttribute<?>[] of(Path path, String permissions) {
        boolean posix = path.getFileSystem().supportedFileAttributeViews().contains("posix");
        return posix
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
                }
                : new FileAttribute<?>[0];
    }
}
