package io.github.multiprocessing4j.process;

import java.util.concurrent.CompletableFuture;

/**
 * Lets the user's code know of a process's end on a thread of its own, where it may take as long as it likes: the thread that
 * has seen the end has others to tell.
 */
final class ExitNotice {
    private ExitNotice() {}

    static <T> CompletableFuture<T> of(String name, CompletableFuture<T> exit) {
        CompletableFuture<T> notice = new CompletableFuture<>();
        var _ = exit.whenComplete((status, failure) -> onOwnThread(name, () -> {
            if (failure != null) {
                notice.completeExceptionally(failure);
            } else {
                notice.complete(status);
            }
        }));
        return notice;
    }

    static void onOwnThread(String name, Runnable completion) {
        try {
            Thread.ofPlatform().daemon().name("mp4j-exit of " + name).start(completion);
        } catch (OutOfMemoryError e) {
            completion.run(); // no thread is to be had: better here than never
        }
    }
}
