package io.github.multiprocessing4j.os;

/** The library's own logger. It is made when there is something to say: for the first one of a JVM the JDK looks into all jars of the class path. */
public final class LibraryLog {
    /** Of all of the library. */
    public static final String NAME = "io.github.multiprocessing4j";

    private LibraryLog() {}

    private static final class Holder {
        static final System.Logger LOGGER = System.getLogger(NAME);
    }

    /** {@return the logger} */
    public static System.Logger logger() {
        return Holder.LOGGER;
    }
}
