package io.github.multiprocessing4j.pool;

/**
 * How far a call has come.
 *
 * @param call the method of the pool that was called
 * @param done how many items have ended, well or not, or will not be run any more
 * @param items how many there are, or {@link #UNKNOWN} if the input does not say
 */
public record Progress(String call, long done, long items) {
    /** The input's length is not known before it was read. */
    public static final long UNKNOWN = -1;

    /** {@return the progress in words} */
    @Override
    public String toString() {
        return call + ": " + done + (items == UNKNOWN ? " items" : " of " + items + " items");
    }
}
