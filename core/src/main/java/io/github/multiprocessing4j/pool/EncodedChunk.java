package io.github.multiprocessing4j.pool;

import io.github.multiprocessing4j.pool.PoolBackend.Chunk;
import io.github.multiprocessing4j.recording.Recording;
import io.github.multiprocessing4j.recording.TaskQueued;
import io.github.multiprocessing4j.region.Spin;
import io.github.multiprocessing4j.region.Transit;
import io.github.multiprocessing4j.wire.Letter;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A chunk of the local back. It keeps its bytes until its outcome is there, so that they can be sent again elsewhere. */
final class EncodedChunk implements Chunk, Assisted {
    /** Where a chunk is. */
    enum Place {
        NEW,
        QUEUED,
        ASSIGNED,
        GONE
    }

    final EncodedCode code;

    final CallSite site;

    final int size;

    /** What leaves with it. It may be sent more than once, so only in the end it is clear what has not arrived. */
    private final Transit transit;

    private final Consumer<? super Outcome> report;

    private volatile @Nullable Items items;

    /** Written with the dispatcher's lock held. */
    volatile @Nullable Assignment assignment;

    // guarded by the dispatcher's lock
    Place place = Place.NEW;

    private @Nullable TaskQueued queued;

    int losses; // how many workers ended as they received it
    int attempt = 1;
    int retriesLeft; // how many more workers may end as they run it

    /**
     * What the code is run on.
     *
     * @param encoded the items, one after the other
     * @param arrays what travels beside them
     */
    record Items(ByteBuffer encoded, List<Object> arrays) {
        private long bytes() {
            long bytes = encoded.capacity();
            for (Object array : arrays) {
                bytes += Letter.bytes(array);
            }
            return bytes;
        }
    }

    EncodedChunk(
            EncodedCode code, CallSite site, Items items, int size, Transit transit, Consumer<? super Outcome> report) {
        this.code = code;
        this.site = site;
        this.items = items;
        this.size = size;
        this.transit = transit;
        this.report = report;
        this.retriesLeft = code.options().retries();
    }

    /** It waits for a worker from now on. */
    void queue() {
        place = Place.QUEUED;
        assignment = null;
        queued = Recording.isOn() ? TaskQueued.began(site.name(), site.firstItem(), size) : null;
    }

    /** A worker gets it. */
    void assign(Assignment to) {
        place = Place.ASSIGNED;
        assignment = to;
        if (queued != null) {
            queued.ended(to.worker().toString());
            queued = null;
        }
    }

    /** Its caller takes in what its worker reports. */
    @Override
    public boolean assist(Spin spin, BooleanSupplier done) {
        Assignment assigned = assignment;
        return assigned == null ? spin.until(done) : assigned.worker().assist(spin, done);
    }

    @Override
    public long bytes() {
        Items kept = items;
        return kept == null ? 0 : kept.bytes();
    }

    /** The message that has a worker run it, or nothing if the chunk is gone already. */
    @Nullable
    Letter message(int slot, long id) {
        Items kept = items;
        if (kept == null) {
            return null;
        }
        ByteBuffer header = new Frames.Run(
                        slot, id, size, code.kind(), attempt, code.limits().any())
                .encode();
        return new Letter(kept.arrays, List.of(header, ByteBuffer.wrap(code.bytes()), kept.encoded));
    }

    /** Called with the lock held when it has ended for the pool, whatever comes. */
    void leave() {
        place = Place.GONE;
        assignment = null;
        items = null;
        transit.lose();
    }

    /** Called without the lock. */
    void report(Outcome outcome) {
        report.accept(outcome);
    }
}
