package io.github.multiprocessing4j.pool;

import io.github.multiprocessing4j.pool.PoolBackend.Chunk;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The chunks of an imap that were read and whose results were not all taken yet: first those whose results can be taken
 * now, as far as the order allows, and which of them is next. Guarded by its owner's lock.
 */
final class Window {
    /** All that a worker has at hand, and as many whose results wait to be taken or whose input is being read. */
    static final int CHUNKS_PER_WORKER = 2 * ClaimPage.SLOTS;

    private static final int LARGE_CHUNKS_PER_WORKER = 8;

    /** What takes more together is large: fewer chunks of it are read ahead. */
    private static final long MOST_BYTES = 16 << 20;

    private final int capacity;

    /** So many are read however large they are. */
    private final int always;

    private final boolean ordered;

    private long bytes;

    /** In the order in which their results are taken; those not arrived follow at the end where order does not matter. */
    private final Deque<Entry> arrivedOrInTurn = new ArrayDeque<>();

    private final Deque<Entry> underWay = new ArrayDeque<>();

    /** How many results of the first entry were taken. */
    private int taken;

    private Window(int capacity, int always, boolean ordered) {
        this.capacity = capacity;
        this.always = always;
        this.ordered = ordered;
    }

    /** A window with room for so many chunks. */
    static Window of(int capacity, boolean ordered) {
        return new Window(capacity, capacity, ordered);
    }

    /** A window that keeps so many workers busy, with less room for what is large. */
    static Window forWorkers(int workers, boolean ordered) {
        return new Window(workers * CHUNKS_PER_WORKER, workers * LARGE_CHUNKS_PER_WORKER, ordered);
    }

    /** One chunk. */
    static final class Entry {
        final CallSite site;

        /** What it takes while it is in the window. */
        private long bytes;

        @Nullable
        Chunk chunk;

        @Nullable
        Outcome outcome;

        Entry(CallSite site) {
            this.site = site;
        }
    }

    boolean hasRoom() {
        return size() < capacity && (size() < always || bytes < MOST_BYTES);
    }

    boolean isHalfFree() {
        return 2 * size() <= capacity && (2 * size() <= always || 2 * bytes <= MOST_BYTES);
    }

    boolean isEmpty() {
        return size() == 0;
    }

    private int size() {
        return arrivedOrInTurn.size() + underWay.size();
    }

    void add(Entry entry) {
        entry.bytes = entry.chunk == null ? 0 : entry.chunk.bytes();
        bytes += entry.bytes;
        if (ordered || entry.outcome != null) {
            arrivedOrInTurn.add(entry);
        } else {
            underWay.add(entry);
        }
    }

    void arrived(Entry entry, Outcome outcome) {
        entry.outcome = outcome;
        if (!ordered) {
            underWay.remove(entry);
            arrivedOrInTurn.add(entry);
        }
    }

    /** Whether there is a result, or an exception in its place, to be taken now. */
    boolean isReady() {
        Entry first = arrivedOrInTurn.peek();
        return first != null && first.outcome != null;
    }

    /** Takes the next result or throws the exception in its place. */
    @Nullable
    Object take() {
        Entry first = Objects.requireNonNull(arrivedOrInTurn.peek(), "take without a result");
        Outcome outcome = Objects.requireNonNull(first.outcome, "take before it arrived");
        List<@Nullable Object> values = outcome.values();
        if (taken < values.size()) {
            @Nullable Object value = values.get(taken++);
            if (taken == values.size() && outcome instanceof Outcome.Done) {
                leave();
            }
            return value;
        }
        leave();
        throw Failures.of(outcome, first.site);
    }

    private void leave() {
        bytes -= arrivedOrInTurn.remove().bytes;
        taken = 0;
    }

    /** Forgets everything and says what had not ended. */
    List<Chunk> clear() {
        List<Chunk> unfinished = new ArrayList<>();
        for (Deque<Entry> entries : List.of(arrivedOrInTurn, underWay)) {
            for (Entry entry : entries) {
                if (entry.chunk != null && entry.outcome == null) {
                    unfinished.add(entry.chunk);
                }
            }
            entries.clear();
        }
        bytes = 0;
        taken = 0;
        return unfinished;
    }
}
