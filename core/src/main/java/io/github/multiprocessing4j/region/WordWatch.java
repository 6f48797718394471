package io.github.multiprocessing4j.region;

import java.lang.foreign.MemorySegment;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Has somebody else wait until a 32-bit word of shared memory changes, and be told: for who waits for many things at
 * once.
 *
 * <p>What is to be done then is done at most once, some time after {@link #watch} was called, perhaps before it
 * returns, in another thread: as soon as the word has another value than expected and was {@linkplain WordWait#wake
 * woken}, or within a quarter of a second if nobody woke it; when the memory was unmapped; and sometimes for no reason.
 * A word that changes and at once changes back may go unnoticed. If it is for one of many sleepers that the word was
 * woken, the watch counts as one of them.
 *
 * <p>A watch does not keep its memory from being unmapped, and it never reads memory that is not mapped. (Where the
 * kernel has no means to watch, which see {@link WordWait#PORTABLE}, an automatic arena is kept; closing others is seen
 * within milliseconds.) It should be closed when it is not needed any more; one that is forgotten lasts until its word
 * changes, and keeps a thread alive that keeps no JVM alive.
 */
public final class WordWatch extends Sleep implements AutoCloseable {
    private enum State {
        WATCHING,
        TOLD,
        CANCELLED
    }

    private final AtomicReference<State> state = new AtomicReference<>(State.WATCHING);

    private final Runnable onChange;

    private WordWatch(long address, int expected, Runnable onChange) {
        super(address, expected);
        this.onChange = onChange;
    }

    /**
     * Watches a word from now on. If it has another value already, that counts as a change.
     *
     * @param memory where the word is
     * @param offset where in there; a multiple of 4
     * @param expected the value that it has or may have
     * @param onChange what to do then. Many watches share the thread that does it, so it must neither block nor take
     *     long; what it throws is logged
     * @return the watch, to be cancelled or closed
     * @throws OutOfMemoryError if there can be no further thread
     */
    public static WordWatch watch(MemorySegment memory, long offset, int expected, Runnable onChange) {
        WordWatch watch = new WordWatch(memory.address() + offset, expected, onChange);
        WordWait.send(watch, memory, offset);
        return watch;
    }

    /**
     * Ends the watch. Does not wait for anything, so it may also be called by what is done on a change.
     *
     * @return whether that was in time: if so, nothing is done on a change any more; if not, it was begun, and may not
     *     be at its end yet, or this was cancelled before
     */
    public boolean cancel() {
        return state.compareAndSet(State.WATCHING, State.CANCELLED);
    }

    /** Ends the watch, as {@link #cancel} does. */
    @Override
    public void close() {
        cancel();
    }

    @Override
    boolean isAbandoned() {
        return state.get() == State.CANCELLED;
    }

    @Override
    boolean tell() {
        boolean mine = state.compareAndSet(State.WATCHING, State.TOLD);
        if (mine) {
            Callbacks.run(onChange);
        }
        return mine;
    }
}
