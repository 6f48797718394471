package io.github.multiprocessing4j.failure;

import java.io.Serializable;

/**
 * How a process ended: by its own exit code or by a signal, if that is known. Values are immutable, and equal when they say
 * the same.
 *
 * <p>A JVM blurs the two (it <em>exits</em> with 143 under SIGTERM, and with 134 or 1 after a crash in native code); an
 * {@code ExitStatus} says what really happened, whichever way the JVM put it.
 */
public sealed interface ExitStatus extends Serializable {

    /** {@return CPython's {@code exitcode}: the exit code, or the negated signal number; 255 if nobody knows} */
    int exitCode();

    /** {@return whether the process ended because a thread of it ran out of memory} */
    default boolean outOfMemory() {
        return false;
    }

    /** {@return whether the process ended of its own accord with exit code 0} */
    default boolean success() {
        return exitCode() == 0;
    }

    /**
     * The process ended of its own accord.
     *
     * @param exitCode 0 to 255
     * @param outOfMemory whether it ended because of an {@link OutOfMemoryError} that nothing in the process dealt with
     */
    record Exited(int exitCode, boolean outOfMemory) implements ExitStatus {
        /**
         * An ordinary end.
         *
         * @param exitCode 0 to 255
         */
        public Exited(int exitCode) {
            this(exitCode, false);
        }

        @Override
        public String toString() {
            return "exited with code " + exitCode + (outOfMemory ? " (out of memory)" : "");
        }
    }

    /**
     * The process has ended, and nobody can tell how. So it is if other code in the parent, a native library perhaps, waits for
     * any child of it with {@code waitpid(-1, ...)}, or makes it ignore SIGCHLD. That it has no exit code is shown as 255, as
     * CPython's {@code asyncio} does.
     */
    record Unknown() implements ExitStatus {
        @Override
        public int exitCode() {
            return 255;
        }

        @Override
        public String toString() {
            return "ended, and nobody can tell how: other code in its parent reaps its children or ignores SIGCHLD";
        }
    }

    /**
     * The process was ended by a signal: killed by it, or brought to an orderly end by it.
     *
     * @param signal the signal's number on this system, as 9 for SIGKILL
     */
    record Signaled(int signal) implements ExitStatus {
        @Override
        public int exitCode() {
            return -signal;
        }

        /** {@return the signal's POSIX name, as {@code SIGKILL}} */
        public String signalName() {
            return SignalNames.of(signal);
        }

        @Override
        public String toString() {
            return "killed by " + signalName();
        }
    }
}
