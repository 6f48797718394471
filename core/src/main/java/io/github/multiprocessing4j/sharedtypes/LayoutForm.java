package io.github.multiprocessing4j.sharedtypes;

import java.io.Serializable;
import java.lang.foreign.GroupLayout;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.PaddingLayout;
import java.lang.foreign.SequenceLayout;
import java.lang.foreign.StructLayout;
import java.lang.foreign.UnionLayout;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A memory layout as it travels, for those of the JDK are not serializable.
 *
 * @param kind what it is
 * @param name its name, if it has one
 * @param alignment in bytes
 * @param size how many bytes of padding, how many elements of a sequence, which of the numbers
 * @param bigEndian the order of a number's bytes
 * @param members of a structure or union, or the element of a sequence
 */
record LayoutForm(
        Kind kind, @Nullable String name, long alignment, long size, boolean bigEndian, List<LayoutForm> members)
        implements Serializable {
    enum Kind {
        NUMBER,
        PADDING,
        SEQUENCE,
        STRUCT,
        UNION
    }

    private static final List<ValueLayout> NUMBERS = List.of(
            ValueLayout.JAVA_BOOLEAN,
            ValueLayout.JAVA_BYTE,
            ValueLayout.JAVA_SHORT,
            ValueLayout.JAVA_CHAR,
            ValueLayout.JAVA_INT,
            ValueLayout.JAVA_LONG,
            ValueLayout.JAVA_FLOAT,
            ValueLayout.JAVA_DOUBLE);

    /** {@return which of the numbers it is} */
    private static int indexOf(ValueLayout layout) {
        for (int i = 0; i < NUMBERS.size(); i++) {
            if (NUMBERS.get(i).carrier() == layout.carrier()) {
                return i;
            }
        }
        throw new IllegalArgumentException("an address means nothing to another process: " + layout);
    }

    /**
     * {@return the form of a layout}
     *
     * @throws IllegalArgumentException if there is an address in it
     */
    static LayoutForm of(MemoryLayout layout) {
        return switch (layout) {
            case ValueLayout number ->
                form(Kind.NUMBER, number, indexOf(number), number.order() == ByteOrder.BIG_ENDIAN, List.of());
            case PaddingLayout padding -> form(Kind.PADDING, padding, padding.byteSize(), false, List.of());
            case SequenceLayout sequence ->
                form(Kind.SEQUENCE, sequence, sequence.elementCount(), false, List.of(of(sequence.elementLayout())));
            case StructLayout struct -> form(Kind.STRUCT, struct, 0, false, members(struct));
            case UnionLayout union -> form(Kind.UNION, union, 0, false, members(union));
        };
    }

    private static LayoutForm form(
            Kind kind, MemoryLayout layout, long size, boolean bigEndian, List<LayoutForm> members) {
        return new LayoutForm(kind, layout.name().orElse(null), layout.byteAlignment(), size, bigEndian, members);
    }

    private static List<LayoutForm> members(GroupLayout group) {
        return group.memberLayouts().stream().map(LayoutForm::of).toList();
    }

    /** {@return the layout again} */
    MemoryLayout layout() {
        MemoryLayout aligned = bare().withByteAlignment(alignment);
        return name == null ? aligned : aligned.withName(name);
    }

    private MemoryLayout bare() {
        MemoryLayout[] inner = members.stream().map(LayoutForm::layout).toArray(MemoryLayout[]::new);
        return switch (kind) {
            case NUMBER ->
                NUMBERS.get((int) size).withOrder(bigEndian ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
            case PADDING -> MemoryLayout.paddingLayout(size);
            case SEQUENCE -> MemoryLayout.sequenceLayout(size, inner[0]);
            case STRUCT -> MemoryLayout.structLayout(inner);
            case UNION -> MemoryLayout.unionLayout(inner);
        };
    }
}
