package io.github.multiprocessing4j.wire;

import java.io.IOException;
import java.lang.foreign.MemorySegment;

/**
 * Messages that leave this process, whole and in order. A message is begun with its length, written in any number of parts, and
 * ended; the peer may get parts of it before that.
 *
 * <p>One thread at a time uses it. Every method blocks while the peer does not keep up and nobody closes this, and throws an {@link
 * java.io.InterruptedIOException} if the thread is or gets interrupted meanwhile; the interrupt status
 * stays set. Whoever gets an exception calls {@link #cancel}.
 */
public interface Outgoing {
    /**
     * Begins a message.
     *
     * @param length its length in bytes
     * @throws IOException if the peer is gone, the message is too long, or this is closed
     */
    void begin(long length) throws IOException;

    /**
     * Writes part of the message.
     *
     * @param bytes holds the part
     * @param offset where it begins
     * @param length how long it is
     * @throws IOException as {@link #begin}
     */
    void write(byte[] bytes, int offset, int length) throws IOException;

    /**
     * Writes part of the message.
     *
     * @param part all of it
     * @throws IOException as {@link #begin}
     */
    void write(MemorySegment part) throws IOException;

    /**
     * Ends the message, of which everything must have been written.
     *
     * @throws IOException as {@link #begin}
     */
    void end() throws IOException;

    /**
     * Gives up the message that was begun, if any: the peer never receives it. Where that is not possible any more because
     * a part is gone, this is closed.
     */
    void cancel();
}
