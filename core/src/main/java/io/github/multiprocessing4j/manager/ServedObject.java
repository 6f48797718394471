package io.github.multiprocessing4j.manager;

/**
 * An object of a server. It is in the server's table while clients or messages refer to it. Proxies within the server refer to this itself, so that what holds each
 * other there is collected as everything else in a heap is, cycles included.
 */
final class ServedObject {
    private final long id;

    private final ManagedType<?> type;

    private final Object referent;

    private final Exposure exposure;

    /** By clients and by messages on their way. Guarded by this. */
    private long references;

    /** Whether something in this process refers to it, or has, in other ways than by its number. */
    private volatile boolean held;

    ServedObject(long id, ManagedType<?> type, Object referent, Exposure exposure) {
        this.id = id;
        this.type = type;
        this.referent = referent;
        this.exposure = exposure;
    }

    long id() {
        return id;
    }

    ManagedType<?> type() {
        return type;
    }

    Object referent() {
        return referent;
    }

    Exposure exposure() {
        return exposure;
    }

    /** Something in this process refers to it from now on: when that does not any more, only the garbage collector knows. */
    void hold() {
        held = true;
    }

    boolean isHeld() {
        return held;
    }

    /** {@return how many there were before} The caller has the monitor. */
    long add(long count) {
        long before = references;
        references += count;
        return before;
    }

    synchronized long references() {
        return references;
    }

    @Override
    public String toString() {
        return type.typeid() + " " + Long.toHexString(id);
    }
}
