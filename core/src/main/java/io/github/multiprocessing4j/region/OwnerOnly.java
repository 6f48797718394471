package io.github.multiprocessing4j.region;

import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;

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

    private static FileAttribute<?>[] of(Path path, String permissions) {
        boolean posix = path.getFileSystem().supportedFileAttributeViews().contains("posix");
        return posix
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
                }
                : new FileAttribute<?>[0];
    }
}
