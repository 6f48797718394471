package io.github.multiprocessing4j.testkit;

import io.github.multiprocessing4j.process.StartMethod;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A main class to be run in a JVM of its own, for what a test can't try in its own JVM: other JVM options, a program's
 * complete output, its exit value, its death.
 *
 * <pre>{@code
 * var result = JavaProgram.of(Main.class).jvmOptions("-Xmx64m").arguments("x").run();
 * assertEquals(0, result.exitValue(), result::toString);
 * }</pre>
 *
 * <p>The program inherits the class path of the test and nothing else; native access is enabled unless {@code
 * jvmOptions} says otherwise, and only the first compiler is used ({@link ShortLived}). One that runs longer than its deadline is killed after its threads have been dumped, and the
 * test fails.
 *
 * @param mainClass the binary name of the main class, with its module and a slash in front if it is in one
 * @param jvmOptions what stands before the class path
 * @param classPath the class path, or the module path
 * @param arguments the program's arguments
 * @param deadline how long the program may run
 * @param launcher the program with its arguments that is to run the JVM, as {@code unshare} does; nothing if empty
 */
public record JavaProgram(
        String mainClass,
        List<String> jvmOptions,
        String classPath,
        List<String> arguments,
        Duration deadline,
        List<String> launcher) {

    /** {@return a program with the class path of the test and a deadline of thirty seconds} */
    public static JavaProgram of(Class<?> mainClass) {
        return new JavaProgram(
                mainClass.getName(),
                List.of("--enable-native-access=ALL-UNNAMED"),
                System.getProperty("java.class.path"),
                List.of(),
                Duration.ofSeconds(30),
                List.of());
    }

    /**
     * {@return a program that is in a module, with native access for the library as one}
     *
     * @param main the module, a slash, and the main class
     * @param modulePath where the modules are
     */
    public static JavaProgram ofModule(String main, Path... modulePath) {
        return new JavaProgram(
                        main,
                        List.of("--enable-native-access=io.github.multiprocessing4j"),
                        "",
                        List.of(),
                        Duration.ofSeconds(30),
                        List.of())
                .classPath(modulePath);
    }

    /** {@return this program with these JVM options, and no others} */
    public JavaProgram jvmOptions(String... options) {
        return new JavaProgram(mainClass, List.of(options), classPath, arguments, deadline, launcher);
    }

    /** {@return this program with this class path} */
    public JavaProgram classPath(Path... entries) {
        var names = List.of(entries).stream().map(Path::toString).toList();
        return new JavaProgram(
                mainClass, jvmOptions, String.join(File.pathSeparator, names), arguments, deadline, launcher);
    }

    /** {@return this program with these arguments} */
    public JavaProgram arguments(String... values) {
        return new JavaProgram(mainClass, jvmOptions, classPath, List.of(values), deadline, launcher);
    }

    /** {@return this program with this deadline} */
    public JavaProgram deadline(Duration time) {
        return new JavaProgram(mainClass, jvmOptions, classPath, arguments, time, launcher);
    }

    /** {@return this program with limits as of the shell's {@code ulimit}, such as {@code -n 64}} */
    public JavaProgram limits(String options) {
        return launcher("sh", "-c", "ulimit " + options + " && exec \"$@\"", "sh");
    }

    /** {@return this program with another in front of it that runs what follows its own arguments} */
    public JavaProgram launcher(String... command) {
        return new JavaProgram(mainClass, jvmOptions, classPath, arguments, deadline, List.of(command));
    }

    /** Runs the program to its end. */
    public Result run() throws InterruptedException {
        try (var running = start()) {
            return running.await();
        }
    }

    /** Starts the program, whose standard input is empty. */
    public Running start() {
        var command = new ArrayList<>(launcher);
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(ShortLived.OF_PROGRAM);
        command.add(
                "-Dmultiprocessing4j.startMethod=" + StartMethod.getDefault().name());
        command.add("-Dmultiprocessing4j.aotCache=false");
        command.addAll(jvmOptions);
        command.addAll(
                mainClass.contains("/")
                        ? List.of("-p", classPath, "-m", mainClass)
                        : List.of("-cp", classPath, mainClass));
        command.addAll(arguments);
        try {
            Process process = new ProcessBuilder(command).start();
            process.getOutputStream().close();
            return new Running(process, deadline);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * How the program ended.
     *
     * @param exitValue as {@link Process#exitValue} tells it
     * @param stdout what it printed
     * @param stderr what it and its JVM complained of
     */
    public record Result(int exitValue, String stdout, String stderr) {
        @Override
        public String toString() {
            return "exit value " + exitValue + "\n--- stdout\n" + stdout + "--- stderr\n" + stderr;
        }
    }

    /** A program that runs. Closing kills it if it still does. */
    public static final class Running implements AutoCloseable {

        private final Process process;
        private final long deadlineNanos;
        private final Output stdout;
        private final Output stderr;

        private Running(Process process, Duration deadline) {
            this.process = process;
            this.deadlineNanos = System.nanoTime() + deadline.toNanos();
            this.stdout = new Output("stdout", process);
            this.stderr = new Output("stderr", process);
        }

        /** {@return the process, to be looked at or killed} */
        public Process process() {
            return process;
        }

        /** {@return the first line on stdout that satisfies the condition, waiting for it until the deadline} */
        public String awaitLine(Predicate<String> condition) throws InterruptedException {
            var line = stdout.awaitLine(condition, deadlineNanos - System.nanoTime());
            if (line == null) {
                throw failure(stdout.hasEnded() ? "ended without printing the line" : "did not print the line in time");
            }
            return line;
        }

        /** {@return how the program ended, waiting for it until the deadline} */
        public Result await() throws InterruptedException {
            if (!process.waitFor(deadlineNanos - System.nanoTime(), TimeUnit.NANOSECONDS)) {
                throw failure("still runs at its deadline");
            }
            return new Result(process.exitValue(), stdout.toEnd(), stderr.toEnd());
        }

        private AssertionError failure(String what) throws InterruptedException {
            var threads = process.isAlive() ? ThreadDumps.of(process.pid()) : "";
            close();
            return new AssertionError("The program " + what + ".\n"
                    + new Result(process.exitValue(), stdout.toEnd(), stderr.toEnd()) + threads);
        }

        @Override
        public void close() {
            process.destroyForcibly().onExit().join();
        }
    }

    /** Collects what the program writes, so that it never waits for us. */
    private static final class Output {

        /** How long a stream may stay open after the process has ended: a child that inherited it may live on. */
        private static final Duration AFTERLIFE = Duration.ofSeconds(10);

        private final ReentrantLock lock = new ReentrantLock();
        private final Condition changed = lock.newCondition();
        private final List<String> lines = new ArrayList<>();
        private boolean ended;
        private final Thread reader;

        Output(String name, Process process) {
            InputStream stream = name.equals("stdout") ? process.getInputStream() : process.getErrorStream();
            reader = Thread.ofPlatform()
                    .daemon()
                    .name("test-" + name + "-" + process.pid())
                    .start(() -> read(stream));
        }

        private void read(InputStream stream) {
            try (var in = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
                for (String line = in.readLine(); line != null; line = in.readLine()) {
                    add(line);
                }
            } catch (IOException e) {
                add("(reading ended: " + e + ")");
            } finally {
                end();
            }
        }

        private void add(String line) {
            lock.lock();
            try {
                lines.add(line);
                changed.signalAll();
            } finally {
                lock.unlock();
            }
        }

        private void end() {
            lock.lock();
            try {
                ended = true;
                changed.signalAll();
            } finally {
                lock.unlock();
            }
        }

        @Nullable
        String awaitLine(Predicate<String> condition, long nanos) throws InterruptedException {
            lock.lock();
            try {
                long rest = nanos;
                for (int next = 0; ; next++) {
                    while (next == lines.size()) {
                        if (ended || rest <= 0) {
                            return null;
                        }
                        rest = changed.awaitNanos(rest);
                    }
                    if (condition.test(lines.get(next))) {
                        return lines.get(next);
                    }
                }
            } finally {
                lock.unlock();
            }
        }

        boolean hasEnded() {
            lock.lock();
            try {
                return ended;
            } finally {
                lock.unlock();
            }
        }

        String toEnd() throws InterruptedException {
            boolean complete = reader.join(AFTERLIFE);
            lock.lock();
            try {
                var text = new StringBuilder();
                lines.forEach(line -> text.append(line).append('\n'));
                return complete ? text.toString() : text + "(still open: a process it started holds this stream)\n";
            } finally {
                lock.unlock();
            }
        }
    }
}
