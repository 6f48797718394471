package io.github.multiprocessing4j.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The {@code python3} of this machine, if there is one. */
final class Python {
    /** Who opens a block would unlink it at his end, but for {@code track=False}, which came with 3.13. */
    private static final String PREAMBLE = """
        import sys
        from multiprocessing import resource_tracker, shared_memory

        def attach(name):
            if sys.version_info >= (3, 13):
                return shared_memory.SharedMemory(name, track=False)
            block = shared_memory.SharedMemory(name)
            resource_tracker.unregister(block._name, 'shared_memory')
            return block

        def attach_list(name):
            items = shared_memory.ShareableList(name=name)
            resource_tracker.unregister(items.shm._name, 'shared_memory')
            return items

        name = sys.argv[1]
        """;

    private Python() {}

    /** Skips the test if there is no Python that has shared memory. */
    static void assume() {
        try {
            Process python = start("python3", "import multiprocessing.shared_memory");
            python.getInputStream().readAllBytes();
            assumeTrue(python.waitFor() == 0, "python3 is too old");
        } catch (IOException e) {
            assumeTrue(false, "there is no bash");
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** {@return how to call a Python whose resource tracker takes what is opened for its own}; skips the test if there is none. */
    static String beforeTrackCouldBeChosen() throws IOException, InterruptedException {
        for (String name :
                List.of("python3", "/usr/bin/python3", "python3.12", "python3.11", "python3.10", "python3.9")) {
            Process python = start(name, """
                import sys, multiprocessing.shared_memory
                sys.exit(0 if sys.version_info < (3, 13) else 1)
                """);
            python.getInputStream().readAllBytes();
            if (python.waitFor() == 0) { // there may be none of that name
                return name;
            }
        }
        assumeTrue(false, "there is no Python from 3.8 to 3.12");
        throw new AssertionError();
    }

    /** What is read of it ends when its resource tracker has ended, too: by itself {@link Process} reads no further than to the end of the process. */
    private static Process start(String python, String script, String... arguments) throws IOException {
        var command = new ArrayList<>(List.of("bash", "-o", "pipefail", "-c", "\"$@\" 2>&1 | cat", "bash"));
        command.addAll(List.of(python, "-c", script));
        command.addAll(List.of(arguments));
        var builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("PYTHONIOENCODING", "utf-8");
        Process process = builder.start();
        process.getOutputStream().close();
        return process;
    }

    /** Runs a script as it is, with the name of a block as its argument; what it and its resource tracker print. */
    static String runPlain(String python, String name, String script) throws Exception {
        return output(start(python, script, name));
    }

    /** Runs a script that finds the name of a block in {@code name}; what it prints, without the last line's end. */
    static String run(String name, String script) throws Exception {
        return output(start("python3", PREAMBLE + script, name));
    }

    private static String output(Process python) throws Exception {
        String output = new String(python.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, python.waitFor(), output);
        return output.strip();
    }
}
