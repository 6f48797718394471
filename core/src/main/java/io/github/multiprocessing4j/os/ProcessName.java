package io.github.multiprocessing4j.os;

/** What this process is called by its user. Apart from {@link ProcessIdentity}, which takes time that a child's start has not. */
public final class ProcessName {
    private static volatile String own = "MainProcess";

    private ProcessName() {}

    /** {@return what this process is called} */
    public static String own() {
        return own;
    }

    /** Says what this process is called. */
    public static void set(String name) {
        own = name;
    }
}
