import org.jspecify.annotations.NullMarked;

/** Processes for Java with the API of threads: CPython's {@code multiprocessing} for the JVM. */
@NullMarked
module io.github.multiprocessing4j {
    requires static transitive org.jspecify;
    requires java.management; // the options the parent's JVM was started with
    requires static java.logging; // a program may be without it
    requires static ch.qos.logback.classic; // and without these
    requires static ch.qos.logback.core;
    requires static org.slf4j;
    requires static jdk.jfr; // and without that
    requires jdk.unsupported; // sun.misc.Signal

    exports io.github.multiprocessing4j;
    exports io.github.multiprocessing4j.codec;
    exports io.github.multiprocessing4j.connection;
    exports io.github.multiprocessing4j.failure;
    exports io.github.multiprocessing4j.function;
    exports io.github.multiprocessing4j.logging to
            java.logging;
    exports io.github.multiprocessing4j.manager;
    exports io.github.multiprocessing4j.memory;
    exports io.github.multiprocessing4j.pool;
    exports io.github.multiprocessing4j.process;
    exports io.github.multiprocessing4j.queue;
    exports io.github.multiprocessing4j.sync;
    exports io.github.multiprocessing4j.sharedtypes;

    uses io.github.multiprocessing4j.codec.SerializerProvider;
}
