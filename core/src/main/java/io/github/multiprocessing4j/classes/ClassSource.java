package io.github.multiprocessing4j.classes;

/** Where class files come from that are not on the class path. */
@FunctionalInterface
public interface ClassSource {
    /**
     * Fetches a class file. Called by any thread, also by several at once.
     *
     * @param name the binary name of the class
     * @return its bytes
     * @throws ClassNotFoundException if it is not to be had; says why
     */
    byte[] fetch(String name) throws ClassNotFoundException;
}
