package io.github.multiprocessing4j.os;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.NonWritableChannelException;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/*
 * The JDK tells nobody the descriptor behind a channel. But what is done to a channel shows at its descriptors, and at
 * no others:
 *
 * A lock on a range of a file that nobody has any use for, beyond all that can be written, stands in /proc/self/fdinfo
 * at the very open file that it was made through, even if others are open for the same file.
 *
 * An option of a socket that makes no difference for the moment is changed and changed back, and only at one socket is
 * it seen to be so both times. Should another one happen to be changed alike in the same moment, it is tried again.
 */
/** Finds the descriptors of an open channel. */
final class ChannelSearch {
    private static final Path DESCRIPTORS = Path.of("/proc/self/fd");

    private static final Path DETAILS = Path.of("/proc/self/fdinfo");

    /** Ranges begin somewhere in the upper half of where a file can be locked. */
    private static final long FIRST_RANGE = 1L << 62;

    private static final int TRIES = 100;

    private ChannelSearch() {}

    /** {@return all descriptors of this process for what a channel has open; at least one} */
    static Set<Integer> descriptors(FileChannel channel) throws IOException {
        for (int i = 0; i < TRIES; i++) {
            Set<Integer> found = tryToFind(channel);
            if (!found.isEmpty()) {
                return found;
            }
        }
        throw new UnsupportedOperationException("this system does not tell in /proc which files are locked");
    }

    /**
     * {@return nothing if another thread closes a descriptor of the same file meanwhile, since all locks vanish with
     * that}
     */
    private static Set<Integer> tryToFind(FileChannel channel) throws IOException {
        long range = ThreadLocalRandom.current().nextLong(FIRST_RANGE, Long.MAX_VALUE);
        try (FileLock lock = lock(channel, range)) {
            if (lock == null) {
                throw new IOException("another process has locked all of the file; it must unlock it, or lock less");
            }
            return locked(" " + range + " " + range);
        }
    }

    private static @Nullable FileLock lock(FileChannel channel, long range) throws IOException {
        try {
            return channel.tryLock(range, 1, false);
        } catch (NonWritableChannelException e) {
            return channel.tryLock(range, 1, true);
        } catch (OverlappingFileLockException e) {
            throw new IOException("this process has locked all of the file; unlock it first, or lock less of it", e);
        }
    }

    private static Set<Integer> locked(String range) throws IOException {
        Set<Integer> found = new HashSet<>();
        try (DirectoryStream<Path> all = Files.newDirectoryStream(DETAILS)) {
            for (Path each : all) {
                if (isLocked(each, range)) {
                    found.add(number(each));
                }
            }
        }
        return found;
    }

    private static boolean isLocked(Path details, String range) throws IOException {
        try {
            return Files.readAllLines(details).stream()
                    .anyMatch(line -> line.startsWith("lock:") && line.endsWith(range));
        } catch (IOException e) {
            if (Files.exists(details)) {
                throw e;
            }
            return false; // closed meanwhile, perhaps between opening and reading this
        }
    }

    /** {@return all descriptors of this process for a socket; at least one} */
    static synchronized Set<Integer> descriptors(SocketMark mark) throws IOException {
        for (int i = 0; i < TRIES; i++) {
            Map<Integer, String> sockets = sockets();
            sockets.keySet().removeIf(each -> mark.isSetAt(each));
            mark.set();
            try {
                sockets.keySet().removeIf(each -> !mark.isSetAt(each));
            } finally {
                mark.clear();
            }
            sockets.keySet().removeIf(each -> mark.isSetAt(each));
            if (new HashSet<>(sockets.values()).size() == 1) {
                return sockets.keySet();
            }
        }
        throw new IOException("the socket's descriptor can't be told from others: their options change all the time");
    }

    /** {@return the sockets behind descriptors} */
    private static Map<Integer, String> sockets() throws IOException {
        Map<Integer, String> found = new HashMap<>();
        try (DirectoryStream<Path> all = Files.newDirectoryStream(DESCRIPTORS)) {
            for (Path each : all) {
                String file = target(each);
                if (file.startsWith("socket:")) {
                    found.put(number(each), file);
                }
            }
        }
        return found;
    }

    private static String target(Path link) throws IOException {
        try {
            return Files.readSymbolicLink(link).toString();
        } catch (NoSuchFileException e) {
            return ""; // closed meanwhile
        }
    }

    private static int number(Path entry) {
        return Integer.parseInt(entry.getFileName().toString());
    }
}
