package io.github.multiprocessing4j.wire;

import java.io.IOException;
import java.io.Serial;

/** The peer has given up the message that was being read. The next one can be begun. */
public final class MessageCancelledException extends IOException {
    @Serial
    private static final long serialVersionUID = 1L;

    MessageCancelledException() {
        super("the sender has given up a message in the middle of it");
    }
}
