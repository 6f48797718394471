package io.github.multiprocessing4j.codec;

/** What a descriptor stands for on the reading side: it reads the contents that follow. */
interface Described {
    /** The class that the filter is asked about. */
    Class<?> type();

    /** Reads an object. */
    Object read(FastReader in) throws Exception;
}
