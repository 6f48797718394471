package io.github.multiprocessing4j.pool;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Chunks that wait for a worker, first come, first served. They are their own links: to put one in takes no memory, so that it can't fail
 * and lose others, and to withdraw one costs the same however many wait. Guarded by the dispatcher's lock.
 */
final class ChunkQueue {
    private @Nullable EncodedChunk first;

    private @Nullable EncodedChunk last;

    private int size;

    void addAll(List<EncodedChunk> added) {
        for (int i = 0; i < added.size(); i++) { // without an iterator, which takes memory
            addLast(added.get(i));
        }
    }

    private void addLast(EncodedChunk chunk) {
        chunk.queue();
        chunk.previous = last;
        if (last == null) {
            first = chunk;
        } else {
            last.next = chunk;
        }
        last = chunk;
        size++;
    }

    /** Puts a chunk back that had its turn already. */
    void addFirst(EncodedChunk chunk) {
        chunk.queue();
        chunk.next = first;
        if (first == null) {
            last = chunk;
        } else {
            first.previous = chunk;
        }
        first = chunk;
        size++;
    }

    @Nullable
    EncodedChunk poll() {
        EncodedChunk chunk = first;
        if (chunk != null) {
            unlink(chunk);
        }
        return chunk;
    }

    void withdraw(EncodedChunk chunk) {
        unlink(chunk);
        chunk.leave();
    }

    private void unlink(EncodedChunk chunk) {
        EncodedChunk before = chunk.previous;
        EncodedChunk after = chunk.next;
        if (before == null) {
            first = after;
        } else {
            before.next = after;
        }
        if (after == null) {
            last = before;
        } else {
            after.previous = before;
        }
        chunk.previous = null;
        chunk.next = null;
        size--;
    }

    /** Takes all out. */
    List<EncodedChunk> clear() {
        List<EncodedChunk> all = new ArrayList<>(size);
        for (EncodedChunk chunk = poll(); chunk != null; chunk = poll()) {
            all.add(chunk);
        }
        return all;
    }

    boolean isEmpty() {
        return size == 0;
    }

    int size() {
        return size;
    }
}
