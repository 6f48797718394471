package io.github.multiprocessing4j.os;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

/** Error numbers, errno(3), with the values that Linux has on x86-64 and aarch64. */
public final class Errno {
    private static final int EPERM = 1;

    private static final int ENOENT = 2;

    static final int ESRCH = 3;

    static final int EINTR = 4;

    static final int E2BIG = 7;

    static final int ECHILD = 10;

    static final int EAGAIN = 11;

    private static final int EACCES = 13;

    static final int EFAULT = 14;

    private static final int EEXIST = 17;

    static final int EOPNOTSUPP = 95;

    static final int EISDIR = 21;

    static final int EINVAL = 22;

    static final int ETIMEDOUT = 110;

    private Errno() {}

    /**
     * {@return what the number means, for a message}
     *
     * @param errno a positive error number
     */
    public static String describe(int errno) {
        return switch (errno) {
            case 1 -> "operation not permitted (EPERM)";
            case 2 -> "no such file or directory (ENOENT)";
            case 3 -> "no such process (ESRCH)";
            case 7 -> "argument list too long (E2BIG)";
            case 8 -> "not an executable file (ENOEXEC)";
            case 9 -> "not an open descriptor (EBADF)";
            case 10 -> "no such child (ECHILD)";
            case 11 -> "too many processes, or out of resources for now (EAGAIN)";
            case 12 -> "out of memory (ENOMEM)";
            case 13 -> "permission denied (EACCES)";
            case 17 -> "there is one already (EEXIST)";
            case 20 -> "not a directory (ENOTDIR)";
            case 21 -> "a directory (EISDIR)";
            case 22 -> "invalid argument (EINVAL)";
            case 23 -> "too many open files in the system (ENFILE)";
            case 24 -> "too many open files (EMFILE)";
            case 27 -> "too large for a file (EFBIG)";
            case 28 -> "no space left on device (ENOSPC)";
            case 30 -> "a read-only file system (EROFS)";
            case 36 -> "too long a name (ENAMETOOLONG)";
            case 38 -> "not known to this kernel, or forbidden to this process (ENOSYS)";
            case 40 -> "a symbolic link (ELOOP)";
            case 122 -> "this user's quota of the disk is used up (EDQUOT)";
            default -> "error number " + errno;
        };
    }

    /** {@return what {@code java.nio.file} would throw for a file} */
    static IOException exception(String file, int errno) {
        return switch (errno) {
            case ENOENT -> new NoSuchFileException(file, null, describe(errno));
            case EEXIST -> new FileAlreadyExistsException(file, null, describe(errno));
            case EACCES, EPERM -> new AccessDeniedException(file, null, describe(errno));
            default -> new FileSystemException(file, null, describe(errno));
        };
    }
}
