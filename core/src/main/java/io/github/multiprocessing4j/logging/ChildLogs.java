package io.github.multiprocessing4j.logging;

import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/*
 * A child's start has no time for logging. So all that is done there is to name our LogManager, which nobody looks at until somebody
 * logs, and to keep what the parent said of levels. This class uses nothing that a JVM is slow to load.
 */
/** What a child knows of logging before it logs, and what passes to its own children. */
public final class ChildLogs {
    /** The system property that, set to {@code false}, has children log as any JVM does. */
    public static final String FORWARDING = "multiprocessing4j.forwardLogs";

    /** Among the system properties that go to a child: {@link LogLevels} set in the parent. It is not set there. */
    public static final String LEVELS = "io.github.multiprocessing4j.logLevels";

    /** Among them: that the parent has its log on standard error. It is not set there. */
    public static final String STDERR = "io.github.multiprocessing4j.logToStderr";

    /** The system property by which java.util.logging finds its manager. */
    private static final String MANAGER = "java.util.logging.manager";

    private static final String OURS = "io.github.multiprocessing4j.logging.ChildLogManager";

    /** Whether this process has a parent to which it can forward. */
    private static volatile boolean child;

    private static volatile String process = "a child";

    private static volatile @Nullable Runnable announcer;

    /** What the parent sent, not looked at yet. */
    static volatile String levels = "";

    /** What is to be told of other settings: java.util.logging is in use already. */
    private static volatile @Nullable Runnable onSettings;

    private ChildLogs() {}

    /**
     * In a child, before anything else: who logs from now on forwards it.
     *
     * @param announce tells the parent that there is something to be read; called by whoever logs, so it must neither block nor
     *     use a socket
     */
    public static void begin(Runnable announce) {
        announcer = announce;
        child = true;
        nameManager();
    }

    private static void nameManager() {
        if (System.getProperty(MANAGER) == null) {
            System.setProperty(MANAGER, OURS);
        }
    }

    /**
     * In a child: system properties have come from its parent, perhaps not for the first time, and are set.
     *
     * @param sent its {@link #LEVELS}
     * @param stderr its {@link #STDERR}
     */
    public static void settingsAre(@Nullable Object sent, @Nullable Object stderr) {
        nameManager(); // the user's may have been taken away
        levels = sent instanceof String text ? text : "";
        Runnable told = onSettings;
        if (told != null) {
            told.run();
        }
        if (stderr != null && !isForwarding()) {
            StderrLog.enable(null, ChildLogs::process);
        }
    }

    /**
     * {@return whether a system property is ours, and the user's goes in its place}
     *
     * @param name the property's
     */
    public static boolean yields(Object name) {
        return MANAGER.equals(name) && OURS.equals(System.getProperty(MANAGER));
    }

    /**
     * In a child: what it is called.
     *
     * @param name its name
     */
    public static void processIs(String name) {
        process = name;
    }

    /** {@return whether what is logged here goes to the parent's loggers} */
    static boolean isForwarding() {
        return child && !"false".equals(System.getProperty(FORWARDING));
    }

    static void onSettings(Runnable action) {
        onSettings = action;
    }

    static String process() {
        return process;
    }

    static void announce() {
        Runnable told = announcer;
        if (told != null) {
            told.run();
        }
    }

    /**
     * In a parent: what goes to a child with the system properties.
     *
     * @param properties this process's, of which those are taken out that are not the user's
     */
    public static void pass(Map<String, String> properties) {
        if (OURS.equals(properties.get(MANAGER))) {
            properties.remove(MANAGER);
        }
        String now = LogLevels.here();
        if (!now.isEmpty()) {
            properties.put(LEVELS, now);
        }
        if (StderrLog.isOn()) {
            properties.put(STDERR, "true");
        }
    }

    /** {@return where a process's spool is} */
    static Path spool(Path directory, long pid) {
        return directory.resolve("l" + pid + "-log");
    }
}
