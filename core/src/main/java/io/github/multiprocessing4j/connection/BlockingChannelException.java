package io.github.multiprocessing4j.connection;

import java.io.Serial;
import java.nio.channels.IllegalBlockingModeException;
import java.nio.channels.SelectableChannel;

/** An {@link IllegalBlockingModeException} that says what to do. */
final class BlockingChannelException extends IllegalBlockingModeException {
    @Serial
    private static final long serialVersionUID = 1L;

    private final String message;

    BlockingChannelException(SelectableChannel channel) {
        this.message = channel + " blocks, and can be waited for only after configureBlocking(false)";
    }

    @Override
    public String getMessage() {
        return message;
    }
}
