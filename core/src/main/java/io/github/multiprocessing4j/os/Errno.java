package io.github.multiprocessing4j.os;

/** Error numbers, errno(3), with the values that Linux has on x86-64 and aarch64. */
public final class Errno {
    static final int EINTR = 4;

    static final int E2BIG = 7;

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
            case 10 -> "no such child (ECHILD)";
            case 11 -> "too many processes, or out of resources for now (EAGAIN)";
            case 12 -> "out of memory (ENOMEM)";
            case 13 -> "permission denied (EACCES)";
            case 20 -> "not a directory (ENOTDIR)";
            case 23 -> "too many open files in the system (ENFILE)";
            case 24 -> "too many open files (EMFILE)";
            case 28 -> "no space left on device (ENOSPC)";
            default -> "error number " + errno;
        };
    }
}
