package io.github.multiprocessing4j.wire;

import io.github.multiprocessing4j.region.Callbacks;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Somebody who wants to be told once, by the {@link SocketPoller}, that a channel is ready. */
public final class ReadinessWatch {
    private final int operations;

    /** Null when he was told, or does not want to be. */
    private final AtomicReference<@Nullable Runnable> onReady;

    ReadinessWatch(int operations, Runnable onReady) {
        this.operations = operations;
        this.onReady = new AtomicReference<>(onReady);
    }

    int operations() {
        return operations;
    }

    /** {@return whether he was told, or has cancelled} */
    public boolean isDone() {
        return onReady.get() == null;
    }

    /** He does not want to be told any more. He may just be being told. */
    public void cancel() {
        onReady.set(null);
    }

    void tell() {
        Runnable told = onReady.getAndSet(null);
        if (told != null) {
            Callbacks.run(told);
        }
    }
}
