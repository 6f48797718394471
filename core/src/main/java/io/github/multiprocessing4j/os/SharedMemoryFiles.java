package io.github.multiprocessing4j.os;

import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Files that are mapped: open(2), linkat(2), ftruncate(2), mmap(2). What {@code shm_open} does is these on files in
 * {@code /dev/shm}. {@code java.nio} has no files without a name.
 */
public final class SharedMemoryFiles {
    private static final int O_RDWR = 2;

    private static final int O_CREAT = 0x40;

    private static final int O_EXCL = 0x80;

    private static final int O_CLOEXEC = 0x8_0000;

    private static final String ARCH = System.getProperty("os.arch");

    /* Other architectures number the flags of open in ways of their own. */
    private static final boolean KNOWN_FLAGS = ARCH.equals("amd64") || ARCH.equals("aarch64") || ARCH.equals("riscv64");

    private static final boolean AARCH64 = ARCH.equals("aarch64");

    private static final int O_NOFOLLOW = AARCH64 ? 0x8000 : 0x2_0000;

    private static final int O_DIRECTORY = AARCH64 ? 0x4000 : 0x1_0000;

    private static final int O_TMPFILE = 0x40_0000 | O_DIRECTORY;

    private static final int NEW_AND_UNNAMED = O_TMPFILE | O_RDWR | O_CLOEXEC;

    private static final int OWNER_ONLY = 0600;

    private static final int AT_FDCWD = -100;

    private static final int AT_SYMLINK_FOLLOW = 0x400;

    private static final int AT_EMPTY_PATH = 0x1000;

    private static final int PROT_READ_WRITE = 3;

    private static final int MAP_SHARED = 1;

    /* struct statx is the same on every architecture, which struct stat is not. */
    private static final int STATX_BYTES = 256;

    private static final int STATX_TYPE_INO_SIZE = 0x1 | 0x100 | 0x200;

    private static final int STX_MODE = 28;

    private static final int STX_INO = 32;

    private static final int STX_SIZE = 40;

    private static final int S_IFMT = 0xf000;

    private static final int S_IFREG = 0x8000;

    private static final int CHUNK = 1 << 16;

    private static final MemorySegment ZEROS = Arena.global().allocate(CHUNK);

    private static final MemorySegment EMPTY = Arena.global().allocate(1);

    // int open(const char *pathname, int flags, mode_t mode);
    private static final CFunction OPEN = CFunction.named("open");

    // int ftruncate(int fd, off_t length);
    private static final CFunction FTRUNCATE = CFunction.named("ftruncate");

    // int fallocate(int fd, int mode, off_t offset, off_t len);
    private static final CFunction FALLOCATE = CFunction.named("fallocate");

    // ssize_t write(int fd, const void *buf, size_t count);
    private static final CFunction WRITE = CFunction.named("write");

    // int statx(int dirfd, const char *pathname, int flags, unsigned int mask, struct statx *statxbuf);
    private static final CFunction STATX = CFunction.named("statx");

    // int linkat(int olddirfd, const char *oldpath, int newdirfd, const char *newpath, int flags);
    private static final CFunction LINKAT = CFunction.named("linkat");

    // int unlink(const char *pathname);
    private static final CFunction UNLINK = CFunction.named("unlink");

    // void *mmap(void *addr, size_t length, int prot, int flags, int fd, off_t offset);
    private static final CFunction MMAP = CFunction.named("mmap");

    // int munmap(void *addr, size_t length);
    private static final CFunction MUNMAP = CFunction.named("munmap");

    private SharedMemoryFiles() {}

    /**
     * What the kernel says of an open file.
     *
     * @param inode its number
     * @param size in bytes
     * @param regular whether it is a regular file
     */
    public record Status(long inode, long size, boolean regular) {}

    /**
     * {@return whether all this can be done with files in a directory} Not every file system has files without a name, and
     * they are named through {@code /proc}.
     *
     * @param directory where
     */
    public static boolean work(Path directory) {
        if (!KNOWN_FLAGS || !Files.isDirectory(Path.of("/proc/self/fd"))) {
            return false;
        }
        int descriptor = tryOpen(directory.toString(), NEW_AND_UNNAMED);
        if (descriptor >= 0) {
            Descriptors.close(descriptor);
        }
        // A lack of room or descriptors goes by, and says nothing of what the file system can do.
        return descriptor != -Errno.EOPNOTSUPP && descriptor != -Errno.EISDIR && descriptor != -Errno.EINVAL;
    }

    /** {@return a descriptor of a new file of mode 0600 that has no name yet, and vanishes if it gets none} */
    public static int createUnnamed(Path directory) throws IOException {
        return open(directory.toString(), NEW_AND_UNNAMED);
    }

    /** {@return a descriptor of a file that is there; a symbolic link is none} */
    public static int open(Path file) throws IOException {
        return open(file.toString(), O_RDWR | O_NOFOLLOW | O_CLOEXEC);
    }

    /** Makes an empty file, which must not be there yet. */
    public static void createEmpty(Path file) throws IOException {
        Descriptors.close(open(file.toString(), O_CREAT | O_EXCL | O_RDWR | O_CLOEXEC));
    }

    private static int open(String path, int flags) throws IOException {
        return checked(tryOpen(path, flags), path);
    }

    /** {@return a descriptor, or an error number below 0} */
    private static int tryOpen(String path, int flags) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = CFunction.callState(arena);
            MemorySegment name = CStrings.one(arena, path);
            int descriptor;
            do {
                descriptor = OPEN.call(state, name.address(), flags, OWNER_ONLY);
            } while (descriptor == -Errno.EINTR);
            return descriptor;
        }
    }

    /** Gives an unnamed file its name, which must not be taken. */
    public static void name(int descriptor, Path file) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = CFunction.callState(arena);
            MemorySegment unnamed = CStrings.one(arena, "/proc/self/fd/" + descriptor);
            MemorySegment name = CStrings.one(arena, file.toString());
            int result = LINKAT.call(state, AT_FDCWD, unnamed.address(), AT_FDCWD, name.address(), AT_SYMLINK_FOLLOW);
            checked(result, file.toString());
        }
    }

    /** Takes a file's name away. */
    public static void unlink(Path file) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = CFunction.callState(arena);
            checked(UNLINK.call(state, CStrings.one(arena, file.toString()).address()), file.toString());
        }
    }

    /** {@return what is known of an open file} */
    public static Status status(int descriptor) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = CFunction.callState(arena);
            MemorySegment status = arena.allocate(STATX_BYTES, Long.BYTES);
            int result = STATX.call(
                    state, descriptor, EMPTY.address(), AT_EMPTY_PATH, STATX_TYPE_INO_SIZE, status.address());
            checked(result, "descriptor " + descriptor);
            return new Status(
                    status.get(JAVA_LONG, STX_INO),
                    status.get(JAVA_LONG, STX_SIZE),
                    (status.get(JAVA_SHORT, STX_MODE) & S_IFMT) == S_IFREG);
        }
    }

    /** Makes a file that large. Pages that nobody has written are promised, not there. */
    public static void resize(int descriptor, long size) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = CFunction.callState(arena);
            int result;
            do {
                result = FTRUNCATE.call(state, descriptor, size);
            } while (result == -Errno.EINTR);
            checked(result, size + " bytes");
        }
    }

    /**
     * Makes an empty file that large, with memory for all of it.
     *
     * @throws IOException if there is not so much
     */
    public static void reserve(int descriptor, long size) throws IOException {
        int result = allocate(descriptor, size);
        if (result == -Errno.EOPNOTSUPP) {
            writeZeros(descriptor, size);
        } else {
            checked(result, size + " bytes");
        }
    }

    private static int allocate(int descriptor, long size) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = CFunction.callState(arena);
            int result;
            do {
                result = FALLOCATE.call(state, descriptor, 0, 0, size);
            } while (result == -Errno.EINTR);
            return result;
        }
    }

    private static void writeZeros(int descriptor, long size) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = CFunction.callState(arena);
            for (long written = 0; written < size; ) {
                long chunk = Math.min(CHUNK, size - written);
                long n = WRITE.callLong(state, descriptor, ZEROS.address(), chunk);
                if (n != -Errno.EINTR) {
                    written += checked((int) n, size + " bytes");
                }
            }
        }
    }

    /** {@return a file's bytes, until the arena is closed} */
    @SuppressWarnings("restricted")
    public static MemorySegment map(int descriptor, long size, Arena until) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = CFunction.callState(arena);
            long address = MMAP.callLong(state, 0, size, PROT_READ_WRITE, MAP_SHARED, descriptor, 0);
            if (address < 0) {
                throw Errno.exception(size + " bytes of shared memory", (int) -address);
            }
            MemorySegment mapped = MemorySegment.ofAddress(address).reinterpret(size);
            try {
                return mapped.reinterpret(until, SharedMemoryFiles::unmap);
            } catch (RuntimeException e) { // the arena is closed, or another thread's
                unmap(mapped);
                throw e;
            }
        }
    }

    private static void unmap(MemorySegment mapped) {
        int ignored = MUNMAP.callPlain(mapped.address(), mapped.byteSize());
    }

    private static int checked(int result, String file) throws IOException {
        if (result < 0) {
            throw Errno.exception(file, -result);
        }
        return result;
    }
}
