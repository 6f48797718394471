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
        Chunk chunk = chunk(front, task, options, result);
        front.backend().submit(List.of(chunk));
        result.onCancel(new Cancellation(front, List.of(chunk)));
        if (chunk instanceof Assisted assisted) {
            result.assistedBy(assisted);
        }
        return result;
    }

    private static <T extends @Nullable Object> Chunk chunk(
            Front front, Task.Call task, TaskOptions options, AsyncResult<T> result) {
        boolean made = false;
        try {
            List<@Nullable Object> noArgument = Collections.singletonList(null);
            Preparation code = front.backend().prepare(options.around(task), options);
            ProgressTeller progress = front.newTeller(SITE.name(), 1, options);
            Chunk chunk = front.chunk(code, SITE, noArgument, outcome -> {
                progress.ended(1);
                progress.afterLast(() -> accept(outcome, result));
            });
            made = true;
            return chunk;
        } finally {
            if (!made) {
                front.lifecycle().finish(1);
            }
        }
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
