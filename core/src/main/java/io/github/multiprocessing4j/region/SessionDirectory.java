package io.github.multiprocessing4j.region;

import io.github.multiprocessing4j.os.FaultPoint;
import io.github.multiprocessing4j.os.LibraryLog;
import io.github.multiprocessing4j.os.ProcStat;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger.Level;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The private directory (mode 0700) of a tree of processes, for sockets, mapped files and crash reports. The process at the
 * root makes it at first use and removes it when it exits; its descendants use it too.
 *
 * <p>File names begin with a letter that says what it is, followed by the pid of who made it. What a process leaves, its parent
 * removes as it notices its end. When the root is killed, its {@link Tracker} removes the directory; should that be killed
 * too, whoever comes next {@linkplain LeftSessions sweeps}: the directory's {@linkplain SessionName name} tells whether its
 * owner is dead, and only then is it removed. Where there is no {@code /proc}, or one of another pid namespace, nothing is
 * swept.
 *
 * <p>The directory is on a file system in memory if there is one: what is mapped there is never written to a disk, and
 * the path is short enough for a socket address, which the JVM's temporary directory need not be.
 */
public final class SessionDirectory {
    /** What every name begins with. */
    public static final String PREFIX = SessionName.PREFIX;

    /** {@code sun_path} holds 108 bytes with its NUL; what we put below the directory takes at most 30 of them. */
    private static final int LONGEST_PATH = 107 - 30;

    private static final int LONGEST_PARENT = LONGEST_PATH - 40;

    private static final AtomicLong COUNTER = new AtomicLong();

    /** Whether this process is on its way out, and what is removed stays removed. */
    private static volatile boolean ending;

    /** What has to be done first when this process ends. */
    private static volatile Runnable beforeEnd = () -> {};

    /** Null until it is needed. Guarded by the class. */
    private static @Nullable Path directory;

    /** The file system's identity of it, by which a stranger's of the same name is known. Guarded by the class. */
    private static @Nullable Object identity;

    /** Of the process at the root, if it has one. Guarded by the class. */
    private static @Nullable Tracker tracker;

    private SessionDirectory() {}

    /**
     * {@return the directory, which exists when this returns} It is made again if somebody has cleaned up, as a login
     * manager does with what a user has in shared memory when he logs out.
     *
     * @throws UncheckedIOException if there is nowhere to make it, or somebody else has put one in its place
     */
    public static synchronized Path get() {
        try {
            Path known = directory;
            if (known == null) {
                known = create();
                directory = known;
                identity = identityOf(known);
            } else if (!ending) {
                makeSureOf(known);
            }
            return known;
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "there is no private directory for sockets and shared memory: " + e.getMessage(), e);
        }
    }

    /** {@return where the directory is, or would be, whether it is there or not} */
    public static synchronized Path path() {
        Path known = directory;
        return known == null ? get() : known;
    }

    private static void makeSureOf(Path known) throws IOException {
        if (!Files.exists(known, LinkOption.NOFOLLOW_LINKS)) {
            if (LeftSessions.isDead(known)) {
                throw new IOException("the process at the root of the tree has ended, and " + known + " with it");
            }
            Files.createDirectory(known, OwnerOnly.directoryAttributes(known));
            identity = identityOf(known);
            startTrackerAnew(known); // the other one is in the directory that was removed
        } else if (identity == null) {
            identity = identityOf(known);
        } else if (!Objects.equals(identity, identityOf(known))) {
            throw new IOException(known + " was removed, and somebody has put something else in its place");
        }
    }

    private static @Nullable Object identityOf(Path path) throws IOException {
        return Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                .fileKey();
    }

    /**
     * In a process that another one of the tree has started, before anything else: this is the tree's directory.
     *
     * @param tree the root's
     */
    public static synchronized void join(Path tree) {
        directory = tree;
        FaultPoint.at("directory.joined");
    }

    private static Path create() throws IOException {
        IOException last = null;
        for (String base : new String[] {"/dev/shm", System.getProperty("java.io.tmpdir"), "/tmp"}) {
            Path parent = Path.of(base).toAbsolutePath();
            if (!Files.isDirectory(parent)
                    || !Files.isWritable(parent)
                    || parent.toString().length() > LONGEST_PARENT) {
                continue;
            }
            Path own = parent.resolve(SessionName.ofThisProcess().toString());
            Thread cleanup = new Thread(() -> endLast(own), "mp4j-session-cleanup");
            try {
                Runtime.getRuntime().addShutdownHook(cleanup);
                make(own);
                FaultPoint.at("directory.made");
                LeftSessions.sweep(parent, Files.getOwner(own));
                FaultPoint.at("directory.swept");
                return own;
            } catch (IOException e) {
                Runtime.getRuntime().removeShutdownHook(cleanup);
                last = e;
            }
        }
        throw new IOException(
                "/dev/shm, java.io.tmpdir (" + System.getProperty("java.io.tmpdir")
                        + ") and /tmp are missing, not writable or too long a path; name a directory in which this user"
                        + " may write, of at most " + LONGEST_PARENT + " characters, by -Djava.io.tmpdir=..., or in a"
                        + " container mount a tmpfs at /dev/shm",
                last);
    }

    private static void make(Path own) throws IOException {
        tracker = Tracker.make(own);
        if (tracker == null) {
            Files.createDirectory(own, OwnerOnly.directoryAttributes(own));
        }
    }

    /** Sees to it that what is made now does not outlive the tree, though somebody may have killed who looks after that. */
    static synchronized void makeSureOfTracker() {
        if (tracker != null && directory != null && tracker.hasEnded()) {
            logger().log(
                            Level.WARNING,
                            "the process that removes what is left of shared memory was killed; another one is"
                                    + " started");
            startTrackerAnew(directory);
        }
    }

    private static void startTrackerAnew(Path known) {
        if (tracker != null) {
            tracker.forget();
            tracker = Tracker.start(known);
        }
    }

    /**
     * Has something done before the directory is removed when this process ends: shutdown hooks run all at once, and children
     * that are ended by one of them still need the directory.
     *
     * @param first what returns when it is done, in whatever thread it was begun
     */
    public static void endAfter(Runnable first) {
        beforeEnd = first;
    }

    private static void endLast(Path own) {
        try {
            beforeEnd.run();
        } finally {
            end(own);
        }
    }

    private static synchronized void end(Path own) {
        ending = true;
        try {
            if (Objects.equals(identity, identityOf(own))) {
                LeftSessions.warnOfNames(own);
                LeftSessions.remove(own);
            }
        } catch (IOException e) {
            logger().log(Level.DEBUG, "somebody has removed {0}: {1}", own, e);
        }
    }

    /**
     * {@return the path of a new file}
     *
     * @param kind a letter
     */
    public static Path newFile(String kind) {
        return get().resolve(kind + ProcessHandle.current().pid() + "-" + COUNTER.incrementAndGet());
    }

    /**
     * {@return the path of a file to be made, by which a named block is unlinked when the process at the root has ended}
     *
     * @param name the block's
     * @param inode its file's
     */
    static Path recordOf(String name, long inode) {
        Path record = get().resolve(new TrackedName(inode, name).fileName());
        makeSureOfTracker();
        return record;
    }

    /** A named block is gone, or was never tracked. */
    static void untrack(String name, long inode) throws IOException {
        Path own;
        synchronized (SessionDirectory.class) {
            own = directory;
        }
        if (own != null && TrackedName.canBe(name)) {
            Files.deleteIfExists(own.resolve(new TrackedName(inode, name).fileName()));
        }
    }

    /**
     * Removes what a process of this tree has made and nobody uses any more.
     *
     * @param pid of a process that has ended
     */
    public static void removeAfter(long pid) {
        Path own;
        synchronized (SessionDirectory.class) {
            own = directory;
        }
        if (own == null) {
            return;
        }
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(own)) {
            for (Path entry : entries) {
                removeAfter(pid, entry);
            }
        } catch (IOException | DirectoryIteratorException e) {
            logger().log(Level.DEBUG, "could not look for what process {0} has left: {1}", pid, e);
        }
        try {
            Heap.lookAgain();
        } catch (IOException e) {
            logger().log(Level.DEBUG, "could not look for memory that process {0} had: {1}", pid, e);
        }
    }

    private static void removeAfter(long pid, Path entry) {
        String name = entry.getFileName().toString();
        try {
            if (name.startsWith("r")) {
                Heap.sweep(entry);
            } else if (name.startsWith(pid + "-", 1)) {
                if (OwnName.isRecord(name)) {
                    OwnName.unlink(entry);
                }
                Files.deleteIfExists(entry);
            }
        } catch (NoSuchFileException e) {
            // somebody else has removed it meanwhile
        } catch (IOException e) {
            logger().log(Level.DEBUG, "could not remove what process {0} has left: {1}", pid, e);
        }
    }

    /**
     * {@return files of what processes have logged that have ended} Each is removed by the process's parent as soon as that knows of the end, unless the parent was killed.
     */
    public static List<Path> logsOfDeadProcesses() {
        Path own;
        synchronized (SessionDirectory.class) {
            own = directory;
        }
        List<Path> logs = new ArrayList<>();
        if (own != null) {
            try (DirectoryStream<Path> entries = Files.newDirectoryStream(own, "l*")) {
                for (Path entry : entries) {
                    if (isLogOfADeadProcess(entry.getFileName().toString())) {
                        logs.add(entry);
                    }
                }
            } catch (IOException | DirectoryIteratorException e) {
                logger().log(Level.DEBUG, "could not look for what dead processes have logged: {0}", e);
            }
        }
        return logs;
    }

    private static boolean isLogOfADeadProcess(String name) {
        int dash = name.indexOf('-');
        if (!name.startsWith("l") || dash < 0) {
            return false;
        }
        try {
            long process = Long.parseLong(name.substring(1, dash));
            return !ProcStat.of(process).map(ProcStat::alive).orElse(false);
        } catch (NumberFormatException e) {
            return false;
        }
    }

    /** Asked for when it is needed: a child's start has no time for it. */
    private static System.Logger logger() {
        return LibraryLog.logger();
    }

    /** {@return the pid namespace of this process, 0 if unknown} */
    static long pidNamespace() {
        return SessionName.namespaceOfThisProcess().orElse(0);
    }
}
