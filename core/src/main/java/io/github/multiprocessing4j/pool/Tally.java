package io.github.multiprocessing4j.pool;

import io.github.multiprocessing4j.pool.PoolStats.Usage;

/** Adds up what one worker has done and how long it took. Guarded by the back's lock. */
final class Tally {
    private final long launched = System.nanoTime();

    private boolean ready;

    private long readySince;

    private boolean busy;

    /** What it has done since is not reported yet. */
    private long busySince;

    private long chunks;

    private long items;

    private long working;

    private long serializing;

    void ready() {
        ready = true;
        readySince = System.nanoTime();
    }

    /** It has ended: what it was doing will not be reported. {@return for how many nanoseconds it had been doing it} */
    long ends(long now) {
        long nanos = busy ? now - busySince : 0;
        working += nanos;
        busySince = now;
        return nanos;
    }

    /** It has something to do, or nothing any more, or the next thing. */
    void busy(boolean is, long now) {
        busy = is;
        busySince = now;
    }

    /** It has reported on a chunk, of which so many items have ended. */
    void add(Effort effort, int done) {
        chunks++;
        items += done;
        working += effort.working();
        serializing += effort.serializing();
    }

    /** {@return all of it until now} What is not reported yet counts as work. */
    Usage usage() {
        long now = System.nanoTime();
        long started = (ready ? readySince : now) - launched;
        long worked = working + (busy ? now - busySince : 0);
        long waited = ready ? Math.max(0, now - readySince - worked - serializing) : 0;
        return Usage.ofNanos(chunks, items, started, waited, worked, serializing);
    }
}
