package io.github.multiprocessing4j.pool;

import io.github.multiprocessing4j.pool.EncodedChunk.Place;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Chunks that wait for a worker, first come, first served. What is withdrawn stays as an empty shell until its turn comes
 * or shells prevail, so that withdrawing costs the same however many wait. Guarded by the dispatcher's lock.
 */
final class ChunkQueue {
    private static final int FEW = 64;

    private final Deque<EncodedChunk> chunks = new ArrayDeque<>();

    private int waiting;

    void addAll(List<EncodedChunk> added) {
        for (EncodedChunk chunk : added) {
            chunk.queue();
            chunks.addLast(chunk);
        }
        waiting += added.size();
    }

    /** Puts a chunk back that had its turn already. */
    void addFirst(EncodedChunk chunk) {
        chunk.queue();
        chunks.addFirst(chunk);
        waiting++;
    }

    @Nullable
    EncodedChunk poll() {
        EncodedChunk chunk = chunks.poll();
        while (chunk != null && chunk.place == Place.GONE) {
            chunk = chunks.poll();
        }
        if (chunk != null) {
            waiting--;
        }
        return chunk;
    }

    void withdraw(EncodedChunk chunk) {
        chunk.leave();
        waiting--;
        if (chunks.size() > FEW && chunks.size() > 2 * waiting) {
            chunks.removeIf(each -> each.place == Place.GONE);
        }
    }

    /** Takes all out. */
    List<EncodedChunk> clear() {
        List<EncodedChunk> all = new ArrayList<>(waiting);
        EncodedChunk chunk = poll();
        while (chunk != null) {
            all.add(chunk);
            chunk = poll();
        }
        return all;
    }

    boolean isEmpty() {
        return waiting == 0;
    }

    int size() {
        return waiting;
    }
}
