package io.github.multiprocessing4j.benchmarks;

import java.io.IOException;
import java.io.Serializable;
import java.util.List;

/**
 * A processor each for two processes, so that neither side's figures depend on where the scheduler happens to put them.
 *
 * @param processors their numbers; nothing is pinned if there are fewer than two
 */
public record Pinning(List<Integer> processors) implements Serializable {
    /** A thread that ends while all are gone through fails the command. */
    private static final int TRIES = 5;

    static final Pinning NONE = new Pinning(List.of());

    public Pinning {
        processors = List.copyOf(processors);
    }

    /** {@return one on the first two processors that this process may use} */
    public static Pinning ofThisProcess() throws IOException {
        return new Pinning(Machine.allowed().stream().limit(Machine.PROCESSORS).toList());
    }

    /** Keeps all threads of this process on the first processor. */
    void toFirst() throws IOException, InterruptedException {
        pin(0);
    }

    /** Keeps all threads of this process on the second processor. */
    void toSecond() throws IOException, InterruptedException {
        pin(1);
    }

    private void pin(int index) throws IOException, InterruptedException {
        if (processors.size() < Machine.PROCESSORS) {
            return;
        }
        var command = List.of(
                "taskset",
                "--all-tasks",
                "--cpu-list",
                "--pid",
                processors.get(index).toString(),
                Long.toString(ProcessHandle.current().pid()));
        for (int i = 0; i < TRIES; i++) {
            if (new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0) {
                return;
            }
        }
        throw new IOException("failed: " + command);
    }
}
