package io.github.multiprocessing4j.logging;

/** Levels as numbers of java.util.logging, which are those of {@link System.Logger}. */
final class JulLevels {
    private static final int ERROR = 1000;

    private static final int WARNING = 900;

    private static final int INFO = 800;

    private static final int DEBUG = 500;

    private static final int TRACE = 400;

    /** Of Logback's levels. */
    private static final int LOGBACK_STEP = 10_000;

    private JulLevels() {}

    static int severity(LogEntry entry) {
        return switch (entry.api()) {
            case JUL -> entry.severity();
            case LOGBACK -> ofLogback(entry.severity());
        };
    }

    private static int ofLogback(int level) {
        return switch (level / LOGBACK_STEP) {
            case 0 -> TRACE;
            case 1 -> DEBUG;
            case 2 -> INFO;
            case 3 -> WARNING;
            default -> ERROR;
        };
    }

    /** {@return what a level is called by System.Logger and by CPython, whose names are the same} */
    static String name(int severity) {
        if (severity >= ERROR) {
            return "ERROR";
        } else if (severity >= WARNING) {
            return "WARNING";
        } else if (severity >= INFO) {
            return "INFO";
        }
        return severity >= DEBUG ? "DEBUG" : "TRACE";
    }
}
