package io.github.multiprocessing4j.logging;

import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Levels of java.util.logging that differ from the configuration, which a child reads itself. As text: lines of a logger's name, a tab, a level or nothing. */
final class LogLevels {
    private LogLevels() {}

    /** {@return what was set in this process, or in its parent before this was started} */
    static String here() {
        return JulDelivery.HAS_JUL ? encode(OfThisProcess.levels()) : "";
    }

    private static String encode(Map<String, @Nullable String> levels) {
        StringBuilder text = new StringBuilder();
        levels.forEach((name, level) -> text.append(name)
                .append('\t')
                .append(level == null ? "" : level)
                .append('\n'));
        return text.toString();
    }

    static Map<String, @Nullable String> decode(String text) {
        Map<String, @Nullable String> levels = new HashMap<>();
        int at = 0;
        for (int end; (end = text.indexOf('\n', at)) >= 0; at = end + 1) {
            int tab = text.indexOf('\t', at);
            levels.put(text.substring(at, tab), tab + 1 == end ? null : text.substring(tab + 1, end));
        }
        return levels;
    }

    /** Apart, for programs without that module. */
    private static final class OfThisProcess {
        static Map<String, @Nullable String> levels() {
            LogManager manager = LogManager.getLogManager();
            Map<String, @Nullable String> levels = new TreeMap<>();
            if (manager instanceof ChildLogManager ours) {
                levels.putAll(ours.levels());
            }
            for (String name : Collections.list(manager.getLoggerNames())) {
                Logger logger = manager.getLogger(name);
                if (logger != null && name.indexOf('\n') < 0 && name.indexOf('\t') < 0) {
                    add(name, logger.getLevel(), manager.getProperty(name + ".level"), levels);
                }
            }
            return levels;
        }

        private static void add(
                String name, @Nullable Level level, @Nullable String configured, Map<String, @Nullable String> levels) {
            if (!equal(level, configured) && !(name.isEmpty() && configured == null && Level.INFO.equals(level))) {
                levels.put(name, level == null ? null : Integer.toString(level.intValue()));
            }
        }

        private static boolean equal(@Nullable Level level, @Nullable String configured) {
            if (level == null || configured == null) {
                return level == null && configured == null;
            }
            String trimmed = configured.trim();
            return trimmed.equals(level.getName()) || trimmed.equals(Integer.toString(level.intValue()));
        }
    }
}
