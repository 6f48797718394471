package io.github.multiprocessing4j.process;

import io.github.multiprocessing4j.testkit.Death;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.Serial;
import java.io.Serializable;

/** Lets the process die in which it arrives. */
final class DyingOnArrival implements Serializable {
    @Serial
    private static final long serialVersionUID = 1L;

    private final Death death;

    DyingOnArrival(Death death) {
        this.death = death;
    }

    void neverReached() {
        throw new AssertionError("survived " + death);
    }

    @Serial
    private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
        in.defaultReadObject();
        death.now();
    }
}
