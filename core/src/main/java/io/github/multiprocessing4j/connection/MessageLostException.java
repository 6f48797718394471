package io.github.multiprocessing4j.connection;

import java.io.IOException;
import java.io.Serial;

/** A message could not be received, but the next one can. */
final class MessageLostException extends IOException {
    @Serial
    private static final long serialVersionUID = 1L;

    MessageLostException(String message) {
        super(message);
    }
}
