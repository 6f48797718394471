package io.github.multiprocessing4j.examples;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import me.tongfei.progressbar.DelegatingProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** Progress bars on standard error, if that is a terminal; in a file or a pipe there is nobody to look at them. */
final class Progress {
    private static final Path STANDARD_ERROR = Path.of("/proc/self/fd/2");

    private Progress() {}

    /**
     * A bar, to be closed when all is done.
     *
     * @param task what stands before it
     * @param steps how many there are
     * @param unit what stands behind the number of steps
     * @param unitSize how many steps are one unit
     */
    static ProgressBar bar(String task, long steps, String unit, long unitSize) {
        var builder = new ProgressBarBuilder()
                .setTaskName(task)
                .setInitialMax(steps)
                .setUnit(unit, unitSize)
                .setStyle(ProgressBarStyle.ASCII)
                .setUpdateIntervalMillis(200);
        if (!isOnTerminal()) {
            builder.setConsumer(new DelegatingProgressBarConsumer(_ -> {}));
        }
        return builder.build();
    }

    /**
     * {@link java.io.Console} can't be asked: it tells of standard input and output, and a bar belongs on the screen also
     * if the results go into a file.
     */
    private static boolean isOnTerminal() {
        try {
            return isTerminal(Files.readSymbolicLink(STANDARD_ERROR).toString());
        } catch (IOException e) {
            return false; // closed, or not Linux: it can't be told
        }
    }

    /**
     * Whether an open file is a terminal.
     *
     * @param target what its link in {@code /proc} says that it is
     */
    static boolean isTerminal(String target) {
        return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty") || target.equals("/dev/console");
    }
}
