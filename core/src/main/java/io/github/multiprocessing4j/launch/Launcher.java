package io.github.multiprocessing4j.launch;

import io.github.multiprocessing4j.os.NativeAccess;
import java.io.IOException;
import java.util.List;

/** A way to start a program, whose standard input holds a few given bytes and then ends. */
public sealed interface Launcher permits PortableLauncher, PosixLauncher {
    /** The system property that chooses: {@code posix}, {@code portable}, or by default what is best here. */
    String PROPERTY = "multiprocessing4j.launcher";

    /** Variables that would have a JVM take options meant for another one, and say so on its standard error. */
    List<String> OPTION_VARIABLES = List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS");

    /**
     * {@return the best launcher there is for this system and JVM}
     */
    static Launcher best() {
        String choice = System.getProperty(PROPERTY, "");
        return switch (choice) {
            case "portable" -> new PortableLauncher();
            case "", "posix" -> NativeAccess.available() ? new PosixLauncher() : new PortableLauncher();
            default ->
                throw new IllegalStateException(
                        "the system property " + PROPERTY + " is \"" + choice + "\"; it can be posix or portable");
        };
    }

    /**
     * Starts a program.
     *
     * @param command the program's absolute path and its arguments
     * @param input what it finds on its standard input; at most 4096 bytes
     * @param surroundings what else it finds
     * @return the process
     * @throws IOException if the operating system refuses
     */
    LaunchedProcess launch(List<String> command, byte[] input, Surroundings surroundings) throws IOException;
}
