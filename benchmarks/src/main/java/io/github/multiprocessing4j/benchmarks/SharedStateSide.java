package io.github.multiprocessing4j.benchmarks;

import io.github.multiprocessing4j.function.RemoteRunnable;
import io.github.multiprocessing4j.memory.SharedMemory;
import io.github.multiprocessing4j.memory.SharedMemoryBuilder;
import io.github.multiprocessing4j.process.ChildProcess;
import io.github.multiprocessing4j.sharedtypes.Array;
import io.github.multiprocessing4j.sharedtypes.LongArray;
import io.github.multiprocessing4j.sharedtypes.LongValue;
import io.github.multiprocessing4j.sharedtypes.Value;
import io.github.multiprocessing4j.sync.Event;
import io.github.multiprocessing4j.sync.Lock;
import io.github.multiprocessing4j.sync.Semaphore;
import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** This library's side of the measures on locks, semaphores, events, values and shared memory. */
final class SharedStateSide {
    private static final double CONTENTION_SECONDS = 1.0;

    private static final int BLOCK_BYTES = 1 << 20;

    private final boolean quick;

    SharedStateSide(boolean quick) {
        this.quick = quick;
    }

    @SuppressWarnings("LockNotBeforeTry") // nothing stands between
    double lockUncontended() throws Exception {
        try (var lock = Lock.create()) {
            return perCallNanos(calls -> {
                for (int i = 0; i < calls; i++) {
                    lock.lock();
                    lock.unlock();
                }
            });
        }
    }

    double valueLockedIncrement() throws Exception {
        try (var value = Value.ofLong(0)) {
            return perCallNanos(calls -> {
                for (int i = 0; i < calls; i++) {
                    value.getLock().lock();
                    try {
                        value.set(value.get() + 1);
                    } finally {
                        value.getLock().unlock();
                    }
                }
            });
        }
    }

    private interface Calls {
        void run(int calls);
    }

    /** The median over several turns of the time that one call takes. */
    private double perCallNanos(Calls work) throws Exception {
        int calls = quick ? 300_000 : 3_000_000;
        return Timing.seconds(() -> work.run(calls), 5, quick ? 3 : 7) / calls * 1e9;
    }

    double lockContended() throws Exception {
        double[] perSecond = new double[quick ? 1 : 3];
        for (int i = 0; i < perSecond.length; i++) {
            perSecond[i] = Arrays.stream(contend()).sum() / CONTENTION_SECONDS;
        }
        return Sample.of(perSecond).median();
    }

    double lockContendedSmallerShare() throws Exception {
        double smallest = 100;
        for (int i = 0; i < (quick ? 1 : 3); i++) {
            long[] counts = contend();
            double share = 100.0
                    * Arrays.stream(counts).min().orElseThrow()
                    / Arrays.stream(counts).sum();
            smallest = Math.min(smallest, share);
        }
        return smallest;
    }

    private static long[] contend() throws Exception {
        try (var lock = Lock.create();
                var value = Value.ofLong(0);
                var counts = Array.ofLong(2);
                var ready = Semaphore.create(0);
                var go = Semaphore.create(0)) {
            List<ChildProcess> children = new ArrayList<>();
            for (int i = 0; i < 2; i++) {
                children.add(ChildProcess.start(new Contender(lock, value, ready, go, counts, i)));
            }
            ready.acquire();
            ready.acquire();
            go.release();
            go.release();
            children.forEach(ChildProcess::join);
            long[] all = {counts.get(0), counts.get(1)};
            if (value.get() != all[0] + all[1]) {
                throw new AssertionError("an increment was lost");
            }
            return all;
        }
    }

    /** One of two who want the same lock for a while, once their code is compiled. */
    record Contender(Lock lock, LongValue value, Semaphore ready, Semaphore go, LongArray counts, int index)
            implements RemoteRunnable {
        @Override
        public void run() throws Exception {
            try (var own = Lock.create();
                    var practice = Value.ofLong(0)) {
                contend(own, practice, CONTENTION_SECONDS / 2);
            }
            ready.release();
            go.acquire();
            counts.set(index, contend(lock, value, CONTENTION_SECONDS));
        }

        private static long contend(Lock lock, LongValue value, double seconds) {
            long end = System.nanoTime() + (long) (seconds * 1e9);
            LongValue raw = value.getObj();
            long count = 0;
            while (System.nanoTime() - end < 0) {
                for (int i = 0; i < 100; i++) {
                    lock.lock();
                    try {
                        raw.set(raw.get() + 1);
                    } finally {
                        lock.unlock();
                    }
                }
                count += 100;
            }
            return count;
        }
    }

    double semaphoreHandOff() throws Exception {
        try (var request = Semaphore.create(0);
                var reply = Semaphore.create(0)) {
            int count = count();
            return roundTripMicros(
                    () -> {
                        for (int i = 0; i < count; i++) {
                            request.acquire();
                            reply.release();
                        }
                    },
                    request::release,
                    reply);
        }
    }

    double eventWake() throws Exception {
        try (var event = Event.create();
                var reply = Semaphore.create(0)) {
            int count = count();
            return roundTripMicros(
                    () -> {
                        for (int i = 0; i < count; i++) {
                            event.await();
                            event.clear();
                            reply.release();
                        }
                    },
                    event::set,
                    reply);
        }
    }

    private int count() {
        return quick ? 2_500 : 25_000;
    }

    private double roundTripMicros(RemoteRunnable answers, Runnable ask, Semaphore reply) throws Exception {
        int warmUp = count() / 5;
        double[] micros = new double[count() - warmUp];
        var child = ChildProcess.start(answers);
        for (int i = 0; i < count(); i++) {
            long start = System.nanoTime();
            ask.run();
            reply.acquire();
            if (i >= warmUp) {
                micros[i - warmUp] = (System.nanoTime() - start) / 1e3;
            }
        }
        child.join();
        return Sample.of(micros).median();
    }

    /** As CPython does it, without reserving memory. */
    double createUnlink() throws Exception {
        return createUnlink(SharedMemory.builder().reserved(false));
    }

    double createUnlinkReserved() throws Exception {
        return createUnlink(SharedMemory.builder());
    }

    double createUnlinkConfined() throws Exception {
        return createUnlinkMicros(() -> {
            try (Arena arena = Arena.ofConfined()) {
                useOnce(SharedMemory.builder().reserved(false).arena(arena));
            }
        });
    }

    private double createUnlink(SharedMemoryBuilder blocks) throws Exception {
        return createUnlinkMicros(() -> useOnce(blocks));
    }

    private double createUnlinkMicros(Timing.Work work) throws Exception {
        return Timing.seconds(work, 2000, quick ? 200 : 2000) * 1e6;
    }

    private static void useOnce(SharedMemoryBuilder blocks) {
        try (var block = blocks.create(BLOCK_BYTES)) {
            block.segment().set(ValueLayout.JAVA_BYTE, 0, (byte) 1);
            block.unlink();
        }
    }
}
