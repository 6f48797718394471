package io.github.multiprocessing4j.logging;

import io.github.multiprocessing4j.os.LibraryLog;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/*
 * The child's configuration of java.util.logging is the user's own: logging.properties, java.util.logging.config.file, java.util.logging.config.class
 * are read as always. Only when the manager asks itself which handlers there are, it hears that it is ours; so no file is opened that is the
 * parent's. And when it asks for the level of a logger that it makes, it hears what was set in the parent, if anything was.
 *
 * A JVM resets its loggers as it ends, at the same time as its shutdown hooks run. That would lose what these log, and there is nothing to be closed.
 */
/** In a child, the manager of java.util.logging, which the JDK finds by a system property when somebody logs. */
public final class ChildLogManager extends LogManager {
    private static final String LEVEL = ".level";

    /** Values are null where no level was set in the parent although its configuration has one. */
    private volatile Map<String, @Nullable String> levels = LogLevels.decode(ChildLogs.levels);

    /** Where it was read from. Guarded by this. */
    private String configuration = configuration();

    /** Who has a level must not be forgotten. Guarded by this. */
    private final List<Logger> kept = new ArrayList<>();

    /** For use by java.util.logging. */
    public ChildLogManager() {
        ChildLogs.onSettings(
                new Runnable() { // a lambda would take a JVM that just exits ten times as long
                    @Override
                    public void run() {
                        settingsAre();
                    }
                });
    }

    @Override
    public @Nullable String getProperty(String name) {
        Map<String, @Nullable String> fromParent = levels;
        if (fromParent != null && name.endsWith(LEVEL)) { // null while the superclass is made
            String logger = name.substring(0, name.length() - LEVEL.length());
            if (fromParent.containsKey(logger)) {
                return fromParent.get(logger);
            }
        }
        if (ChildLogs.isForwarding()) {
            if (name.equals("handlers")) {
                return JulForwarder.class.getName();
            } else if (name.endsWith(".handlers")) {
                return null;
            }
        }
        return super.getProperty(name);
    }

    /** {@return what was set in the parent} */
    Map<String, @Nullable String> levels() {
        return levels;
    }

    /** This JVM came up ahead of need, and its parent's settings are others by now. */
    private synchronized void settingsAre() {
        String now = configuration();
        if (!now.equals(configuration)) {
            configuration = now;
            try {
                readConfiguration();
            } catch (IOException e) {
                Logger.getLogger(LibraryLog.NAME)
                        .log(Level.WARNING, "the configuration of java.util.logging can't be read", e);
            }
        }
        setLevels();
    }

    private static String configuration() {
        return System.getProperty("java.util.logging.config.class") + "\n"
                + System.getProperty("java.util.logging.config.file");
    }

    /** For loggers that are there; others ask. */
    private void setLevels() {
        Map<String, @Nullable String> all = new HashMap<>();
        levels.keySet().forEach(name -> all.put(name, super.getProperty(name + LEVEL)));
        levels = LogLevels.decode(ChildLogs.levels);
        all.putAll(levels);
        kept.clear();
        all.forEach((name, level) -> {
            Logger logger = getLogger(name);
            if (logger != null) {
                logger.setLevel(level == null ? null : Level.parse(level));
                kept.add(logger);
            }
        });
    }

    @Override
    public void reset() {
        if (!ChildLogs.isForwarding() || !isEndOfJvm()) {
            super.reset();
        }
    }

    /** Its own thread does that. */
    private static boolean isEndOfJvm() {
        return Thread.currentThread().getClass().getName().startsWith(LogManager.class.getName() + "$");
    }
}
