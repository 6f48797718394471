package io.github.multiprocessing4j.pool;

import io.github.multiprocessing4j.pool.PoolBackend.Chunk;
import io.github.multiprocessing4j.pool.PoolBackend.Preparation;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A call without input: apply. */
final class SingleCall {
    private static final CallSite SITE = CallSite.ofCall("apply");

    private SingleCall() {}

    static <T extends @Nullable Object> AsyncResult<T> submit(Front front, Task.Call task, TaskOptions options) {
        AsyncResult<T> result = front.newResult(SITE.name());
        front.lifecycle().begin(1);
        boolean submitted = false;
        try {
            List<Chunk> chunks = List.of(chunk(front, task, options, result));
            result.onCancel(new Cancellation(front, chunks));
            if (chunks.getFirst() instanceof Assisted assisted) {
                result.assistedBy(assisted);
            }
            front.backend().submit(chunks);
            submitted = true;
        } finally {
            if (!submitted) {
                front.lifecycle().finish(1);
            }
        }
        return result;
    }

    private static <T extends @Nullable Object> Chunk chunk(
            Front front, Task.Call task, TaskOptions options, AsyncResult<T> result) {
        List<@Nullable Object> noArgument = Collections.singletonList(null);
        Preparation code = front.backend().prepare(options.around(task), options);
        ProgressTeller progress = front.newTeller(SITE.name(), 1, options);
        return front.chunk(code, SITE, noArgument, outcome -> {
            progress.ended(1);
            progress.afterLast(() -> accept(outcome, result));
        });
    }

    @SuppressWarnings("unchecked") // the value is what the code that makes T returned
    private static <T extends @Nullable Object> void accept(Outcome outcome, AsyncResult<T> result) {
        if (outcome instanceof Outcome.Done done) {
            result.complete((T) done.values().getFirst());
        } else {
            result.fail(Failures.of(outcome, SITE));
        }
    }
}
