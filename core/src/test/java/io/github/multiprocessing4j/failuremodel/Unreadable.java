package io.github.multiprocessing4j.failuremodel;

import java.io.InvalidObjectException;
import java.io.ObjectInputStream;
import java.io.Serial;
import java.io.Serializable;

/** Can be sent and not be read. */
final class Unreadable implements Serializable {
    @Serial
    private static final long serialVersionUID = 1L;

    String touched() {
        return "touched";
    }

    @Serial
    private void readObject(ObjectInputStream in) throws InvalidObjectException {
        throw new InvalidObjectException("not to be read");
    }
}
