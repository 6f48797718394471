package io.github.multiprocessing4j.benchmarks;

import io.github.multiprocessing4j.pool.Pool;
import io.github.multiprocessing4j.pool.ProcessPoolExecutor;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/** This library's side of the measures on pools of two workers. */
final class PoolSide {
    static final int WORKERS = 2;

    private static final int MIB = 1 << 20;

    private final Effort effort;

    PoolSide(Effort effort) {
        this.effort = effort;
    }

    /** Of a process that has done nothing before, as that of a program. */
    static double readyMillis() {
        long start = System.nanoTime();
        try (var pool = Pool.create(WORKERS)) {
            check(List.of(0, 1), pool.map(x -> x * x, List.of(0, 1)));
            return (System.nanoTime() - start) / 1e6;
        }
    }

    double mapAutoChunks() throws Exception {
        List<Integer> items = items(200_000);
        List<Integer> expected = squares(items);
        try (var pool = Pool.create(WORKERS)) {
            return perSecond(items.size(), () -> check(expected, pool.map(x -> x * x, items)), 100, 10);
        }
    }

    double mapChunksize1() throws Exception {
        List<Integer> items = items(20_000);
        List<Integer> expected = squares(items);
        try (var pool = Pool.create(WORKERS)) {
            return perSecond(items.size(), () -> check(expected, pool.map(x -> x * x, items, 1)), 60, 10);
        }
    }

    double imapUnordered() throws Exception {
        List<Integer> items = items(20_000);
        try (var pool = Pool.create(WORKERS)) {
            Timing.Work imap = () -> check(items.size(), count(pool.imapUnordered(x -> x * x, items)));
            return perSecond(items.size(), imap, 60, 10);
        }
    }

    /** The same array again and again, which goes over as often. */
    double map1MibArguments() throws Exception {
        byte[] blob = new byte[MIB];
        new Random(1).nextBytes(blob);
        List<byte[]> blobs = Collections.nCopies(effort.messages(128), blob);
        List<Integer> expected = Collections.nCopies(blobs.size(), MIB);
        try (var pool = Pool.create(WORKERS)) {
            return perSecond(blobs.size(), () -> check(expected, pool.map(b -> b.length, blobs, 1)), 40, 10);
        }
    }

    double executorMap() throws Exception {
        List<Integer> items = items(10_000);
        List<Integer> expected = squares(items);
        try (var executor = ProcessPoolExecutor.create(WORKERS)) {
            Timing.Work map = () ->
                    check(expected, executor.map(x -> x * x, items).stream().toList());
            return perSecond(items.size(), map, 80, 10);
        }
    }

    double applyRoundTrip() throws Exception {
        int x = 3;
        try (var pool = Pool.create(WORKERS)) {
            Timing.Work apply = () -> check(9, pool.apply(() -> x * x));
            return Timing.seconds(apply, effort.turns(150_000), effort.turns(3000)) * 1e6;
        }
    }

    private double perSecond(int items, Timing.Work work, int warmUp, int repeats) throws Exception {
        return items / Timing.seconds(work, effort.turns(warmUp), effort.turns(repeats));
    }

    private List<Integer> items(int size) {
        return IntStream.range(0, effort.messages(size)).boxed().toList();
    }

    private static List<Integer> squares(List<Integer> items) {
        return items.stream().map(x -> x * x).toList();
    }

    private static int count(Iterator<?> results) {
        int count = 0;
        while (results.hasNext()) {
            var _ = results.next();
            count++;
        }
        return count;
    }

    static void check(Object expected, Object actual) {
        if (!expected.equals(actual)) {
            throw new AssertionError("a wrong result");
        }
    }
}
