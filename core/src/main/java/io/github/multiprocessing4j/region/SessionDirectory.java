package io.github.multiprocessing4j.region;

import io.github.multiprocessing4j.os.ProcSelf;
import io.github.multiprocessing4j.os.ProcStat;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * This process's private directory (mode 0700) for sockets, mapped files and crash reports; made at first use, removed
 * when the process exits.
 *
 * <p>A process that is killed can't remove its own. Its children do as they notice its death, its parent sweeps after it, and
 * so does whoever comes next: the name carries the owner's pid namespace, pid and start time, so that a directory is known to
 * be dead for certain, and only then removed. Where there is no {@code /proc}, or one of another pid namespace, nothing is
 * swept.
 *
 * <p>The directory is on a file system in memory if there is one: what is mapped there is never written to a disk, and
 * the path is short enough for a socket address, which the JVM's temporary directory need not be.
 */
public final class SessionDirectory {
    /** What every name begins with. */
    public static final String PREFIX = "mp4j-";

    private static final Logger LOG = System.getLogger("io.github.multiprocessing4j");

    /** {@code sun_path} holds 108 bytes with its NUL; what we put below the directory takes at most 30 of them. */
    private static final int LONGEST_PATH = 107 - 30;

    /** Whether this process is on its way out, and what is removed stays removed. */
    private static volatile boolean ending;

    private SessionDirectory() {}

    /** Null until it is needed. Guarded by the class. */
    private static @Nullable Path directory;

    /** The file system's identity of it, by which a stranger's of the same name is known. Guarded by the class. */
    private static @Nullable Object identity;

    /**
     * {@return the directory, which exists when this returns} It is made again if somebody has cleaned up, as a login
     * manager does with what a user has in shared memory when he logs out.
     *
     * @throws UncheckedIOException if there is nowhere to make it, or somebody else has put one in its place
     */
    public static synchronized Path get() {
        Path known = directory;
        try {
            if (known == null) {
                known = create();
                directory = known;
                identity = identityOf(known);
            } else if (!ending && !Files.exists(known, LinkOption.NOFOLLOW_LINKS)) {
                Files.createDirectory(known, ownerOnly(known));
                identity = identityOf(known);
            } else if (!ending && !Objects.equals(identity, identityOf(known))) {
                throw new IOException(known + " was removed, and somebody has put something else in its place");
            }
            return known;
        } catch (IOException e) {
            throw new UncheckedIOException("there is no private directory for sockets: " + e.getMessage(), e);
        }
    }

    private static @Nullable Object identityOf(Path path) throws IOException {
        return Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                .fileKey();
    }

    /**
     * Deletes a directory and what is in it as far as that is possible.
     *
     * @param directory a session's directory, its owner's or a dead one's
     */
    public static void remove(Path directory) {
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
            for (Path entry : entries) {
                Files.deleteIfExists(entry);
            }
            Files.deleteIfExists(directory);
        } catch (IOException e) {
            LOG.log(Level.DEBUG, "could not remove {0}: {1}", directory, e);
        }
    }

    private static synchronized void end(Path own) {
        ending = true;
        try {
            if (Objects.equals(identity, identityOf(own))) {
                remove(own);
            }
        } catch (IOException e) {
            LOG.log(Level.DEBUG, "somebody has removed {0}: {1}", own, e);
        }
    }

    private static Path create() throws IOException {
        IOException last = null;
        for (String base : new String[] {"/dev/shm", System.getProperty("java.io.tmpdir"), "/tmp"}) {
            Path parent = Path.of(base);
            if (!Files.isDirectory(parent) || !Files.isWritable(parent) || base.length() > LONGEST_PATH - 40) {
                continue;
            }
            try {
                Path own = parent.resolve(ownName());
                Runtime.getRuntime().addShutdownHook(new Thread(() -> end(own), "mp4j-session-cleanup"));
                Path made = Files.createDirectory(own, ownerOnly(parent));
                sweep(parent, Files.getOwner(made));
                return made;
            } catch (IOException e) {
                last = e;
            }
        }
        throw new IOException(
                "/dev/shm, java.io.tmpdir (" + System.getProperty("java.io.tmpdir")
                        + ") and /tmp are missing, not writable or too long a path",
                last);
    }

    private static FileAttribute<?>[] ownerOnly(Path parent) {
        boolean posix = parent.getFileSystem().supportedFileAttributeViews().contains("posix");
        return posix
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"))
                }
                : new FileAttribute<?>[0];
    }

    /** prefix, pid namespace, pid, start ticks, something nobody can guess. */
    private static String ownName() {
        long pid = ProcessHandle.current().pid();
        long ticks = ProcStat.own().map(ProcStat::startTicks).orElse(0L);
        byte[] random = new byte[4];
        new SecureRandom().nextBytes(random);
        return PREFIX + pidNamespace().orElse("0") + "-" + pid + "-" + ticks + "-"
                + HexFormat.of().formatHex(random);
    }

    private static Optional<String> pidNamespace() {
        try {
            return Optional.of(Files.readSymbolicLink(Path.of("/proc/self/ns/pid"))
                    .toString()
                    .replaceAll("[^0-9]", ""));
        } catch (IOException | UnsupportedOperationException e) {
            return Optional.empty();
        }
    }

    /** Removes what dead processes of this user have left, as far as it is where this process's own directory is. */
    public static void sweep() {
        Path own;
        synchronized (SessionDirectory.class) {
            own = directory;
        }
        Path parent = own == null ? null : own.getParent();
        if (parent != null) {
            try {
                sweep(parent, Files.getOwner(own, LinkOption.NOFOLLOW_LINKS));
            } catch (IOException e) {
                LOG.log(Level.DEBUG, "whose is {0}: {1}", own, e);
            }
        }
    }

    private static void sweep(Path parent, UserPrincipal self) {
        Optional<String> namespace = pidNamespace();
        if (namespace.isEmpty() || !ProcSelf.knowsOurPids()) {
            return;
        }
        try (DirectoryStream<Path> sessions = Files.newDirectoryStream(parent, PREFIX + namespace.get() + "-*")) {
            for (Path session : sessions) {
                if (isOwnedBy(self, session) && !ownerLives(session)) {
                    remove(session);
                }
            }
        } catch (IOException e) {
            LOG.log(Level.DEBUG, "could not look for left-over directories in {0}: {1}", parent, e);
        }
    }

    private static boolean isOwnedBy(UserPrincipal self, Path session) {
        try {
            return Files.getOwner(session, LinkOption.NOFOLLOW_LINKS).equals(self);
        } catch (FileSystemException e) {
            return false; // removed by its owner in the meantime
        } catch (IOException | UnsupportedOperationException e) {
            LOG.log(Level.DEBUG, "whose is {0}: {1}", session, e);
            return false;
        }
    }

    /** Whatever can't be read as one of our names counts as alive, and so does a pid whose entry is hidden from us. */
    private static boolean ownerLives(Path session) {
        String[] parts = session.getFileName().toString().split("-", -1);
        if (parts.length != 5) {
            return true;
        }
        try {
            long pid = Long.parseLong(parts[2]);
            Optional<ProcStat> stat = ProcStat.of(pid);
            return stat.isPresent()
                    ? stat.get().alive() && stat.get().startTicks() == Long.parseLong(parts[3])
                    : ProcessHandle.of(pid).isPresent();
        } catch (NumberFormatException e) {
            return true;
        }
    }
}
