package io.github.multiprocessing4j.benchmarks;

import io.github.multiprocessing4j.function.RemoteRunnable;
import io.github.multiprocessing4j.manager.SyncManager;
import io.github.multiprocessing4j.process.ChildProcess;
import io.github.multiprocessing4j.sharedtypes.Array;
import io.github.multiprocessing4j.sharedtypes.LongArray;
import io.github.multiprocessing4j.sync.Event;
import io.github.multiprocessing4j.sync.Semaphore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** This library's side of the measure on several processes that call {@code get} of the same map all the time. */
final class ManagerClientsSide {
    static final int CLIENTS = 8;

    private static final int WARM_UP = 100_000;

    private static final int MILLIS = 4000;

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final Effort effort;

    ManagerClientsSide(Effort effort) {
        this.effort = effort;
    }

    /** {@return how many calls all of them together get answered in a second} */
    double callsPerSecond(int clients) throws Exception {
        int warmUp = effort.turns(WARM_UP);
        double seconds = effort.turns(MILLIS) / 1e3;
        try (var manager = SyncManager.start();
                var counts = Array.ofLong(clients);
                var ready = Semaphore.create(0);
                var go = Event.create()) {
            Map<String, Integer> map = manager.map(Map.of(ManagerSide.KEY, ManagerSide.VALUE));
            List<ChildProcess> children = new ArrayList<>();
            try {
                for (int i = 0; i < clients; i++) {
                    children.add(ChildProcess.start(new Client(map, counts, i, ready, go, warmUp, seconds)));
                }
                if (!ready.tryAcquire(clients, PATIENCE)) {
                    throw new IllegalStateException("not all clients have become ready: " + children);
                }
                go.set();
                children.forEach(ChildProcess::join);
            } finally {
                children.forEach(ManagerClientsSide::end);
            }
            long[] all = counts.toArray();
            if (Arrays.stream(all).min().orElseThrow() == 0) {
                throw new IllegalStateException("some clients had no answers: " + Arrays.toString(all));
            }
            return Arrays.stream(all).sum() / seconds;
        }
    }

    /** They have all ended, unless something has failed. */
    private static void end(ChildProcess child) {
        child.kill();
        child.join();
        child.close();
    }

    /** Begins with all the others once its code is compiled, and counts. */
    private record Client(
            Map<String, Integer> map,
            LongArray counts,
            int index,
            Semaphore ready,
            Event go,
            int warmUp,
            double seconds)
            implements RemoteRunnable {
        /** Between two looks at the clock. */
        private static final int BATCH = 10;

        @Override
        public void run() throws InterruptedException {
            call(warmUp);
            ready.release();
            if (!go.await(PATIENCE)) {
                throw new IllegalStateException("not all clients have become ready");
            }
            long end = System.nanoTime() + (long) (seconds * 1e9);
            long count = 0;
            while (System.nanoTime() - end < 0) {
                call(BATCH);
                count += BATCH;
            }
            counts.set(index, count);
        }

        private void call(int times) {
            for (int i = 0; i < times; i++) {
                ManagerSide.check(map.get(ManagerSide.KEY));
            }
        }
    }
}
