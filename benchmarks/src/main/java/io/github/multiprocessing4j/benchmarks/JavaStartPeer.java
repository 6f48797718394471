package io.github.multiprocessing4j.benchmarks;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** How long it takes to start a program by {@link ProcessBuilder} and to wait for its end. */
final class JavaStartPeer {
    private JavaStartPeer() {}

    /** {@return the median milliseconds of a JVM of which nothing is wanted} */
    static double javaMillis(Effort effort, List<String> jvmOptions) throws Exception {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(jvmOptions);
        command.addAll(List.of("-cp", classPath(), Nothing.class.getName()));
        return millis(effort, command);
    }

    /** {@return the median milliseconds of a program that does nothing: what the operating system takes} */
    static double trueMillis(Effort effort) throws Exception {
        return millis(effort, List.of("/bin/true"));
    }

    private static double millis(Effort effort, List<String> command) throws Exception {
        var builder = new ProcessBuilder(command).inheritIO();
        Timing.Work startAndWait = () -> {
            int exitValue = builder.start().waitFor();
            if (exitValue != 0) {
                throw new IOException("exit value " + exitValue + " of " + command);
            }
        };
        return Timing.seconds(startAndWait, effort.turns(4), effort.turns(20)) * 1e3;
    }

    /** {@return the jar or directory that this class is in} The rest of the class path would only be opened. */
    private static String classPath() throws URISyntaxException {
        return Path.of(JavaStartPeer.class
                        .getProtectionDomain()
                        .getCodeSource()
                        .getLocation()
                        .toURI())
                .toString();
    }

    /** A main class that does nothing. */
    static final class Nothing {
        private Nothing() {}

        public static void main(String[] args) {}
    }
}
