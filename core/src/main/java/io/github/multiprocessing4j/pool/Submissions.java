package io.github.multiprocessing4j.pool;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;

/** What was submitted to an executor and has not ended. */
final class Submissions {
    private final Set<Submission> open = ConcurrentHashMap.newKeySet();

    /** The result knows when it has ended; the code is what {@code shutdownNow} gives back. */
    private record Submission(AsyncResult<?> result, Callable<?> code) {}

    <T extends @Nullable Object> AsyncResult<T> add(AsyncResult<T> result, Callable<? extends T> code) {
        Submission submission = new Submission(result, code);
        open.add(submission);
        result.whenEnded(() -> open.remove(submission));
        return result;
    }

    /** Takes back what has not begun, whose results are cancelled, and interrupts the rest. {@return what has not begun} */
    List<Runnable> endAll() {
        List<Runnable> unbegun = new ArrayList<>();
        for (Submission submission : open) {
            var reason = new CancellationException("the executor was shut down before the task began");
            if (submission.result().takeBack(reason)) {
                unbegun.add(new FutureTask<>(submission.code()));
            } else {
                submission.result().interrupt();
            }
        }
        return unbegun;
    }

    /** Cancels what has not begun, and leaves the rest alone. */
    void cancelUnbegun() {
        for (Submission submission : open) {
            submission.result().takeBack(new CancellationException("the executor was shut down before the task began"));
        }
    }
}
