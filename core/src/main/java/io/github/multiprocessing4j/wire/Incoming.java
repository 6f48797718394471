package io.github.multiprocessing4j.wire;

import java.io.IOException;
import java.lang.foreign.MemorySegment;

/**
 * Messages that come to this process, whole and in order. A message is begun, which tells its length, read in any number of
 * parts, and ended.
 *
 * <p>One thread at a time uses it. Every method but {@link #await} blocks until the peer has sent what is needed, or whoever owns
 * this closes it.
 *
 * <p><b>Interrupts.</b> {@link #await} and {@link #begin} throw an {@link java.io.InterruptedIOException} if the thread is or gets
 * interrupted while they wait; nothing is lost. Within a message the peer is given {@link #GRACE_NANOS} more, counted from the
 * last bytes that came, before an interrupt ends the wait; the message is lost then, and nothing else can be received. The
 * interrupt status stays set.
 */
public interface Incoming {
    /** What {@link #begin} says at the end. */
    long END = -1;

    /** How long an interrupted thread waits for the rest of a message. */
    long GRACE_NANOS = 1_000_000_000;

    /**
     * Waits until there is something to {@linkplain #begin begin}: a message, the end, or an error.
     *
     * @param nanos how long to wait at most; not at all if it is not positive
     * @return whether there is
     * @throws IOException if this is closed or the thread interrupted
     */
    boolean await(long nanos) throws IOException;

    /**
     * Begins the next message.
     *
     * @return its length in bytes, or {@link #END} if the peer is gone and everything it sent has been received
     * @throws IOException if the peer sent what is no message, or this is closed
     */
    long begin() throws IOException;

    /**
     * Reads part of the message, which must have so many bytes left.
     *
     * @param into where to put the part
     * @param offset where it shall begin
     * @param length how many bytes to read
     * @throws java.io.EOFException if the peer ended in the middle of the message
     * @throws IOException if this is closed
     */
    void read(byte[] into, int offset, int length) throws IOException;

    /**
     * Reads part of the message, which must have so many bytes left.
     *
     * @param into what to fill
     * @throws java.io.EOFException if the peer ended in the middle of the message
     * @throws IOException if this is closed
     */
    void read(MemorySegment into) throws IOException;

    /** {@return how much memory, in bytes, may be taken for a message before that much of it has come} */
    default long trusted() {
        return Long.MAX_VALUE;
    }

    /**
     * Ends the message. What was not read is skipped when it comes.
     *
     * @throws IOException as {@link #read}
     */
    void end() throws IOException;
}
