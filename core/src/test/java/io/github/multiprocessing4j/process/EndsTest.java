package io.github.multiprocessing4j.process;

import static io.github.multiprocessing4j.testkit.Together.awaitTrue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.multiprocessing4j.Multiprocessing;
import io.github.multiprocessing4j.os.Signals;
import io.github.multiprocessing4j.testkit.ShortLived;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import sun.misc.Signal;
import sun.misc.SignalHandler;

/** What ends a child, as the table in {@code docs/design/0015-ends.md} has it. */
@Timeout(60)
class EndsTest {
    private static final Path PAGE = Path.of("..", "docs", "design", "0015-ends.md");

    private static final String HEADER = "| what comes |";

    @TempDir
    Path folder;

    /** A line of the table. */
    record Row(String comes, String handler, String child, String hooks, String exitCode, String ownChild) {
        private static Row of(String line) {
            List<String> cells = List.of(line.replace("`", "").split("\\|", -1)).stream()
                    .map(String::strip)
                    .toList();
            return new Row(cells.get(1), cells.get(2), cells.get(3), cells.get(4), cells.get(5), cells.get(6));
        }

        private boolean ends() {
            return oneOf(child, "ends", "goes on");
        }

        private boolean hooksRun() {
            return oneOf(hooks, "run", "do not run");
        }

        private boolean ownChildEnds() {
            return oneOf(ownChild, "ends", "goes on");
        }

        private static boolean oneOf(String cell, String yes, String no) {
            assertTrue(cell.equals(yes) || cell.equals(no), cell);
            return cell.equals(yes);
        }
    }

    static List<Row> table() throws IOException {
        List<Row> rows = Files.readAllLines(PAGE).stream()
                .dropWhile(line -> !line.startsWith(HEADER))
                .skip(2)
                .takeWhile(line -> line.startsWith("|"))
                .map(Row::of)
                .toList();
        assertTrue(rows.size() > 10, "the table was not found");
        return rows;
    }

    @ParameterizedTest
    @MethodSource("table")
    void itEndsAsTheTableSays(Row row) throws Exception {
        assumeTrue(!isIgnored("SIGINT"), "SIGINT is ignored, as in what a script starts in the background");
        String path = folder.toString();
        String handler = row.handler;
        ChildProcess child =
                ShortLived.child().output(Output.DISCARD).start(() -> liveUntilSomethingComes(path, handler));
        Appearance.of(folder.resolve("up"));
        long ownChild = Long.parseLong(Files.readString(folder.resolve("own-child")));
        send(row.comes, child);
        if (row.ends()) {
            child.join();
            assertEquals(Integer.parseInt(row.exitCode), child.exitCode().getAsInt());
        } else {
            Appearance.of(folder.resolve("handled"));
            assertFalse(child.join(Duration.ofMillis(50)), () -> child + " has ended");
        }
        assertEquals(row.hooksRun(), Files.exists(folder.resolve("hook")));
        if (row.ownChildEnds()) {
            Gone.withinASecond(List.of(ownChild));
            awaitTrue(() -> Files.exists(folder.resolve("hook-of-own-child")));
        } else {
            assertFalse(Gone.is(ownChild));
            child.kill();
            child.join();
            Gone.withinASecond(List.of(ownChild));
        }
    }

    private static void send(String what, ChildProcess child) {
        switch (what) {
            case "interrupt()" -> child.interrupt();
            case "terminate()" -> child.terminate();
            case "kill()" -> child.kill();
            default -> assertEquals(0, Signals.kill(child.pid(), number(what)));
        }
    }

    private static int number(String signal) {
        return switch (signal) {
            case "SIGHUP" -> Signals.SIGHUP;
            case "SIGINT" -> Signals.SIGINT;
            case "SIGKILL" -> Signals.SIGKILL;
            case "SIGTERM" -> Signals.SIGTERM;
            default -> throw new IllegalArgumentException(signal);
        };
    }

    private static void liveUntilSomethingComes(String folder, String handler) throws Exception {
        if (!handler.equals("none")) {
            for (String signal : List.of("HUP", "INT", "TERM")) {
                handle(new Signal(signal), handler, folder);
            }
        }
        Multiprocessing.atExit(() -> tell(folder, "hook", ""));
        ShortLived.child().start(() -> {
            Multiprocessing.atExit(() -> tell(folder, "hook-of-own-child", ""));
            tell(folder, "own-child", "" + ProcessHandle.current().pid());
            new CountDownLatch(1).await();
        });
        Appearance.of(Path.of(folder, "own-child"));
        tell(folder, "up", "");
        new CountDownLatch(1).await();
    }

    private static void handle(Signal signal, String handler, String folder) {
        SignalHandler[] before = new SignalHandler[1];
        before[0] = Signal.handle(signal, received -> {
            switch (handler) {
                case "returns" -> tell(folder, "handled", "");
                case "exits with 7" -> System.exit(7);
                case "calls the one before" -> before[0].handle(received);
                default -> throw new IllegalArgumentException(handler);
            }
        });
    }

    private static void tell(String folder, String name, String what) {
        try {
            Lives.tell(folder, name, what);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    static boolean isIgnored(String signal) throws IOException {
        String mask = Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("SigIgn:"))
                .findFirst()
                .orElseThrow();
        return (Long.parseLong(mask.substring("SigIgn:".length()).strip(), 16) & 1L << (number(signal) - 1)) != 0;
    }
}
