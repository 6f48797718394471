package io.github.multiprocessing4j.pool;

import io.github.multiprocessing4j.failure.ExitStatus;
import io.github.multiprocessing4j.failure.MultiprocessingException;
import io.github.multiprocessing4j.failure.SerializationException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What became of a chunk. Items run in order, and the first one that fails ends the chunk, so the results that there are
 * belong to the chunk's first items, and the item that failed is the one after them.
 */
public sealed interface Outcome {
    /** {@return the results of the items that ended well, in order} */
    default List<@Nullable Object> values() {
        return List.of();
    }

    /**
     * Every item ended well.
     *
     * @param values a result for each
     */
    record Done(List<@Nullable Object> values) implements Outcome {}

    /**
     * An item threw.
     *
     * @param values the results before it
     * @param worker who ran it
     * @param thrown what it threw, as far as that could be rebuilt
     */
    record Failed(List<@Nullable Object> values, WorkerId worker, Throwable thrown) implements Outcome {}

    /**
     * An item or its result could not cross between the processes.
     *
     * @param values the results before it
     * @param reason which value and on which side
     */
    record NotCarried(List<@Nullable Object> values, SerializationException reason) implements Outcome {}

    /**
     * The worker ended when it had begun the chunk.
     *
     * @param worker who it was
     * @param exitStatus how it ended
     * @param item the index in the chunk of the item that was running, or {@link #DECODING} or the chunk's size
     *     if it was past the last item
     * @param report what is known beyond that, such as the head of HotSpot's crash report; may be empty
     * @param cause what brought it about if that is known
     */
    record WorkerDied(
            WorkerId worker,
            ExitStatus exitStatus,
            int item,
            String report,
            @Nullable Throwable cause) implements Outcome {
        /** Index in place of an item's: the worker was still decoding what to run. */
        public static final int DECODING = -1;
    }

    /**
     * An item took too long.
     *
     * @param values the results before it, if they are not lost
     * @param worker who ran it
     * @param item the index in the chunk of the item, or {@link WorkerDied#DECODING}
     * @param deed what it has done, as in "took longer than its limit of 2 s"
     * @param limit what it has exceeded
     * @param threadDump what the worker's threads were doing before it was killed or given up on; may be empty
     * @param thrown what the item threw when it was interrupted, if it ended so
     */
    record TimedOut(
            List<@Nullable Object> values,
            WorkerId worker,
            int item,
            String deed,
            Duration limit,
            String threadDump,
            @Nullable Throwable thrown)
            implements Outcome {}

    /**
     * It was {@linkplain PoolBackend#interrupt interrupted}, and its worker killed or given up on.
     *
     * @param worker who ran it
     */
    record Interrupted(WorkerId worker) implements Outcome {}

    /**
     * Nobody could be found to run it.
     *
     * @param reason why
     */
    record NotRun(MultiprocessingException reason) implements Outcome {}

    /** The pool was terminated before it was done. */
    record Discarded() implements Outcome {}
}
