package io.github.multiprocessing4j.sharedtypes;

import io.github.multiprocessing4j.region.Block;
import io.github.multiprocessing4j.sharedtypes.State.Locking;
import java.io.ObjectStreamException;
import java.io.Serializable;
import java.lang.foreign.MemorySegment;
import java.lang.ref.Reference;
import java.util.Objects;
import java.util.concurrent.locks.Lock;
import org.jspecify.annotations.Nullable;

/**
 * A value or an array in memory that processes share, with a lock that belongs to it. CPython's counterparts are
 * {@code SynchronizedBase} and the function {@code synchronized} of {@code multiprocessing.sharedctypes}.
 *
 * <pre>{@code
 * try (var counter = Value.ofInt(0)) {
 *     counter.getLock().lock();
 *     try {
 *         counter.set(counter.get() + 1);
 *     } finally {
 *         counter.getLock().unlock();
 *     }
 * }
 * }</pre>
 *
 * <p>It reaches other processes as an argument, captured in a lambda, in a pool's task. What they get is the same memory
 * and the same lock; it is there as long as any of them has it, or it is on its way. Whoever got it closes it for himself; if he
 * forgets, the garbage collector or the end of his process does so.
 *
 * <p>Without closing, the object itself must stay reachable while what {@link #segment()} returned is used.
 *
 * <p>Safe for use by several threads and processes at once, by the rules of the package; but one thread must not close it
 * while another of the same process uses it.
 *
 * @param <S> the type itself
 */
public abstract sealed class Synchronized<S extends Synchronized<S>> implements AutoCloseable, Serializable
        permits Value, Array {
    private static final long serialVersionUID = 1;

    private final transient State state;

    /** The state's, at hand for each access. */
    private final transient Block block;

    /** With room for the last whole word. */
    private final transient MemorySegment memory;

    final transient TypeCode type;

    Synchronized(State state) {
        this.state = state;
        this.block = state.piece().block;
        this.memory = block.memory();
        this.type = state.piece().type;
    }

    /**
     * {@return a value's or an array's memory with another lock} Both are the same memory; closing one closes both in this process,
     * but never a lock of the caller's. Whoever shall heed the lock must get what this returns. The same as
     * {@link #withLock(Lock)}.
     *
     * @param object a raw value or array
     * @param lock the lock; to be sent to other processes it must be one between processes
     * @param <T> the type
     * @throws IllegalArgumentException if the object has a lock already; {@link #getObj()} is the one without
     * @throws IllegalStateException if the object is closed
     */
    public static <T extends Synchronized<T>> T of(T object, Lock lock) {
        if (object.hasLock()) {
            throw new IllegalArgumentException("it has a lock already; use getObj() of it");
        }
        return object.withLock(lock);
    }

    /**
     * {@return the lock that belongs to this} By default an {@link io.github.multiprocessing4j.sync.RLock} of its own, which is closed
     * together with this; who wants to {@code recover} it when its holder has died casts it to that.
     *
     * @throws UnsupportedOperationException if this is raw
     * @throws IllegalStateException if this is closed
     */
    public final Lock getLock() {
        state.piece().checkOpen();
        return switch (state.locking()) {
            case OWN -> state.piece().lock();
            case CALLERS -> Objects.requireNonNull(state.callers());
            case RAW -> throw new UnsupportedOperationException("a raw value or array has no lock");
        };
    }

    /** {@return whether this has a lock, that is, is not raw} */
    public final boolean hasLock() {
        return state.locking() != Locking.RAW;
    }

    /**
     * {@return the raw form: the same memory without a lock} Closing one closes both in this process. CPython's {@code get_obj};
     * {@code Value.ofInt(0).getObj()} is its {@code RawValue}.
     *
     * @throws IllegalStateException if this is closed
     */
    public final S getObj() {
        return with(Locking.RAW, null);
    }

    /**
     * {@return the same memory with a lock of the caller's} Closing one closes both in this process, but not that lock.
     *
     * @param lock the lock; to be sent to other processes it must be one between processes
     * @throws IllegalStateException if this is closed
     */
    public final S withLock(Lock lock) {
        return with(Locking.CALLERS, Objects.requireNonNull(lock, "the lock"));
    }

    private S with(Locking locking, @Nullable Lock lock) {
        state.piece().checkOpen();
        return create(new State(state.piece(), locking, lock));
    }

    /**
     * {@return a new object of the same contents in memory of its own} It has a lock of its own, or none if this has none. The contents
     * are read under this one's lock.
     *
     * @throws IllegalStateException if this is closed
     * @throws java.io.UncheckedIOException if there is no room
     */
    public final S copy() {
        Piece old = state.piece();
        old.checkOpen();
        S copy = create(
                new State(Piece.allocate(old.type, old.layout, old.length), hasLock() ? Locking.OWN : Locking.RAW));
        try {
            underLock(() -> copy.memory().copyFrom(memory()));
            return copy;
        } catch (Throwable t) { // the lock could not be had
            copy.close();
            throw t;
        }
    }

    /**
     * {@return the memory, in this machine's byte order} It must not be used once this is closed or unreachable: it may belong to
     * another object by then.
     *
     * @throws IllegalStateException if this is closed
     */
    public final MemorySegment segment() {
        return memory().asSlice(0, state.piece().byteSize());
    }

    /** {@return whether this is closed in this process} */
    public final boolean isClosed() {
        return block.isClosed();
    }

    /**
     * Gives up the memory and the lock of its own; other processes that have them keep them. Whoever uses it afterwards in this
     * process gets an {@link IllegalStateException}. Closing again does nothing.
     */
    @Override
    public final void close() {
        state.piece().close();
    }

    /** The same of another state. */
    abstract S create(State other);

    final Piece piece() {
        return state.piece();
    }

    /**
     * The memory. Who uses it does so before a {@link Reference#reachabilityFence} of this: else the garbage collector could
     * have it freed meanwhile.
     */
    final MemorySegment memory() {
        if (block.isClosed()) {
            throw state.piece().closed();
        }
        return memory;
    }

    /** Does something to the memory that is not indivisible by itself. */
    final void underLock(Runnable action) {
        Lock lock = hasLock() ? getLock() : null;
        if (lock != null) {
            lock.lock();
        }
        try {
            action.run();
        } finally {
            if (lock != null) {
                lock.unlock();
            }
            Reference.reachabilityFence(this);
        }
    }

    final Object writeReplace() throws ObjectStreamException {
        return Sent.of(this instanceof Array, state);
    }

    /** {@return what is in it, for {@link #toString}} */
    abstract String contents();

    @Override
    public final String toString() {
        return getClass().getSimpleName() + "[" + (isClosed() ? "closed" : contents()) + "]";
    }
}
