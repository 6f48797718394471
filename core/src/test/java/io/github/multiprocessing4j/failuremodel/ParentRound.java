package io.github.multiprocessing4j.failuremodel;

import static io.github.multiprocessing4j.testkit.Together.awaitTrue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.multiprocessing4j.os.Signals;
import io.github.multiprocessing4j.testkit.JavaProgram;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A parent is killed whose child waits in all calls. */
final class ParentRound {
    /** The child and the manager's server; of the child, two workers, a child and another server. */
    private static final int PROCESSES = 6;

    /** Six JVMs have to come up. */
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private ParentRound() {}

    static List<Seen> killed() throws Exception {
        try (var program =
                JavaProgram.of(ParentProgram.class).deadline(PATIENCE).start()) {
            List<String> words =
                    List.of(program.awaitLine(line -> line.startsWith("names ")).split(" ", -1));
            long parent = program.process().pid();
            List<Long> all = ProcessHandle.of(parent)
                    .orElseThrow()
                    .descendants()
                    .map(ProcessHandle::pid)
                    .toList();
            assertTrue(all.size() >= PROCESSES, () -> "only " + all.size() + " processes");
            Watch watch = new Watch(all);
            long start = System.nanoTime();
            assertEquals(0, Signals.kill(parent, Signals.SIGKILL));
            long last = start;
            for (Long each : all) {
                last = Math.max(last, watch.firstSeenDead(each));
            }
            List<Seen> seen = new ArrayList<>();
            for (Cell cell : Cells.all().values()) {
                if (cell.mishap() == Mishap.PARENT_KILLED) {
                    int name = cell.api() == Api.SHARED_MEMORY ? 1 : cell.api() == Api.SHAREABLE_LIST ? 2 : 0;
                    seen.add(name == 0 ? ended(cell, last, start) : removed(cell, words.get(name), start));
                }
            }
            return seen;
        }
    }

    private static Seen ended(Cell cell, long end, long start) {
        return new Seen(cell.api(), cell.mishap(), new Outcome("ended", null, end), end - start);
    }

    private static Seen removed(Cell cell, String name, long start) {
        awaitTrue(() -> !Files.exists(Path.of("/dev/shm", name)));
        long end = System.nanoTime();
        return new Seen(cell.api(), cell.mishap(), new Outcome("removed", null, end), end - start);
    }
}
