package io.github.multiprocessing4j.launch;

import java.io.InputStream;
import java.util.List;
import java.util.Optional;

/** A process that this one has started. Thread-safe. */
public interface LaunchedProcess {
    /** {@return its process id} */
    long pid();

    /**
     * Waits until the operating system declares it dead; to be called by one thread, once, or again after an {@link
     * OutOfMemoryError}. Does not notice interrupts.
     *
     * @return how it ended; nothing if the operating system does not say
     */
    Optional<Ending> awaitEnd();

    /**
     * Sends it a signal, if it has not ended.
     *
     * @param signal the signal's number
     * @return whether there was anybody to send it to
     */
    boolean signal(int signal);

    /** {@return what to read its standard output and standard error from, if they are {@link Stdio.Piped}} */
    List<InputStream> outputs();

    /**
     * How a process ended, as far as its parent can see from outside.
     *
     * @param signaled whether a signal killed it
     * @param number the signal's number or the exit code
     * @param exact false where the system's words did not reach us: an exit code over 128 may then mean a signal
     */
    record Ending(boolean signaled, int number, boolean exact) {}
}
