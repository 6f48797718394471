package io.github.multiprocessing4j.os;

/** Where a process can be made to die between two stores, for tests. Costs nothing if none is armed. */
public final class FaultPoint {
    /** The system property that names the point. */
    public static final String PROPERTY = "io.github.multiprocessing4j.dieAt";

    /** How a process ends that died at its point. */
    public static final int EXIT_CODE = 99;

    private static final String ARMED = System.getProperty(PROPERTY, "");

    private FaultPoint() {}

    /** Ends the process at once if this point is armed. */
    public static void at(String point) {
        if (!ARMED.isEmpty() && ARMED.equals(point)) {
            Runtime.getRuntime().halt(EXIT_CODE);
        }
    }
}
