package io.github.multiprocessing4j.os;

import java.util.function.Consumer;

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

    /**
     * Has something logged where what is to be done next has to be done in any case: there may be no memory for the message, and classes that
     * could not be initialized for lack of it never can be later.
     */
    public static void attempt(Consumer<System.Logger> message) {
        try {
            message.accept(Holder.LOGGER);
        } catch (RuntimeException | Error e) {
            // then there is nothing to be read about it
        }
    }
}
