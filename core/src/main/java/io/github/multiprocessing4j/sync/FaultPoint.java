package io.github.multiprocessing4j.sync;

/** Where a process can be made to die between two stores, for tests. Costs nothing if none is armed. */
final class FaultPoint {
    /** The system property that names the point. */
    static final String PROPERTY = "io.github.multiprocessing4j.sync.dieAt";

    /** How a process ends that died at its point. */
    static final int EXIT_CODE = 99;

    private static final String ARMED = System.getProperty(PROPERTY, "");

    private FaultPoint() {}

    /** Ends the process at once if this point is armed. */
    static void at(String point) {
        if (!ARMED.isEmpty() && ARMED.equals(point)) {
            Runtime.getRuntime().halt(EXIT_CODE);
        }
    }
}
