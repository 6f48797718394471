package io.github.multiprocessing4j.benchmarks.scaling;

import io.github.multiprocessing4j.function.RemoteRunnable;
import io.github.multiprocessing4j.process.ChildProcess;
import io.github.multiprocessing4j.sharedtypes.Array;
import io.github.multiprocessing4j.sharedtypes.LongArray;
import io.github.multiprocessing4j.sync.Event;
import io.github.multiprocessing4j.sync.Semaphore;
import java.io.Serializable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Processes that all do the same at the same time, once each is warm, and count. */
final class Crowd {
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private Crowd() {}

    /** What each of them does. */
    interface Work extends Serializable {
        /** Until it is compiled. */
        void warmUp() throws Exception;

        /** Some turns, between two looks at the clock. {@return how many} */
        int turns() throws Exception;
    }

    /** {@return how many turns each of them has in so many seconds} */
    static long[] count(int processes, double seconds, Work work) throws Exception {
        try (var counts = Array.ofLong(processes);
                var ready = Semaphore.create(0);
                var go = Event.create()) {
            List<ChildProcess> children = new ArrayList<>();
            try {
                for (int i = 0; i < processes; i++) {
                    children.add(ChildProcess.start(new Member(work, counts, i, ready, go, seconds)));
                }
                if (!ready.tryAcquire(processes, PATIENCE)) {
                    throw new IllegalStateException("not all have become ready: " + children);
                }
                go.set();
                join(children);
            } finally {
                children.forEach(Crowd::end);
            }
            return counts.toArray();
        }
    }

    static void join(List<ChildProcess> children) {
        for (ChildProcess child : children) {
            if (!child.join(PATIENCE) || child.exitCode().orElse(-1) != 0) {
                throw new IllegalStateException("has not done its work: " + child);
            }
        }
    }

    /** It has ended, unless something has failed. */
    static void end(ChildProcess child) {
        child.kill();
        child.join();
        child.close();
    }

    private record Member(Work work, LongArray counts, int index, Semaphore ready, Event go, double seconds)
            implements RemoteRunnable {
        @Override
        public void run() throws Exception {
            work.warmUp();
            ready.release();
            if (!go.await(PATIENCE)) {
                throw new IllegalStateException("not all have become ready");
            }
            long end = System.nanoTime() + (long) (seconds * 1e9);
            long count = 0;
            while (System.nanoTime() - end < 0) {
                count += work.turns();
            }
            counts.set(index, count);
        }
    }
}
