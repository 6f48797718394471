package io.github.multiprocessing4j.region;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
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

    private static final long PATIENCE_NANOS = 2_000_000_000;

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
        return new Seats(file, SHARED, shareTheLast(file));
    }

    /** It is locked by somebody alone only as long as it takes to look whether it is vacant, or to remove the file. */
    private static FileLock shareTheLast(FileChannel file) throws IOException {
        long start = System.nanoTime();
        while (true) {
            FileLock lock = file.tryLock(RegionHeader.SEATS_AT + SHARED, 1, true);
            if (lock != null) {
                return lock;
            }
            if (System.nanoTime() - start > PATIENCE_NANOS) {
                throw new IOException("another process is removing it, and does not go on");
            }
            LockSupport.parkNanos(PATIENCE_NANOS / 1000);
        }
    }

    private static @Nullable FileLock tryLock(FileChannel file, int seat) throws IOException {
        return file.tryLock(RegionHeader.SEATS_AT + seat, 1, false);
    }

    int own() {
        return own;
    }

    /** {@return whether others may sit on a seat as well: one of them can't say that nobody there has something any more} */
    static boolean isShared(int seat) {
        return seat == SHARED;
    }

    /** {@return those of the given seats on which nobody sits, and nobody can until they are closed} */
    Vacancies vacanciesAmong(long seats) throws IOException {
        Vacancies vacancies = new Vacancies();
        try {
            for (int seat = 0; seat < COUNT; seat++) {
                if (seat != own && (seats & 1L << seat) != 0) {
                    vacancies.add(seat, tryLock(file, seat));
                }
            }
            return vacancies;
        } catch (Throwable t) {
            vacancies.close();
            throw t;
        }
    }

    /** Seats that are kept vacant. */
    static final class Vacancies implements AutoCloseable {
        private final List<FileLock> locks = new ArrayList<>();

        private long seats;

        private void add(int seat, @Nullable FileLock lock) {
            if (lock != null) {
                locks.add(lock);
                seats |= 1L << seat;
            }
        }

        /** {@return a bit for each} */
        long seats() {
            return seats;
        }

        @Override
        public void close() throws IOException {
            for (FileLock lock : locks) {
                lock.release();
            }
        }
    }

    void leave() throws IOException {
        lock.release();
    }

    /** {@return whether nobody sits there now; if so, nobody can take a seat until the file is closed} */
    static boolean lockAll(FileChannel file) throws IOException {
        return file.tryLock(RegionHeader.SEATS_AT, COUNT, false) != null;
    }
}
