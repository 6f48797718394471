package io.github.multiprocessing4j.pool;

import io.github.multiprocessing4j.codec.Codec;
import io.github.multiprocessing4j.codec.Sink;
import io.github.multiprocessing4j.failure.SerializationException;
import io.github.multiprocessing4j.pool.PoolBackend.Chunk;
import io.github.multiprocessing4j.pool.PoolBackend.Preparation;
import io.github.multiprocessing4j.recording.Recording;
import io.github.multiprocessing4j.recording.TaskSerialized;
import io.github.multiprocessing4j.region.Transit;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A task's code, encoded once for all its chunks.
 *
 * <p>The code itself is kept too, although nobody calls it here: what it has captured may be a handle of something in shared
 * memory, as a lock is, which every chunk attaches anew and which would be gone if nobody had it in the meantime.
 *
 * @param task whose code it is
 * @param kind one of the kinds of {@link Frames}
 * @param bytes the encoded code
 * @param options how it is to be run
 * @param limits the same, as far as they are about time
 */
record EncodedCode(Task task, byte kind, byte[] bytes, TaskOptions options, Limits limits) implements Preparation {
    /** The channel's limit is the longest array; a header and some slack must fit too. */
    private static final long LONGEST_MESSAGE = Integer.MAX_VALUE - 1024;

    static EncodedCode of(Task task, TaskOptions options) {
        byte kind = switch (task) {
            case Task.Call call -> Frames.CALL;
            case Task.Apply apply -> Frames.APPLY;
            case Task.Spread spread -> Frames.SPREAD;
        };
        Sink sink = new Sink();
        Transit.whileSenderKeeps(() -> Codec.standard().write(task.code(), sink));
        return new EncodedCode(task, kind, sink.toByteArray(), options, Limits.of(options));
    }

    @Override
    public Chunk chunk(CallSite site, List<? extends @Nullable Object> items, Consumer<? super Outcome> report) {
        TaskSerialized event =
                Recording.isOn() ? TaskSerialized.began(site.name(), site.firstItem(), items.size()) : null;
        Sink sink = new Sink();
        Transit transit = new Transit();
        transit.board(() -> write(items, sink));
        if (event != null) {
            event.ended(sink.position());
        }
        return new EncodedChunk(this, site, sink.toByteBuffer(), items.size(), transit, report);
    }

    private void write(List<? extends @Nullable Object> items, Sink sink) {
        for (@Nullable Object item : items) {
            Codec.standard().write(item, sink);
        }
        if ((long) bytes.length + sink.position() > LONGEST_MESSAGE) {
            throw new SerializationException(
                    "a chunk of " + items.size() + " items takes more than 2 GiB: use a smaller chunk size", null);
        }
    }
}
