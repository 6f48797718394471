package io.github.multiprocessing4j.codec;

import java.io.Serial;

/** A value that must exist before its parts do, and must have its parts before it exists. */
final class CyclicValue extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    CyclicValue(Class<?> type) {
        super("a " + type.getTypeName() + " holds itself; such a cycle must lead through an object that can be changed"
                + " after it was made and keeps its identity, such as an ArrayList");
    }
}
