package io.github.multiprocessing4j.wire;

import java.util.function.Supplier;

/**
 * Tells what may be said to a child when it is started, and to nobody else: secrets. The message that starts a child goes over a
 * socket that only the two of them have.
 */
public final class ProcessStart {
    private static final ScopedValue<Boolean> ENCODING = ScopedValue.newInstance();

    private ProcessStart() {}

    /**
     * What this thread encodes meanwhile goes to a child that is being started.
     *
     * @param <T> what comes of it
     * @param encoding does so
     * @return what it returns
     */
    public static <T> T encode(Supplier<T> encoding) {
        return ScopedValue.where(ENCODING, true).call(encoding::get);
    }

    /** {@return whether this thread encodes what starts a child} */
    public static boolean isBeingEncoded() {
        return ENCODING.isBound();
    }
}
