package io.github.multiprocessing4j.pool;

import io.github.multiprocessing4j.failure.SerializationException;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Runs chunks of work somewhere and reports what became of them: the back of a {@link Pool}, whose front cuts the input into
 * chunks, keeps their order and hands out the results. For those who bring workers of another kind; users of pools need
 * not know it.
 *
 * <pre>{@code
 * var code = backend.prepare(task, options);              // once a call
 * var chunk = code.chunk(site, items, outcome -> ...);          // once a chunk, in the caller's thread
 * backend.submit(List.of(chunk));                         // from now on there will be exactly one report
 * }</pre>
 *
 * <p><b>Rules.</b> Every submitted chunk is reported exactly once, whatever dies, unless {@link #withdraw} took it back. What
 * a worker that died had begun fails, unless it is to be run
 * again; what it had not begun is run elsewhere. A chunk that waits behind a running one must
 * not wait while a worker has nothing to do, for the running one may be waiting for it. Reports come in a thread of the
 * back's; they return soon and call no method of the back but {@link #withdraw}. A chunk is let go of once it is reported.
 *
 * <p>Implementations are thread-safe.
 */
public interface PoolBackend {
    /** {@return the number of workers that may work at the same time} */
    int workers();

    /**
     * Has more or fewer workers from now on. Nobody who has begun something is disturbed.
     *
     * @param workers how many; at least 1
     * @throws UnsupportedOperationException if their number is not for the pool to say
     */
    default void resize(int workers) {
        throw new UnsupportedOperationException("the number of workers of this kind can't be changed");
    }

    /**
     * Makes a call's code ready to be sent, once for all its chunks.
     *
     * @param task the code
     * @param options its limits and how often it is run again; what they say of chunks is the front's business
     * @return what makes chunks of it
     * @throws SerializationException if it can't be sent
     */
    Preparation prepare(Task task, TaskOptions options);

    /** Makes chunks that run the same code. */
    interface Preparation {
        /**
         * {@return what makes chunks of items that nobody changes before all of the call's chunks have ended} What is large need not be copied then.
         */
        default Preparation withItemsThatStay() {
            return this;
        }

        /**
         * Makes a chunk. Afterwards the items may be changed freely, unless they {@linkplain #withItemsThatStay stay}.
         *
         * @param site what to call it where people read of it
         * @param items what to run the code on, in order; not empty
         * @param report called when the chunk has ended
         * @return the chunk, not submitted yet
         * @throws SerializationException if an item can't be sent
         */
        Chunk chunk(CallSite site, List<? extends @Nullable Object> items, Consumer<? super Outcome> report);
    }

    /** A chunk that a back has made. Only that one knows what is in it. */
    interface Chunk {
        /** {@return how many bytes of memory it takes until it has ended, as far as that is known} */
        default long bytes() {
            return 0;
        }
    }

    /**
     * Takes on chunks, in order, all at once. Does not block for room. If the back was terminated they are reported as
     * {@linkplain Outcome.Discarded discarded}.
     *
     * @param chunks chunks of this back, none of them submitted before
     */
    void submit(List<? extends Chunk> chunks);

    /**
     * Takes a chunk back that has not begun.
     *
     * @param chunk a chunk that was submitted
     * @return whether it had not begun; it will not run then and not be reported
     */
    boolean withdraw(Chunk chunk);

    /**
     * Has a chunk that has begun end soon, whatever it takes: the thread that runs it is interrupted, and the worker killed after the grace
     * period of its options. It is reported all the same. Has no effect on one that has not begun, or has ended.
     *
     * @param chunk a chunk that was submitted
     */
    void interrupt(Chunk chunk);

    /** Lets the workers end, which have nothing to do any more. Nothing is submitted afterwards. */
    void stop();

    /** Ends the workers whatever they do; what has not ended yet is reported as {@linkplain Outcome.Discarded discarded}. */
    void terminate();

    /** Does what {@link #terminate} does, and gives them no time for anything. */
    default void kill() {
        terminate();
    }

    /**
     * Waits until all workers have ended after {@link #stop} or {@link #terminate}.
     *
     * @param timeout how long to wait at most
     * @return whether they have
     * @throws InterruptedException if the thread is interrupted
     */
    boolean awaitTermination(Duration timeout) throws InterruptedException;

    /** {@return how busy it is, for people to read} */
    Load load();

    /** {@return what its workers have spent their time with; nothing if it does not know} */
    default PoolStats stats() {
        return PoolStats.NONE;
    }

    /**
     * How busy a back is.
     *
     * @param starting workers that are not ready yet
     * @param ready workers that are
     * @param running chunks that were given to a worker
     * @param queued chunks that wait for one
     */
    record Load(int starting, int ready, int running, int queued) {}
}
