package io.github.multiprocessing4j.region;

/**
 * How long handles count as having their block. Usually until they are taken, once. What is encoded once and decoded by many, as
 * a pool's task is, can't be counted so: there the sender keeps the blocks until nobody will decode it any more.
 */
public final class Transit {
    private static final ScopedValue<Boolean> KEPT_BY_SENDER = ScopedValue.newInstance();

    private Transit() {}

    /**
     * Handles that are made meanwhile, by this thread, do not count.
     *
     * @param encoding makes them; whoever calls this keeps what it encodes reachable as long as it may be decoded
     */
    public static void whileSenderKeeps(Runnable encoding) {
        ScopedValue.where(KEPT_BY_SENDER, true).run(encoding);
    }

    /** {@return whether what this thread encodes now is decoded once at most} */
    public static boolean isCounted() {
        return !KEPT_BY_SENDER.isBound();
    }
}
