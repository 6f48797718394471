package io.github.multiprocessing4j.pool;

import io.github.multiprocessing4j.pool.PoolBackend.Chunk;
import io.github.multiprocessing4j.pool.PoolBackend.Preparation;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What a call has threads of this process run.
 *
 * @param task the code itself, for all chunks the same
 * @param limits how long each item may take
 */
record ThreadCode(Task task, Limits limits) implements Preparation {
    @Override
    public Chunk chunk(CallSite site, List<? extends @Nullable Object> items, Consumer<? super Outcome> report) {
        return new ThreadChunk(this, site, new ArrayList<>(items), report);
    }
}
