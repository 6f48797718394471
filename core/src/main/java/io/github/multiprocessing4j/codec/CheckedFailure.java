package io.github.multiprocessing4j.codec;

import java.io.Serial;

/** Carries a checked exception through code that declares none, up to the codec, which takes it out again. */
final class CheckedFailure extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    CheckedFailure(Throwable cause) {
        super(null, cause, /* enableSuppression= */ false, /* writableStackTrace= */ false);
    }

    static Throwable unwrap(Throwable thrown) {
        Throwable cause = thrown.getCause();
        return thrown instanceof CheckedFailure && cause != null ? cause : thrown;
    }
}
