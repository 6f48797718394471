package io.github.multiprocessing4j.region;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import org.jspecify.annotations.Nullable;

/*
 * Locks are those of fcntl(2): they belong to the process, not to the descriptor, and the kernel takes them away as it ends, so
 * they can't be left behind. They are lost, too, when the process closes any other descriptor of the file; hence a region is
 * opened once in a process.
 */
/**
 * Who uses a region: every process sits on one of its 64 seats, that is, holds a lock of one byte of its file. The last
 * seat is for all who find no other.
 */
final class Seats {
    static final int COUNT = 64;

    private static final int SHARED = COUNT - 1;

    private final FileChannel file;

    /** Where this process sits. */
    private final int own;

    private final FileLock lock;

    private Seats(FileChannel file, int own, FileLock lock) {
        this.file = file;
        this.own = own;
        this.lock = lock;
    }

    /** Takes a seat, which is not given up before the process ends or {@link #leave}. */
    static Seats take(FileChannel file) throws IOException {
        for (int seat = 0; seat < SHARED; seat++) {
            FileLock lock = tryLock(file, seat);
            if (lock != null) {
                return new Seats(file, seat, lock);
            }
        }
        return new Seats(file, SHARED, file.lock(RegionHeader.SEATS_AT + SHARED, 1, true));
    }

    private static @Nullable FileLock tryLock(FileChannel file, int seat) throws IOException {
        return file.tryLock(RegionHeader.SEATS_AT + seat, 1, false);
    }

    int own() {
        return own;
    }

    /** {@return those of the given seats on which nobody sits any more} */
    long dead(long seats) throws IOException {
        long dead = 0;
        for (int seat = 0; seat < COUNT; seat++) {
            if (seat != own && (seats & 1L << seat) != 0) {
                try (FileLock lock = tryLock(file, seat)) {
                    dead |= lock == null ? 0 : 1L << seat;
                }
            }
        }
        return dead;
    }

    void leave() throws IOException {
        lock.release();
    }

    /** {@return whether nobody sits there now; if so, nobody can take a seat until the file is closed} */
    static boolean lockAll(FileChannel file) throws IOException {
        return file.tryLock(RegionHeader.SEATS_AT, COUNT, false) != null;
    }
}
