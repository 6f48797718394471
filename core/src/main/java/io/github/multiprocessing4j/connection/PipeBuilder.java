package io.github.multiprocessing4j.connection;

import io.github.multiprocessing4j.wire.Fencing;
import io.github.multiprocessing4j.wire.MemoryChannel;

/** Makes {@link Pipe}s with other than the usual settings. Not thread-safe; can be used again for more than one. */
public final class PipeBuilder {
    private static final int SMALLEST = 4 << 10;

    private static final int LARGEST = 1 << 30;

    private boolean duplex = true;

    private int capacity = 256 << 10;

    private long maxMessageLength = Long.MAX_VALUE;

    private boolean betweenThreads;

    PipeBuilder() {}

    /**
     * Makes it a pipe between threads of this process, which hands objects over as they are; {@link Connection} tells what differs. What
     * {@code Context.threads().pipe()} gives.
     *
     * @return this builder
     */
    public PipeBuilder betweenThreads() {
        betweenThreads = true;
        return this;
    }

    /**
     * Sets whether both ends can send and receive; otherwise the first receives and the second sends. They can unless it is set.
     *
     * @param value whether they can
     * @return this builder
     */
    public PipeBuilder duplex(boolean value) {
        duplex = value;
        return this;
    }

    /**
     * Sets how many bytes there is room for in each direction before a sender has to wait: 256 KiB unless it is set. Longer
     * messages pass nevertheless, piece by piece, though messages of a MiB two to three times as fast where they have room as a whole; such a pipe takes 2 MiB of shared memory, or 1 MiB if it is
     * one-way, and twice as long to be made. Between threads an object counts as 16 bytes, whatever it is, and a message of
     * bytes as 8 more than it has.
     *
     * @param bytes 4 KiB to 1 GiB; rounded up to a power of two
     * @return this builder
     */
    public PipeBuilder capacity(int bytes) {
        if (bytes < SMALLEST || bytes > LARGEST) {
            throw new IllegalArgumentException(
                    "a pipe's capacity must be " + SMALLEST + " to " + LARGEST + " bytes, not " + bytes);
        }
        int power = Integer.highestOneBit(bytes);
        capacity = power == bytes ? bytes : 2 * power;
        return this;
    }

    /**
     * Sets how long a message may be; sending a longer one is an error. There is no limit unless it is set. Between threads it is one
     * for messages of bytes.
     *
     * @param bytes not negative
     * @return this builder
     */
    public PipeBuilder maxMessageLength(long bytes) {
        if (bytes < 0) {
            throw new IllegalArgumentException("a length can't be negative: " + bytes);
        }
        maxMessageLength = bytes;
        return this;
    }

    /**
     * {@return a new pipe}
     *
     * @throws java.io.UncheckedIOException if there is no room in shared memory
     */
    public Pipe create() {
        return betweenThreads
                ? Pipe.betweenThreads(capacity, duplex, maxMessageLength)
                : Pipe.create(new MemoryChannel.Shape(capacity, duplex, maxMessageLength, Fencing.BY_SLEEPERS));
    }
}
