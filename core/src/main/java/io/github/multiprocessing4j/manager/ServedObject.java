package io.github.multiprocessing4j.manager;

import io.github.multiprocessing4j.os.LibraryLog;
import io.github.multiprocessing4j.process.Finalizer;
import java.lang.System.Logger.Level;

/**
 * An object of a server. It is in the server's table while clients or messages refer to it. Proxies within the server refer to this itself, so that what holds each
 * other there is collected as everything else in a heap is, cycles included.
 */
final class ServedObject {
    private final long id;

    private final ManagedType<?> type;

    private final Object referent;

    private final Exposure exposure;

    private final Turn turn = new Turn();

    /** By clients and by messages on their way. Guarded by this. */
    private long references;

    /** Whether a proxy in this process has ever referred to it. Guarded by this. */
    private boolean usedHere;

    /** How many of this process's own proxies there are, if that matters. Guarded by this. */
    private long holders;

    ServedObject(long id, ManagedType<?> type, Object referent, Exposure exposure) {
        this.id = id;
        this.type = type;
        this.referent = referent;
        this.exposure = exposure;
    }

    long id() {
        return id;
    }

    /** {@return what lets one call at a time in, if the type says so} */
    Turn turn() {
        return turn;
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

    /** There is a proxy in this process, until it is collected. */
    void heldBy(LocalHandler holder) {
        if (referent instanceof Unreferenced) {
            synchronized (this) {
                holders++;
            }
            var _ = Finalizer.of(holder, this::letGo);
        }
    }

    private void letGo() {
        boolean unreferenced;
        synchronized (this) {
            holders--;
            unreferenced = isUnreferenced();
        }
        if (unreferenced) {
            end();
        }
    }

    /** The caller has the monitor, and has just given one up. */
    boolean isUnreferenced() {
        return references == 0 && holders == 0;
    }

    /** Nobody can call it any more. */
    void end() {
        try {
            if (referent instanceof Unreferenced ending) {
                ending.unreferenced();
            }
        } catch (RuntimeException e) { // others that a client had are released all the same
            LibraryLog.logger().log(Level.WARNING, () -> this + " could not be ended", e);
        }
    }

    /** {@return how many there were before} The caller has the monitor. */
    long add(long count) {
        long before = references;
        references += count;
        return before;
    }

    /** A proxy in this process refers to it. */
    synchronized void isUsedHere() {
        usedHere = true;
    }

    /** {@return whether nobody can refer to it any more, as nobody here ever did} The caller has the monitor. */
    boolean isForgotten() {
        return references == 0 && !usedHere;
    }

    synchronized long references() {
        return references;
    }

    @Override
    public String toString() {
        return type.typeid() + " " + Long.toHexString(id);
    }
}
