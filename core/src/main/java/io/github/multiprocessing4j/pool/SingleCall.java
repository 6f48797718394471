package io.github.multiprocessing4j.pool;

import io.github.multiprocessing4j.pool.PoolBackend.Chunk;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A call without input: apply. */
final class SingleCall {
    private static final String NAME = "apply";

    private SingleCall() {}

    static <T extends @Nullable Object> AsyncResult<T> submit(Front front, Task.Call task) {
        AsyncResult<T> result = front.newResult(NAME);
        front.lifecycle().begin(1);
        Chunk chunk = chunk(front, task, result);
        front.backend().submit(List.of(chunk));
        result.onCancel(() -> front.withdraw(List.of(chunk)));
        return result;
    }

    private static <T extends @Nullable Object> Chunk chunk(Front front, Task.Call task, AsyncResult<T> result) {
        boolean made = false;
        try {
            List<@Nullable Object> noArgument = Collections.singletonList(null);
            Chunk chunk = front.chunk(front.backend().prepare(task), noArgument, outcome -> accept(outcome, result));
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
            result.fail(Failures.of(outcome, CallSite.ofCall(NAME)));
        }
    }
}
