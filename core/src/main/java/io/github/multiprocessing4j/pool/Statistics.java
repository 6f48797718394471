package io.github.multiprocessing4j.pool;

import io.github.multiprocessing4j.pool.PoolStats.Usage;
import io.github.multiprocessing4j.pool.PoolStats.WorkerStats;
import java.util.List;

/** What a back remembers of what its workers have done. Guarded by the back's lock. */
final class Statistics {
    private Usage ended = Usage.NONE;

    private int endedWorkers;

    private final Slowest slowest = new Slowest();

    /** A worker has reported on a chunk, of which so many items have ended. */
    void reported(Tally tally, WorkerId worker, CallSite site, Effort effort, int done) {
        tally.add(effort, done);
        slowest.add(effort, site, worker);
    }

    /** A worker has ended as it ran an item of a chunk, for so many nanoseconds. */
    void lost(WorkerId worker, CallSite site, int item, long nanos) {
        slowest.add(new Effort(nanos, 0, Math.clamp(item, 0, site.size() - 1), 1, nanos), site, worker);
    }

    void left(Tally tally) {
        ended = ended.plus(tally.usage());
        endedWorkers++;
    }

    PoolStats with(List<WorkerStats> present) {
        return new PoolStats(present, endedWorkers, ended, slowest.list());
    }
}
