package io.github.multiprocessing4j.process;

import java.nio.ByteBuffer;

/*
 * On the control channel the parent sends one message, the StartMessage; the child sends announcements of one or two bytes,
 * what it is and a detail. There is no shared state: what a child announced before it died is in the socket, and is read
 * after its death.
 */
/** What a child has announced over its control channel. Written by one thread, read by any. */
final class Announcements {
    /** Handlers are in place: from here on a signal that ends the child is announced. */
    static final byte READY = 1;

    /** A signal is about to end the child; its number follows. */
    static final byte SIGNAL = 2;

    /** An {@link OutOfMemoryError} is about to end the child. */
    static final byte OUT_OF_MEMORY = 3;

    /** The start message was decoded: what was on its way in it has arrived. */
    static final byte DECODED = 4;

    private final Runnable decoded;

    private volatile boolean ready;

    private volatile int signal = -1;

    private volatile boolean outOfMemory;

    /** @param decoded what to do when the start message was decoded */
    Announcements(Runnable decoded) {
        this.decoded = decoded;
    }

    void take(ByteBuffer message) {
        byte kind = message.get();
        switch (kind) {
            case READY -> ready = true;
            case SIGNAL -> signal = message.get();
            case OUT_OF_MEMORY -> outOfMemory = true;
            case DECODED -> decoded.run();
            default -> throw new IllegalArgumentException("a child announced something unknown: " + kind);
        }
    }

    boolean ready() {
        return ready;
    }

    /** {@return the signal that ends the child, or -1 if none was announced} */
    int signal() {
        return signal;
    }

    boolean outOfMemory() {
        return outOfMemory;
    }
}
