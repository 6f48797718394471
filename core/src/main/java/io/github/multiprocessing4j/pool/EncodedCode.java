package io.github.multiprocessing4j.pool;

import io.github.multiprocessing4j.codec.Codec;
import io.github.multiprocessing4j.codec.Sink;
import io.github.multiprocessing4j.failure.SerializationException;
import io.github.multiprocessing4j.pool.PoolBackend.Chunk;
import io.github.multiprocessing4j.pool.PoolBackend.Preparation;
import io.github.multiprocessing4j.recording.Recording;
import io.github.multiprocessing4j.recording.TaskSerialized;
import io.github.multiprocessing4j.region.Transit;
import io.github.multiprocessing4j.wire.Letter;
import io.github.multiprocessing4j.wire.MessageEncoder;
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
 * @param itemsStay whether nobody changes what it is run on
 */
record EncodedCode(Task task, byte kind, byte[] bytes, TaskOptions options, Limits limits, boolean itemsStay)
        implements Preparation {
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
        return new EncodedCode(task, kind, sink.toByteArray(), options, Limits.of(options), /* itemsStay= */ false);
    }

    @Override
    public Preparation withItemsThatStay() {
        return new EncodedCode(task, kind, bytes, options, limits, /* itemsStay= */ true);
    }

    @Override
    public Chunk chunk(CallSite site, List<? extends @Nullable Object> items, Consumer<? super Outcome> report) {
        TaskSerialized event =
                Recording.isOn() ? TaskSerialized.began(site.name(), site.firstItem(), items.size()) : null;
        Sink sink = new Sink().enableOutOfBand(MessageEncoder.SMALLEST_ARRAY);
        Transit transit = new Transit();
        transit.board(() -> write(items, sink));
        var encoded = new EncodedChunk.Items(sink.toByteBuffer(), kept(sink.outOfBandArrays()));
        var chunk = new EncodedChunk(this, site, encoded, items.size(), transit, report);
        if (event != null) {
            event.ended(chunk.bytes());
        }
        return chunk;
    }

    /** The caller may change them at once, unless he has said that he does not. */
    private List<Object> kept(List<Object> arrays) {
        return itemsStay || arrays.isEmpty()
                ? arrays
                : arrays.stream().map(Letter::copy).toList();
    }

    private void write(List<? extends @Nullable Object> items, Sink sink) {
        for (@Nullable Object item : items) {
            Codec.standard().write(item, sink);
        }
        long beside = 0;
        for (Object array : sink.outOfBandArrays()) {
            beside += Letter.bytes(array);
        }
        if (bytes.length + sink.position() + beside > LONGEST_MESSAGE) {
            throw new SerializationException(
                    "a chunk of " + items.size() + " items takes more than 2 GiB: use a smaller chunk size", null);
        }
    }
}
