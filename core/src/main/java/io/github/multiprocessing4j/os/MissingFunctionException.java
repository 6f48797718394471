package io.github.multiprocessing4j.os;

import java.io.Serial;

/** The C library at hand lacks a function; the message is its name. */
public final class MissingFunctionException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    MissingFunctionException(String function) {
        super(function);
    }
}
