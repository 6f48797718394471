package io.github.multiprocessing4j.pool;

import io.github.multiprocessing4j.pool.PoolBackend.Chunk;
import io.github.multiprocessing4j.pool.PoolBackend.Preparation;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The way from a pool's calls to its back, on which every chunk is counted out again.
 *
 * @param backend who runs the chunks
 * @param lifecycle who counts them
 * @param helpers where the user's own code runs in this process
 * @param callbacks where callbacks of results do
 */
record Front(PoolBackend backend, Lifecycle lifecycle, Executor helpers, CallbackThread callbacks) {
    Front(PoolBackend backend) {
        this(backend, new Lifecycle(backend), HelperThreads.all(), new CallbackThread());
    }

    /** {@return who counts what of a call has ended} */
    ProgressTeller newTeller(String name, long items, TaskOptions options) {
        return new ProgressTeller(name, items, options.progressListener(), callbacks);
    }

    <T extends @Nullable Object> AsyncResult<T> newResult(String name) {
        return new AsyncResult<>(name, helpers, callbacks);
    }

    /** Makes a chunk that was counted in; the pool counts it out when the report was taken in. */
    Chunk chunk(
            Preparation code, CallSite site, List<? extends @Nullable Object> items, Consumer<? super Outcome> report) {
        return code.chunk(site, items, new CountingOut(lifecycle, report));
    }

    /** A report that could not be taken in for lack of memory is made again; the chunk is counted out once. */
    private static final class CountingOut implements Consumer<Outcome> {
        private final Lifecycle lifecycle;

        private final Consumer<? super Outcome> report;

        /** Reports of a chunk are made by one thread, or one after the other. */
        private boolean counted;

        CountingOut(Lifecycle lifecycle, Consumer<? super Outcome> report) {
            this.lifecycle = lifecycle;
            this.report = report;
        }

        @Override
        public void accept(Outcome outcome) {
            try {
                report.accept(outcome);
            } finally {
                if (!counted) {
                    counted = true;
                    lifecycle.finish(1);
                }
            }
        }
    }

    /** Takes back what has not begun, and has what has begun end soon. */
    void cancel(Collection<? extends Chunk> chunks) {
        for (Chunk chunk : chunks) {
            if (!takeBack(chunk)) {
                backend.interrupt(chunk);
            }
        }
    }

    void withdraw(Collection<? extends Chunk> chunks) {
        chunks.forEach(this::takeBack);
    }

    /** {@return whether it had not begun} */
    boolean takeBack(Chunk chunk) {
        boolean back = backend.withdraw(chunk);
        if (back) {
            lifecycle.finish(1);
        }
        return back;
    }
}
