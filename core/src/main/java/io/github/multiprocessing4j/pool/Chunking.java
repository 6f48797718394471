package io.github.multiprocessing4j.pool;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.RandomAccess;
import org.jspecify.annotations.Nullable;

/** Cuts input into chunks. */
final class Chunking {
    /** CPython's: each worker gets about four, so that no worker is left with much when the others are done. */
    private static final int CHUNKS_PER_WORKER = 4;

    private Chunking() {}

    static int requirePositive(int chunkSize) {
        if (chunkSize < 1) {
            throw new IllegalArgumentException("the chunk size must be at least 1, and is " + chunkSize);
        }
        return chunkSize;
    }

    /** The chunk size for so many items if the caller gave none. */
    static int automatic(int items, int workers) {
        return Math.max(1, Math.ceilDiv(items, CHUNKS_PER_WORKER * workers));
    }

    /** The items as a list; a copy unless they are one that can be cut as it is. */
    static <T extends @Nullable Object> List<? extends T> materialize(Iterable<? extends T> items) {
        return switch (items) {
            case List<? extends T> list when list instanceof RandomAccess -> list;
            case Collection<? extends T> collection -> new ArrayList<>(collection);
            default -> {
                List<T> list = new ArrayList<>();
                items.forEach(list::add);
                yield list;
            }
        };
    }
}
