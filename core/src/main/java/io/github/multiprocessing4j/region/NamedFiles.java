package io.github.multiprocessing4j.region;

import io.github.multiprocessing4j.os.MissingFunctionException;
import io.github.multiprocessing4j.os.NativeAccess;
import io.github.multiprocessing4j.os.SharedMemoryFiles;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/** How named blocks are made and found: files in a directory that processes of other trees and languages know. */
sealed interface NamedFiles permits NativeNamedFiles, PortableNamedFiles {
    /** Where {@code shm_open} has them; elsewhere there is no {@code shm_open} to agree with. */
    Path DIRECTORY = Files.isDirectory(Path.of("/dev/shm"))
            ? Path.of("/dev/shm")
            : Path.of(Objects.requireNonNull(System.getProperty("java.io.tmpdir")));

    /** {@return those of this JVM} */
    static NamedFiles ofThisJvm() {
        return !Boolean.getBoolean(WordWait.PORTABLE) && nativeOnesWork()
                ? new NativeNamedFiles()
                : new PortableNamedFiles();
    }

    private static boolean nativeOnesWork() {
        try {
            return NativeAccess.available() && SharedMemoryFiles.work(DIRECTORY);
        } catch (ExceptionInInitializerError e) {
            if (e.getCause() instanceof MissingFunctionException) {
                return false;
            }
            throw e;
        }
    }

    /**
     * A mapped file.
     *
     * @param lifetime until when it is mapped
     * @param memory its bytes
     * @param inode by which a file is known that has got the same name later
     */
    record Mapping(Lifetime lifetime, MemorySegment memory, long inode) {}

    Mapping create(Wish wish) throws IOException;

    Mapping open(String name) throws IOException;

    /** Takes the name away, be it whose it may. */
    void unlink(String name) throws IOException;

    /** Throws if a file can't be what is opened. */
    static void check(Path file, boolean regular, long size) throws IOException {
        if (!regular) {
            throw new FileSystemException(file.toString(), null, "is no shared memory");
        }
        if (size == 0) {
            throw new FileSystemException(
                    file.toString(), null, "is empty: who made it has not given it a size yet, or died before");
        }
    }

    /** {@return what is told where no file can be made, which does not concern memory without a name} */
    static FileSystemException unwritable(IOException cause) {
        var told = new FileSystemException(
                DIRECTORY.toString(),
                null,
                "this process can't make a file in " + DIRECTORY + ", which is read-only or another user's. Make it"
                        + " writable (in a container, mount a tmpfs there),"
                        + " or use a Value or an Array, whose memory has no"
                        + " name and may be elsewhere");
        told.initCause(cause);
        return told;
    }
}
