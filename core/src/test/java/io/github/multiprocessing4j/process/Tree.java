package io.github.multiprocessing4j.process;

import io.github.multiprocessing4j.memory.SharedMemory;
import io.github.multiprocessing4j.testkit.JavaProgram;
import io.github.multiprocessing4j.testkit.ShortLived;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;

/**
 * A program of several processes, each of which has some memory with a name and does nothing else. Its processes are known by a variable of their
 * environment, which all inherit that they start.
 */
final class Tree implements AutoCloseable {
    private static final String VARIABLE = "MP4J_TEST_TREE";

    private final String mark = VARIABLE + "=" + ProcessHandle.current().pid() + "-" + System.nanoTime();

    private final JavaProgram.Running running;

    /** By their names. */
    private final Map<String, Long> pids = new TreeMap<>();

    private final List<String> blocks = new ArrayList<>();

    /**
     * Starts one, and waits until all of them are up.
     *
     * @param widths how many children each process has, on each level
     */
    Tree(StartMethod method, Integer... widths) throws InterruptedException {
        running = JavaProgram.of(Program.class)
                .jvmOptions("--enable-native-access=ALL-UNNAMED", "-D" + StartMethod.PROPERTY + "=" + method)
                .arguments(Stream.of(widths).map(String::valueOf).toArray(String[]::new))
                .launcher("env", mark)
                .start();
        int all = 1;
        int level = 1;
        for (int width : widths) {
            level *= width;
            all += level;
        }
        int expected = all;
        running.awaitLine(line -> {
            String[] words = line.split(" ", -1);
            if (words[0].equals("up") && pids.put(words[1], Long.parseLong(words[2])) == null) {
                blocks.add(words[3]);
            }
            return pids.size() == expected;
        });
    }

    long root() {
        return running.process().pid();
    }

    /** {@return the processes that have told of themselves, by their names} */
    Map<String, Long> pids() {
        return pids;
    }

    /** {@return the names of what they have in shared memory} */
    List<String> blocks() {
        return blocks;
    }

    /** {@return all its processes that are alive, also those that wait to be told what to run, and who cleans up} */
    List<Long> alive() {
        List<Long> found = new ArrayList<>();
        try (DirectoryStream<Path> processes = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
            for (Path each : processes) {
                if (hasMark(each)) {
                    found.add(Long.parseLong(each.getFileName().toString()));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return found;
    }

    /** That of a zombie is empty; another user's can't be read. */
    private boolean hasMark(Path process) {
        try {
            return List.of(new String(Files.readAllBytes(process.resolve("environ")), StandardCharsets.ISO_8859_1)
                            .split("\0", -1))
                    .contains(mark);
        } catch (IOException e) {
            return false;
        }
    }

    static List<Long> below(long pid) {
        return ProcessHandle.of(pid).stream()
                .flatMap(ProcessHandle::descendants)
                .map(ProcessHandle::pid)
                .toList();
    }

    @Override
    public void close() {
        running.close();
    }

    /** What each of its processes runs. */
    static final class Program {
        public static void main(String[] args) throws Exception {
            live(List.of(args));
        }

        private static void live(List<String> widths) throws Exception {
            SharedMemory memory = SharedMemory.create(1);
            System.out.println("up " + ChildProcess.current().name() + " "
                    + ProcessHandle.current().pid() + " " + memory.name());
            if (!widths.isEmpty()) {
                List<String> rest = new ArrayList<>(widths.subList(1, widths.size()));
                for (int i = 0; i < Integer.parseInt(widths.getFirst()); i++) {
                    ShortLived.child().start(() -> live(rest));
                }
            }
            new CountDownLatch(1).await();
        }
    }
}
