package io.github.multiprocessing4j.launch;

import io.github.multiprocessing4j.os.LibraryLog;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.lang.System.Logger.Level;
import java.nio.charset.Charset;
import java.util.List;

/**
 * Passes a process's output on to this process's, a line at a time and each with a prefix, so that the lines of several
 * processes stay whole. Works on bytes: what the process writes need not be text in our encoding.
 */
public final class OutputLines {
    private final InputStream from;

    private final PrintStream to;

    private final byte[] prefix;

    /** A line of which the end has not come yet. As long as that takes, it is kept, however long it gets. */
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();

    private OutputLines(InputStream from, PrintStream to, String prefix) {
        this.from = from;
        this.to = to;
        this.prefix = prefix.getBytes(Charset.defaultCharset());
    }

    /**
     * Passes on until the process has no output open any more.
     *
     * @param process a process with {@link Stdio.Piped} output
     * @param name what to call it in the prefix
     * @return the threads that do it
     */
    public static List<Thread> forward(LaunchedProcess process, String name) {
        String prefix = "[" + name + "] ";
        return List.of(
                start(new OutputLines(process.outputs().get(0), System.out, prefix), "stdout of " + name),
                start(new OutputLines(process.outputs().get(1), System.err, prefix), "stderr of " + name));
    }

    private static Thread start(OutputLines lines, String what) {
        return Thread.ofPlatform().daemon().name("mp4j-" + what).start(lines::run);
    }

    private void run() {
        byte[] buffer = new byte[8192];
        try (from) {
            int n;
            while ((n = from.read(buffer)) > 0) {
                take(buffer, n);
            }
        } catch (IOException e) {
            LibraryLog.logger().log(Level.WARNING, "output of a child is lost", e);
        }
        if (line.size() > 0) {
            printLine();
        }
    }

    private void take(byte[] bytes, int length) {
        int start = 0;
        for (int i = 0; i < length; i++) {
            if (bytes[i] == '\n') {
                line.write(bytes, start, i - start);
                printLine();
                start = i + 1;
            }
        }
        line.write(bytes, start, length - start);
    }

    private void printLine() {
        byte[] whole = new byte[prefix.length + line.size() + 1];
        System.arraycopy(prefix, 0, whole, 0, prefix.length);
        System.arraycopy(line.toByteArray(), 0, whole, prefix.length, line.size());
        whole[whole.length - 1] = '\n';
        line.reset();
        to.write(whole, 0, whole.length);
        to.flush();
    }
}
