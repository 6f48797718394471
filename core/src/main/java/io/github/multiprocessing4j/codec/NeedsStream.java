package io.github.multiprocessing4j.codec;

import java.io.Serial;

/** Ends the attempt to write a message in the codec's own format: it holds something that only an object stream carries. */
final class NeedsStream extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    @SuppressWarnings("StaticAssignmentOfThrowable") // it is a jump, and has no stack trace
    static final NeedsStream INSTANCE = new NeedsStream();

    private NeedsStream() {
        super(null, null, /* enableSuppression= */ false, /* writableStackTrace= */ false);
    }
}
