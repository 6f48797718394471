package io.github.multiprocessing4j.region;

import io.github.multiprocessing4j.os.CallLocal;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
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
    private static final CallLocal<Transit> CURRENT = new CallLocal<>();

    /** For what is decoded by many. */
    private static final Transit KEPT_BY_SENDER = new Transit();

    private final Supplier<? extends @Nullable Carrier> carrier;

    private final boolean keeping;

    private @Nullable List<Passenger> passengers;

    /** What gives up blocks that are kept until it is known that their handles have arrived, or never will. */
    private final List<Runnable> kept = new ArrayList<>();

    /** Something that leaves. It has been told that it leaves when it boards; then one of these follows. */
    public interface Passenger {
        /** Before the message is sent: with whose end it is lost. */
        default void carriedBy(Carrier carrier) {}

        /** The message was not sent: it is here as before. */
        void stay();

        /** The message was sent. */
        void leave();

        /** The message was perhaps sent, but nobody will decode it any more; if it has not arrived it never will. */
        void lose();
    }

    /** Makes one for messages that this process keeps until they are received. */
    public Transit() {
        this(() -> null);
    }

    /**
     * Makes one for messages that somebody else has as soon as they are sent.
     *
     * @param carrier tells who has them; asked only if somebody leaves with them, and throws if nobody can
     */
    public Transit(Supplier<? extends @Nullable Carrier> carrier) {
        this(carrier, /* keeping= */ false);
    }

    private Transit(Supplier<? extends @Nullable Carrier> carrier, boolean keeping) {
        this.carrier = carrier;
        this.keeping = keeping;
    }

    /**
     * {@return one for a message of which it will be known that it was decoded, or never will be} Until that is {@linkplain
     * #settle said} this process keeps the memory for which there are handles in it, so that none is lost with a receiver.
     */
    public static Transit keeping() {
        return new Transit(() -> null, /* keeping= */ true);
    }

    boolean isKeeping() {
        return keeping;
    }

    void keep(Runnable release) {
        synchronized (kept) {
            kept.add(release);
        }
    }

    /** The message was decoded, or its receiver has ended. May be said more than once, by any thread. */
    public void settle() {
        List<Runnable> releases;
        synchronized (kept) {
            releases = List.copyOf(kept);
            kept.clear();
        }
        releases.forEach(Runnable::run);
    }

    /**
     * Handles that are made meanwhile, by this thread, do not count.
     *
     * @param encoding makes them; whoever calls this keeps what it encodes reachable as long as it may be decoded
     */
    public static void whileSenderKeeps(Runnable encoding) {
        CURRENT.with(KEPT_BY_SENDER, encoding);
    }

    /**
     * Encodes a message, or another part of one. If that fails, everything in it stays.
     *
     * @param encoding encodes it
     */
    public void board(Runnable encoding) {
        int before = passengers == null ? 0 : passengers.size();
        try {
            CURRENT.with(this, encoding);
        } catch (Throwable t) {
            if (passengers != null) {
                List<Passenger> added = passengers.subList(before, passengers.size());
                tell(added, Passenger::stay, t);
                added.clear();
            }
            if (before == 0) {
                settle();
            }
            throw t;
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

    /** {@return who has the message as soon as it is sent; null if this process keeps it} */
    public @Nullable Carrier carrier() {
        return carrier.get();
    }

    /** Takes somebody along. */
    public void add(Passenger passenger) {
        if (passengers == null) {
            passengers = new ArrayList<>();
        }
        passengers.add(passenger);
    }

    /**
     * Names who will have the message, if that was not known before. It has not been sent yet.
     *
     * @param whoWillHaveIt tells for whom it is; asked only if somebody leaves with it
     */
    public void carriedBy(Supplier<Carrier> whoWillHaveIt) {
        if (passengers != null) {
            Carrier known = whoWillHaveIt.get();
            passengers.forEach(passenger -> passenger.carriedBy(known));
        }
    }

    /** The message was not sent. */
    public void stay() {
        try {
            forEach(Passenger::stay);
        } finally {
            settle();
        }
    }

    /** The message was sent. */
    public void leave() {
        forEach(Passenger::leave);
    }

    /** Nobody will decode the message any more. */
    public void lose() {
        forEach(Passenger::lose);
    }

    private void forEach(Consumer<Passenger> told) {
        List<Passenger> all = passengers;
        passengers = null;
        if (all != null) {
            Throwable failure = tell(all, told, null);
            switch (failure) {
                case RuntimeException e -> throw e;
                case Error e -> throw e;
                case null, default -> {} // there are no others
            }
        }
    }

    /** Tells everybody, whoever fails. {@return the first failure, with the others in it; null if there is none} */
    private static @Nullable Throwable tell(
            List<Passenger> passengers, Consumer<Passenger> told, @Nullable Throwable before) {
        Throwable failure = before;
        for (Passenger passenger : passengers.reversed()) {
            try {
                told.accept(passenger);
            } catch (RuntimeException | Error e) {
                if (failure == null) {
                    failure = e;
                } else {
                    failure.addSuppressed(e);
                }
            }
        }
        return failure;
    }
}
