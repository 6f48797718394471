package io.github.multiprocessing4j.region;

import java.io.IOException;
import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** Shared memory does not exist any more: nobody had it. */
public final class GoneException extends IOException {
    @Serial
    private static final long serialVersionUID = 1L;

    GoneException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
