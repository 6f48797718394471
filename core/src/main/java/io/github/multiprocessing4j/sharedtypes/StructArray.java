package io.github.multiprocessing4j.sharedtypes;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.util.Objects;

/**
 * Shared structures, whose fields a {@link StructLayout} names.
 *
 * <pre>{@code
 * X.set(points.get(3), 0L, 42);   // X as in StructValue
 * }</pre>
 *
 * <p>Plain access to a field is not ordered: hold the lock, or use the other access modes of the {@link java.lang.invoke.VarHandle}.
 */
public final class StructArray extends Array<StructArray> {
    private static final long serialVersionUID = 1;

    StructArray(State state) {
        super(state);
    }

    static StructLayout check(StructLayout layout) {
        StructValue.check(layout);
        if (layout.byteSize() % layout.byteAlignment() != 0) {
            throw new IllegalArgumentException("the next element would not be aligned; add padding: " + layout);
        }
        return layout;
    }

    @Override
    StructArray create(State other) {
        return new StructArray(other);
    }

    /** {@return the fields of an element} In another process it is an equal one. */
    public StructLayout layout() {
        return Objects.requireNonNull(piece().layout);
    }

    /**
     * {@return the memory of an element} It must not be used once this is closed or unreachable.
     *
     * @param index its index
     * @throws IndexOutOfBoundsException if there is none
     * @throws IllegalStateException if this is closed
     */
    public MemorySegment get(long index) {
        return memory().asSlice(at(index), layout().byteSize());
    }
}
