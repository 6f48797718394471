package io.github.multiprocessing4j.wire;

import io.github.multiprocessing4j.os.CallLocal;

/**
 * Tells what may be said to a child when it is started, and to nobody else: secrets. The message that starts a child goes over a
 * socket that only the two of them have.
 */
public final class ProcessStart {
    private static final CallLocal<Boolean> ENCODING = new CallLocal<>();

    private ProcessStart() {}

    /**
     * What this thread encodes meanwhile goes to a child that is being started.
     *
     * @param encoding does so
     */
    public static void encode(Runnable encoding) {
        ENCODING.with(true, encoding);
    }

    /** {@return whether this thread encodes what starts a child} */
    public static boolean isBeingEncoded() {
        return ENCODING.get() != null;
    }
}
