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
    /** All that a worker has at hand, and as many whose results wait to be taken or whose input is being read, twice over. */
    static final int CHUNKS_PER_WORKER = 4 * ClaimPage.SLOTS;

    private final int capacity;

    private final boolean ordered;

    /** In the order in which their results are taken; those not arrived follow at the end where order does not matter. */
    private final Deque<Entry> arrivedOrInTurn = new ArrayDeque<>();

    private final Deque<Entry> underWay = new ArrayDeque<>();

    /** How many results of the first entry were taken. */
    private int taken;

    Window(int capacity, boolean ordered) {
        this.capacity = capacity;
        this.ordered = ordered;
    }

    /** One chunk. */
    static final class Entry {
        final CallSite site;

        @Nullable
        Chunk chunk;

        @Nullable
        Outcome outcome;

        Entry(CallSite site) {
            this.site = site;
        }
    }

    boolean hasRoom() {
        return size() < capacity;
    }

    boolean isHalfFree() {
        return 2 * size() <= capacity;
    }

    boolean isEmpty() {
        return size() == 0;
    }

    private int size() {
        return arrivedOrInTurn.size() + underWay.size();
    }

    void add(Entry entry) {
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
        arrivedOrInTurn.remove();
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
        taken = 0;
        return unfinished;
    }
}
