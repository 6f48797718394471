package io.github.multiprocessing4j.codec;

import io.github.multiprocessing4j.failure.SerializationException;
import java.io.ObjectInputFilter;
import org.jspecify.annotations.Nullable;

/** The filter of a codec, if it has one, asked in the same words whichever format a message has. */
final class Gate {
    static final Gate OPEN = new Gate(null);

    final @Nullable ObjectInputFilter filter;

    Gate(@Nullable ObjectInputFilter filter) {
        this.filter = filter;
    }

    void check(@Nullable Class<?> type, int arrayLength, int depth, int references, int bytes) {
        if (filter != null) {
            ask(filter, new Info(type, arrayLength, depth, references, bytes));
        }
    }

    static void ask(ObjectInputFilter filter, ObjectInputFilter.FilterInfo info) {
        ObjectInputFilter.Status status = filter.checkInput(info);
        if (status == null || status == ObjectInputFilter.Status.REJECTED) {
            throw rejected(info);
        }
    }

    static SerializationException rejected(ObjectInputFilter.FilterInfo info) {
        Class<?> type = info.serialClass();
        String what = type == null
                ? "A message of depth " + info.depth()
                : type.getTypeName() + (info.arrayLength() < 0 ? "" : " of length " + info.arrayLength());
        return new SerializationException(
                what
                        + " was received from another process and rejected by the codec's filter: allow it there, or"
                        + " do not send it",
                null);
    }

    private record Info(@Nullable Class<?> serialClass, long arrayLength, long depth, long references, long streamBytes)
            implements ObjectInputFilter.FilterInfo {}
}
