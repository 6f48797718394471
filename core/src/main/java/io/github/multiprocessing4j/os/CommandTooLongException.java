package io.github.multiprocessing4j.os;

import java.io.IOException;
import java.io.Serial;

/** The system takes no command line and environment of this length, execve(2). */
public final class CommandTooLongException extends IOException {
    @Serial
    private static final long serialVersionUID = 1L;

    CommandTooLongException() {
        super(Errno.describe(Errno.E2BIG));
    }
}
