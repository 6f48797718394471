package io.github.multiprocessing4j.codec;

import java.io.ObjectInputFilter;
import java.lang.invoke.SerializedLambda;
import org.jspecify.annotations.Nullable;

/**
 * Guards an object stream: an array must not be longer than its message could fill, and classes are for the codec's filter
 * to judge, except those by which the codec itself carries something; for these, it judges what they carry.
 */
final class StreamFilter implements ObjectInputFilter {
    /** Hash tables are larger than their contents, but by no more than that. */
    private static final int ROOM = 16;

    private final @Nullable ObjectInputFilter filter;

    private final long longest;

    StreamFilter(@Nullable ObjectInputFilter filter, int messageLength) {
        this.filter = filter;
        this.longest = 64 + (long) ROOM * messageLength;
    }

    @Override
    public Status checkInput(FilterInfo info) {
        if (info.arrayLength() > longest) {
            throw Gate.rejected(info);
        }
        Class<?> type = info.serialClass();
        boolean ours = type == StandIn.class || type == CheckedLambda.class || type == SerializedLambda.class;
        if (filter != null && !ours) {
            Gate.ask(filter, info); // its exception becomes the cause of the stream's
        }
        return Status.UNDECIDED;
    }
}
