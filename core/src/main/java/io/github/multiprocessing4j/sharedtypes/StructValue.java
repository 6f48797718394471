package io.github.multiprocessing4j.sharedtypes;

import java.lang.foreign.StructLayout;
import java.util.Objects;

/**
 * A shared structure, whose fields a {@link StructLayout} names.
 *
 * <pre>{@code
 * static final StructLayout POINT = MemoryLayout.structLayout(
 *         ValueLayout.JAVA_INT.withName("x"), ValueLayout.JAVA_INT.withName("y"));
 * static final VarHandle X = POINT.varHandle(PathElement.groupElement("x"));
 *
 * try (var point = Value.ofStruct(POINT)) {
 *     X.set(point.segment(), 0L, 42);
 * }
 * }</pre>
 *
 * <p>Plain access to a field is not ordered: hold the lock, or use the other access modes of the {@link java.lang.invoke.VarHandle}.
 */
public final class StructValue extends Value<StructValue> {
    private static final long serialVersionUID = 1;

    /** How blocks are aligned. */
    private static final long LARGEST_ALIGNMENT = 16;

    StructValue(State state) {
        super(state);
    }

    static StructLayout check(StructLayout layout) {
        LayoutForm.of(layout); // which refuses addresses
        if (layout.byteAlignment() > LARGEST_ALIGNMENT) {
            throw new IllegalArgumentException("shared memory is aligned to " + LARGEST_ALIGNMENT + " bytes, not to "
                    + layout.byteAlignment() + ": " + layout);
        }
        return layout;
    }

    @Override
    StructValue create(State other) {
        return new StructValue(other);
    }

    @Override
    String contents() {
        return layout().toString();
    }

    /** {@return the fields} In another process it is an equal one. */
    public StructLayout layout() {
        return Objects.requireNonNull(piece().layout);
    }
}
