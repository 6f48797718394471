package io.github.multiprocessing4j.connection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** A Python that speaks {@code multiprocessing.connection}. */
record PythonSide(Process process) implements AutoCloseable {
    private static final String PREAMBLE = """
        import sys
        from multiprocessing.connection import Client, Listener
        from multiprocessing import AuthenticationError

        def address():
            return sys.argv[1] if len(sys.argv) == 2 else (sys.argv[1], int(sys.argv[2]))

        def say(what):
            print(what, flush=True)

        """;

    /**
     * Starts a script.
     *
     * @param version such as 3.13; the test is skipped if there is none
     * @param address what the function {@code address} returns there
     */
    static PythonSide start(String version, SocketAddress address, String script) {
        List<String> command = new ArrayList<>(List.of(interpreter(version), "-c", PREAMBLE + script));
        if (address instanceof InetSocketAddress internet) {
            command.add(internet.getAddress().getHostAddress());
            command.add(Integer.toString(internet.getPort()));
        } else {
            command.add(address.toString());
        }
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            process.getOutputStream().close();
            return new PythonSide(process);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String interpreter(String version) {
        List<String> candidates = new ArrayList<>(List.of("python" + version, "python3"));
        String root = System.getenv("PYENV_ROOT");
        Path versions = Path.of(root == null ? System.getProperty("user.home") + "/.pyenv" : root, "versions");
        try (Stream<Path> installed = Files.exists(versions) ? Files.list(versions) : Stream.empty()) {
            installed
                    .filter(path -> path.getFileName().toString().startsWith(version + "."))
                    .forEach(path ->
                            candidates.addFirst(path.resolve("bin/python3").toString()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        for (String candidate : candidates) {
            if (isOf(version, candidate)) {
                return candidate;
            }
        }
        assumeTrue(false, "there is no Python " + version);
        throw new AssertionError();
    }

    private static boolean isOf(String version, String interpreter) {
        try {
            Process python = new ProcessBuilder(interpreter, "-c", "import sys; print('%d.%d' % sys.version_info[:2])")
                    .redirectErrorStream(true)
                    .start();
            python.getOutputStream().close();
            String printed = new String(python.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return python.waitFor() == 0 && printed.strip().equals(version);
        } catch (IOException e) {
            return false; // there is none of that name
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** {@return the next line that it prints} */
    String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = process.getInputStream().read();
                c != '\n' && c != -1;
                c = process.getInputStream().read()) {
            line.append((char) c);
        }
        return line.toString();
    }

    /** It must end well, and print something. */
    void prints(String expected) throws Exception {
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), output);
        assertEquals(expected, output.strip());
    }

    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
    }
}
