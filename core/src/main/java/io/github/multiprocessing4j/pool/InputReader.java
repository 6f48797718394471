package io.github.multiprocessing4j.pool;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads an input bit by bit. One thread at a time may use it. */
final class InputReader {
    private final Iterator<? extends @Nullable Object> input;

    private final int chunkSize;

    private long itemsRead;

    InputReader(Iterator<? extends @Nullable Object> input, int chunkSize) {
        this.input = input;
        this.chunkSize = chunkSize;
    }

    /**
     * What was read.
     *
     * @param firstItem number of the first item in the input
     * @param items at most a chunk's worth
     * @param last whether the input has ended
     * @param failure what the input threw after those items
     */
    record Batch(
            long firstItem,
            List<@Nullable Object> items,
            boolean last,
            @Nullable Throwable failure) {}

    /** Reads the next items. The input is user code: whatever it throws is its end. */
    @SuppressWarnings("CatchingUnchecked") // including what it throws unchecked by the compiler
    Batch read() {
        long firstItem = itemsRead;
        List<@Nullable Object> items = new ArrayList<>(Math.min(chunkSize, 1024));
        try {
            while (items.size() < chunkSize && input.hasNext()) {
                items.add(input.next());
                itemsRead++;
            }
            return new Batch(firstItem, items, items.size() < chunkSize, null);
        } catch (Throwable t) {
            return new Batch(firstItem, items, true, t);
        }
    }
}
