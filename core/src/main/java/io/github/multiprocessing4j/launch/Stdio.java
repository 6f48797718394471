package io.github.multiprocessing4j.launch;

import java.nio.file.Path;

/** Where a new process's standard output and standard error go. */
public sealed interface Stdio {
    /** Where this process's own go. */
    record Inherited() implements Stdio {}

    /** To pipes, one for each, that this process reads. */
    record Piped() implements Stdio {}

    /**
     * Both to the end of a file, which is made if it is missing.
     *
     * @param path the file
     */
    record ToFile(Path path) implements Stdio {}

    /** Nowhere. */
    record Discarded() implements Stdio {}
}
