package io.github.multiprocessing4j.pool;

import io.github.multiprocessing4j.failure.SerializationException;
import io.github.multiprocessing4j.pool.PoolBackend.Chunk;
import io.github.multiprocessing4j.pool.PoolBackend.Preparation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/*
 * All chunks are made before the first is submitted: if an item can't be sent, nothing was run. All of them end before the
 * result is there, also when a task throws, so that nothing of a call runs any more when it has returned or thrown. A death
 * is not waited with: the call fails at once, what has not begun is taken back, and what has begun runs on in vain.
 */
/** A call whose whole input is known: map, starmap, apply. */
final class MapCall<R extends @Nullable Object> {
    private final String name;

    private final AsyncResult<List<R>> result;

    /** Each chunk writes the part that is its own; read when all are in. */
    private final @Nullable Object[] values;

    private final AtomicInteger chunksLeft;

    private final ProgressTeller progress;

    /** Set before the first chunk is submitted. */
    private volatile @Nullable Cancellation cancellation;

    /** Of the failures so far the one that comes first in the input, and where its chunk begins. */
    private @Nullable Outcome failure;

    private int failureStart;

    private int failureSize;

    private MapCall(String name, AsyncResult<List<R>> result, int items, int chunks, ProgressTeller progress) {
        this.name = name;
        this.result = result;
        this.values = new @Nullable Object[items];
        this.chunksLeft = new AtomicInteger(chunks);
        this.progress = progress;
    }

    /**
     * Submits a task on every item.
     *
     * @param name what the caller called
     */
    static <R extends @Nullable Object> AsyncResult<List<R>> submit(
            Front front,
            String name,
            Preparation code,
            List<? extends @Nullable Object> items,
            TaskOptions options,
            int chunkSize) {
        AsyncResult<List<R>> result = front.newResult(name);
        int count = Math.ceilDiv(items.size(), chunkSize);
        front.lifecycle().begin(count);
        if (count == 0) {
            result.complete(List.of());
            return result;
        }
        MapCall<R> call =
                new MapCall<>(name, result, items.size(), count, front.newTeller(name, items.size(), options));
        List<Chunk> chunks = call.chunks(front, code, items, chunkSize);
        call.cancellation = new Cancellation(front, chunks);
        front.backend().submit(chunks);
        result.onCancel(call.cancellation);
        return result;
    }

    private List<Chunk> chunks(Front front, Preparation code, List<? extends @Nullable Object> items, int chunkSize) {
        int count = Math.ceilDiv(items.size(), chunkSize);
        boolean made = false;
        try {
            List<Chunk> chunks = new ArrayList<>(count);
            for (int start = 0; start < items.size(); start += chunkSize) {
                int end = Math.min(start + chunkSize, items.size());
                chunks.add(chunk(front, code, items.subList(start, end), start));
            }
            made = true;
            return chunks;
        } finally {
            if (!made) {
                front.lifecycle().finish(count);
            }
        }
    }

    private Chunk chunk(Front front, Preparation code, List<? extends @Nullable Object> items, int start) {
        CallSite site = new CallSite(name, start, items.size());
        try {
            return front.chunk(code, site, items, outcome -> accept(start, site.size(), outcome));
        } catch (SerializationException e) {
            throw site.refusal(code, items, e);
        }
    }

    private void accept(int start, int size, Outcome outcome) {
        switch (outcome) {
            case Outcome.Done done -> {
                for (int i = 0; i < size; i++) {
                    values[start + i] = done.values().get(i);
                }
            }
            case Outcome.WorkerDied died -> {
                result.fail(Failures.of(died, new CallSite(name, start, size)));
                giveUpTheRest();
            }
            default -> keepFirst(outcome, start, size);
        }
        progress.ended(size);
        if (chunksLeft.decrementAndGet() <= 0) { // fewer if the last one has to be reported again
            progress.afterLast(this::finish);
        }
    }

    private void giveUpTheRest() {
        Cancellation how = cancellation;
        if (how != null) {
            how.run(/* interruptRunning= */ false);
        }
    }

    private synchronized void keepFirst(Outcome outcome, int start, int size) {
        if (failure == null || start < failureStart) {
            failure = outcome;
            failureStart = start;
            failureSize = size;
        }
    }

    @SuppressWarnings("unchecked") // the values are what the code that makes R returned
    private synchronized void finish() {
        if (failure != null) {
            result.fail(Failures.of(failure, new CallSite(name, failureStart, failureSize)));
        } else {
            result.complete((List<R>) Collections.unmodifiableList(Arrays.asList(values)));
        }
    }
}
