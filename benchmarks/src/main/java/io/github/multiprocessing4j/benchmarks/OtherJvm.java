package io.github.multiprocessing4j.benchmarks;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A JVM that serves at a TCP port and is not of this process's tree, so that this library does not share memory with it. It is told a secret in the first line of its
 * standard input, tells its port in the first line of its standard output, and ends with its standard input, so it does not outlive whoever has started it.
 */
final class OtherJvm implements AutoCloseable {
    private static final long PATIENCE_SECONDS = 10;

    private final Process process;

    private final BufferedWriter input;

    private final int port;

    private OtherJvm(Process process, BufferedWriter input, int port) {
        this.process = process;
        this.input = input;
        this.port = port;
    }

    /** {@return one that serves already} */
    static OtherJvm start(Class<?> main, List<String> jvmOptions, String secret) throws IOException {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("--enable-native-access=ALL-UNNAMED");
        command.addAll(jvmOptions);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try {
            BufferedWriter input = process.outputWriter(StandardCharsets.US_ASCII);
            input.write(secret + "\n");
            input.flush();
            String line = process.inputReader(StandardCharsets.US_ASCII).readLine();
            if (line == null) {
                throw new IOException(main.getName() + " has ended before it has served");
            }
            return new OtherJvm(process, input, Integer.parseInt(line));
        } catch (Throwable t) {
            process.destroyForcibly();
            throw t;
        }
    }

    /** In the other JVM. {@return the secret} */
    static String secret(BufferedReader input) throws IOException {
        String line = input.readLine();
        if (line == null) {
            throw new IOException("nobody tells the secret");
        }
        return line;
    }

    /** In the other JVM. {@return its standard input} */
    static BufferedReader input() {
        return new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
    }

    /** In the other JVM: tells the port and waits until it is not needed any more. */
    static void serve(int port, BufferedReader input) throws IOException {
        System.out.println(port);
        String more = input.readLine();
        if (more != null) {
            throw new IOException("nothing more is to be told");
        }
    }

    int port() {
        return port;
    }

    ProcessHandle process() {
        return process.toHandle();
    }

    /** Has it end, and waits for that. */
    @Override
    public void close() throws IOException {
        input.close();
        process.onExit()
                .completeOnTimeout(process, PATIENCE_SECONDS, TimeUnit.SECONDS)
                .join()
                .destroyForcibly()
                .onExit()
                .join();
    }
}
