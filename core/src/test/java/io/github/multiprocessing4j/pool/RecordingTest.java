package io.github.multiprocessing4j.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.multiprocessing4j.failure.WorkerDiedException;
import io.github.multiprocessing4j.testkit.JavaProgram;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What Flight Recorder is told. In JVMs of their own: a recording leaves threads behind. */
@Timeout(60)
class RecordingTest {
    private static final String PREFIX = "io.github.multiprocessing4j.";

    /** Records a pool of processes and one of threads. */
    static final class Recorded {
        public static void main(String[] arguments) throws Exception {
            try (Recording recording = new Recording()) {
                recording.start();
                work();
                recording.stop();
                recording.dump(Path.of(arguments[0]));
            }
            Map<String, Integer> counts = new TreeMap<>();
            for (RecordedEvent event : RecordingFile.readAllEvents(Path.of(arguments[0]))) {
                String name = event.getEventType().getName();
                if (name.startsWith(PREFIX)) {
                    counts.merge(describe(name.substring(PREFIX.length()), event), 1, Integer::sum);
                }
            }
            counts.forEach((what, count) -> System.out.println(count + " " + what));
        }

        private static void work() {
            try (Pool pool = Pool.create(1)) {
                pool.map(n -> n, List.of(1, 2, 3, 4), 2);
                dieIn(pool);
            }
            try (Pool pool = ThreadPool.create(1)) {
                pool.map(n -> n, List.of(1, 2, 3, 4), 2);
            }
        }

        private static void dieIn(Pool pool) {
            try {
                pool.apply(() -> {
                    Runtime.getRuntime().halt(7);
                    return 0;
                });
            } catch (WorkerDiedException e) {
                System.out.println("died");
            }
        }

        private static String describe(String name, RecordedEvent event) {
            String kind =
                    event.hasField("worker") && event.getString("worker").startsWith("PoolWorker") ? "process" : "";
            boolean took = event.getDuration().isPositive();
            return switch (name) {
                case "TaskSerialized" ->
                    name + " " + event.getString("call") + " " + event.getInt("items") + " " + took;
                case "TaskQueued", "TaskSent" ->
                    name + " " + kind + " " + event.getString("call") + " " + event.getInt("items");
                case "TaskRun" ->
                    name + " " + kind + " " + event.getString("call") + " " + event.getString("outcome") + " "
                            + (event.getDuration("working").isPositive()) + " " + took;
                case "WorkerStarted" -> name + " " + kind + " " + took;
                default ->
                    name + " " + kind + " " + event.getString("exitStatus") + " " + event.getBoolean("unexpected");
            };
        }
    }

    @Test
    void everyChunkAndEveryWorkerIsRecorded(@TempDir Path directory) throws Exception {
        var result = JavaProgram.of(Recorded.class)
                .arguments(directory.resolve("pool.jfr").toString())
                .run();
        assertEquals(0, result.exitValue(), result::toString);
        List<String> expected = List.of(
                "2 TaskSerialized map 2 true",
                "1 TaskSerialized apply 1 true",
                "2 TaskQueued process map 2",
                "1 TaskQueued process apply 1",
                "2 TaskSent process map 2",
                "1 TaskSent process apply 1",
                "2 TaskRun process map Done true true",
                "1 TaskRun process apply WorkerDied false true",
                "1 WorkerEnded process exited with code 7 true",
                "2 TaskQueued  map 2",
                "2 TaskRun  map Done true true",
                "1 WorkerStarted  true",
                "1 WorkerEnded  ended false");
        List<String> lines = result.stdout().lines().toList();
        for (String line : expected) {
            assertTrue(lines.contains(line), () -> line + " is not in " + result);
        }
        assertTrue(lines.stream().anyMatch(line -> line.endsWith("WorkerStarted process true")), result::toString);
    }

    /** Works without Flight Recorder. */
    static final class Unrecorded {
        public static void main(String[] arguments) {
            System.out.println(ModuleLayer.boot().findModule("jdk.jfr").isPresent());
            try (Pool pool = Pool.create(1)) {
                System.out.println(pool.map(n -> n + 1, List.of(1, 2)));
            }
        }
    }

    @Test
    void aJdkWithoutFlightRecorderWillDo() throws Exception {
        var result = JavaProgram.of(Unrecorded.class)
                .jvmOptions(
                        "--limit-modules=java.base,java.management,java.logging,jdk.unsupported",
                        "--enable-native-access=ALL-UNNAMED")
                .run();
        assertEquals("false\n[2, 3]\n", result.stdout(), result::toString);
    }
}
