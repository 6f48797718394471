package io.github.multiprocessing4j.failure;

import java.io.IOException;
import java.io.Serial;

/**
 * A message was longer than the buffer that was to receive it. The message is not lost: it is {@linkplain #message in this
 * exception}. CPython's counterpart is {@code multiprocessing.BufferTooShort}.
 */
public final class BufferTooShortException extends IOException {
    @Serial
    private static final long serialVersionUID = 1L;

    private final byte[] message;

    /**
     * Reports a message.
     *
     * @param message all of it, which is not copied
     * @param room how many bytes there was room for
     */
    public BufferTooShortException(byte[] message, long room) {
        super("a message of " + message.length + " bytes came, and the buffer has room for " + room
                + "; the message is in this exception");
        this.message = message;
    }

    /** {@return the whole message, not a copy} */
    public byte[] message() {
        return message;
    }
}
