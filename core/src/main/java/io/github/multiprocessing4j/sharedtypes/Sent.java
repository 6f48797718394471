package io.github.multiprocessing4j.sharedtypes;

import io.github.multiprocessing4j.region.Block;
import io.github.multiprocessing4j.region.BlockHandle;
import io.github.multiprocessing4j.sync.RLock;
import java.io.InvalidObjectException;
import java.io.NotSerializableException;
import java.io.ObjectStreamException;
import java.io.Serializable;
import java.lang.foreign.StructLayout;
import java.util.concurrent.locks.Lock;
import org.jspecify.annotations.Nullable;

/**
 * A value or an array on its way to another process.
 *
 * @param array whether it is an array
 * @param type what its elements are
 * @param layout what a structure's fields are
 * @param length how many elements an array has
 * @param locking whose its lock is
 * @param lock that lock; null for a raw one
 * @param block where its memory is
 */
record Sent(
        boolean array,
        TypeCode type,
        @Nullable LayoutForm layout,
        long length,
        State.Locking locking,
        @Nullable Serializable lock,
        BlockHandle block)
        implements Serializable {

    static Sent of(boolean array, State state) throws ObjectStreamException {
        Piece piece = state.piece();
        piece.checkOpen();
        Serializable lock = lock(state); // before the handle, which would count as being on its way for ever
        return new Sent(
                array,
                piece.type,
                piece.layout == null ? null : LayoutForm.of(piece.layout),
                piece.length,
                state.locking(),
                lock,
                piece.block.handle());
    }

    private static @Nullable Serializable lock(State state) throws ObjectStreamException {
        return switch (state.locking()) {
            case RAW -> null;
            case OWN -> state.piece().lock();
            case CALLERS -> sharable(state.callers());
        };
    }

    /** A lock of the JDK is serializable, but its copy would lock something else. */
    private static Serializable sharable(@Nullable Lock lock) throws ObjectStreamException {
        if (lock instanceof Serializable serializable && lock.getClass().getClassLoader() != null) {
            return serializable;
        }
        throw new NotSerializableException("a lock of type "
                + (lock == null ? "null" : lock.getClass().getName())
                + " is none between processes; give the value or array one that is, such as an RLock of this library");
    }

    private Object readResolve() throws ObjectStreamException {
        if (locking == State.Locking.CALLERS && !(lock instanceof Lock)) {
            throw new InvalidObjectException("the caller's lock is missing");
        }
        StructLayout struct = layout == null ? null : (StructLayout) layout.layout();
        RLock own = locking == State.Locking.OWN ? (RLock) lock : null;
        Piece piece = new Piece(type, struct, length, Block.attach(block), own);
        State state = new State(piece, locking, locking == State.Locking.CALLERS ? (Lock) lock : null);
        return array ? Array.of(state) : Value.of(state);
    }
}
