import org.jspecify.annotations.NullMarked;

/** Processes for Java with the API of threads: CPython's {@code multiprocessing} for the JVM. */
@NullMarked
module io.github.multiprocessing4j {
    requires static transitive org.jspecify;
    requires java.management; // the options the parent's JVM was started with
    requires jdk.unsupported; // sun.misc.Signal

    exports io.github.multiprocessing4j.failure;
    exports io.github.multiprocessing4j.function;
}
