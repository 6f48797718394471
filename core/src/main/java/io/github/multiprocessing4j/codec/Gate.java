package io.github.multiprocessing4j.codec;

import io.github.multiprocessing4j.failure.SerializationException;
import java.io.ObjectInputFilter;
import org.jspecify.annotations.Nullable;

/** The filter of a codec, if it has one, asked in the same words whichever format a message has. */
final class Gate {
    final @Nullable ObjectInputFilter filter;

    private Gate(@Nullable ObjectInputFilter filter) {
        this.filter = filter;
    }

    /** The filter that the whole JVM was started with counts too. Only if there is one is it worth loading what holds it. */
    static Gate of(@Nullable ObjectInputFilter filter) {
        boolean everywhere = System.getProperty("jdk.serialFilter") != null;
        return new Gate(everywhere ? merge(filter, ObjectInputFilter.Config.getSerialFilter()) : filter);
    }

    private static @Nullable ObjectInputFilter merge(
            @Nullable ObjectInputFilter own, @Nullable ObjectInputFilter everywhere) {
        return own == null ? everywhere : ObjectInputFilter.merge(own, everywhere);
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
