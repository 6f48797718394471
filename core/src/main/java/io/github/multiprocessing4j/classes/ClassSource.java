package io.github.multiprocessing4j.classes;

import java.util.List;

/** Where class files, and what lies beside them, come from that are not on the class path. Thread-safe. */
public interface ClassSource {
    /**
     * Fetches a class file.
     *
     * @param name the binary name of the class
     * @return its bytes
     * @throws ClassNotFoundException if it is not to be had; says why
     */
    byte[] fetch(String name) throws ClassNotFoundException;

    /**
     * Fetches resources.
     *
     * @param name their name
     * @return the contents of all that there are of that name, in the order in which they are found there
     */
    List<byte[]> fetchResources(String name);
}
