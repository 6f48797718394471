package io.github.multiprocessing4j.region;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What leaves this process with one message: handles of shared memory, and ends of connections. Whoever encodes the message
 * says afterwards what became of it, so that nothing is lost with a message that was never sent.
 *
 * <p>What is encoded once and decoded by many, as a pool's code is, has no such end. There the sender keeps what the handles
 * stand for until nobody will decode it any more.
 *
 * <p>Not thread-safe; can be used for one message after the other.
 */
public final class Transit {
    /** A thread on which a deep value is encoded once more is started by the one that has the transit. */
    private static final InheritableThreadLocal<@Nullable Transit> CURRENT = new InheritableThreadLocal<>();

    /** For what is decoded by many. */
    private static final Transit KEPT_BY_SENDER = new Transit();

    private @Nullable List<Passenger> passengers;

    /** Something that leaves. It has been told that it leaves when it boards; then one of these follows. */
    public interface Passenger {
        /** The message was not sent: it is here as before. */
        void stay();

        /** The message was sent. */
        void leave();

        /** The message was sent, but whoever was to receive it has ended; if it has not arrived it never will. */
        default void lose() {}
    }

    /** Makes one without passengers. */
    public Transit() {}

    /**
     * Handles that are made meanwhile, by this thread, do not count.
     *
     * @param encoding makes them; whoever calls this keeps what it encodes reachable as long as it may be decoded
     */
    public static void whileSenderKeeps(Runnable encoding) {
        with(KEPT_BY_SENDER, encoding);
    }

    /**
     * Encodes a message. If that fails, everything stays.
     *
     * @param encoding encodes it
     */
    public void board(Runnable encoding) {
        passengers = null;
        try {
            with(this, encoding);
        } catch (Throwable t) {
            stay();
            throw t;
        }
    }

    private static void with(Transit transit, Runnable encoding) {
        Transit before = CURRENT.get();
        CURRENT.set(transit);
        try {
            encoding.run();
        } finally {
            CURRENT.set(before);
        }
    }

    /** {@return the message's that this thread is encoding; null if nobody will tell what becomes of it} */
    public static @Nullable Transit current() {
        Transit current = CURRENT.get();
        return current == KEPT_BY_SENDER ? null : current;
    }

    /** {@return whether the message may be decoded by many, and the sender keeps what it stands for} */
    public static boolean isKeptBySender() {
        return CURRENT.get() == KEPT_BY_SENDER;
    }

    /** Takes somebody along. */
    public void add(Passenger passenger) {
        if (passengers == null) {
            passengers = new ArrayList<>();
        }
        passengers.add(passenger);
    }

    /** The message was not sent. */
    public void stay() {
        List<Passenger> all = all();
        passengers = null;
        all.forEach(Passenger::stay);
    }

    /** The message was sent. */
    public void leave() {
        all().forEach(Passenger::leave);
    }

    /** The message was sent, but whoever was to receive it has ended. */
    public void lose() {
        List<Passenger> all = all();
        passengers = null;
        all.forEach(Passenger::lose);
    }

    private List<Passenger> all() {
        return passengers == null ? List.of() : passengers;
    }
}
