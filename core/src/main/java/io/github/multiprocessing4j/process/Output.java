package io.github.multiprocessing4j.process;

import io.github.multiprocessing4j.launch.Stdio;
import java.nio.file.Path;

/**
 * Where a child's standard output and standard error go. They are the user's: this
 * library writes nothing there but the stack trace of what left the target, on standard error, as a JVM does for its main
 * thread.
 *
 * <p>HotSpot's own messages go to standard error, but for one: the note of some twenty lines that it writes as it crashes in
 * native code goes to standard output, whatever its options say. Most of these lines begin with {@code #}, not all. The
 * file that they name is gone; its beginning is {@link ChildProcess#crashReport()}.
 */
public final class Output {
    /** Where this process's own go: the same terminal, file or pipe. The default. */
    public static final Output INHERIT = new Output("INHERIT", new Stdio.Inherited());

    /**
     * Through this process, line by line, each with the child's name before it, to {@link System#out} and
     * {@link System#err}. A line is never split by another's, and is kept in memory until it is complete.
     */
    public static final Output LINES = new Output("LINES", new Stdio.Piped());

    /** Nowhere. */
    public static final Output DISCARD = new Output("DISCARD", new Stdio.Discarded());

    private final String description;

    private final Stdio stdio;

    private Output(String description, Stdio stdio) {
        this.description = description;
        this.stdio = stdio;
    }

    /**
     * {@return both to the end of a file, which is made, readable by its owner only, if it is missing} Whether it can be
     * written is seen at the start, which fails with a {@link io.github.multiprocessing4j.failure.ProcessStartException} if
     * its directory is missing, or the file is a directory or may not be written.
     *
     * @param path the file
     */
    public static Output file(Path path) {
        return new Output("FILE " + path, new Stdio.ToFile(path));
    }

    Stdio stdio() {
        return stdio;
    }

    @Override
    public String toString() {
        return description;
    }
}
