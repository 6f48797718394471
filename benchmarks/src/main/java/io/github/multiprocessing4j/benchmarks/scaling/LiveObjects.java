package io.github.multiprocessing4j.benchmarks.scaling;

import io.github.multiprocessing4j.benchmarks.Sample;
import io.github.multiprocessing4j.manager.MapProxy;
import io.github.multiprocessing4j.manager.SyncManager;
import io.github.multiprocessing4j.queue.Queue;
import io.github.multiprocessing4j.sync.Lock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * What one more object costs, and one call of an object, while so many live.
 *
 * @param <T> of the objects
 * @param create makes one
 * @param use a call of one, or two that belong together
 */
record LiveObjects<T extends AutoCloseable>(Supplier<T> create, Use<T> use) {
    /** A call. */
    interface Use<T> {
        void of(T object) throws Exception;
    }

    private static final int CALLS = 100;

    static Map<String, Double> locks(int number, boolean quick) throws Exception {
        return new LiveObjects<>(Lock::create, LiveObjects::lockAndUnlock).measure(number, quick);
    }

    @SuppressWarnings("LockNotBeforeTry") // nothing stands between
    private static void lockAndUnlock(Lock lock) {
        lock.lock();
        lock.unlock();
    }

    static Map<String, Double> queues(int number, boolean quick) throws Exception {
        return new LiveObjects<Queue<Integer>>(Queue::create, LiveObjects::putAndTake).measure(number, quick);
    }

    private static void putAndTake(Queue<Integer> queue) throws InterruptedException {
        queue.put(1);
        if (queue.take() != 1) {
            throw new AssertionError("a wrong element");
        }
    }

    static Map<String, Double> proxies(int number, boolean quick) throws Exception {
        try (var manager = SyncManager.start()) {
            manager.map(Map.of("k", 1)).close(); // there is a connection before anything is counted
            Supplier<MapProxy<String, Integer>> create = () -> manager.map(Map.of("k", 1));
            return new LiveObjects<>(create, LiveObjects::get).measure(number, quick);
        }
    }

    private static void get(Map<String, Integer> map) {
        if (map.getOrDefault("k", 0) != 1) {
            throw new AssertionError("a wrong value");
        }
    }

    private Map<String, Double> measure(int number, boolean quick) throws Exception {
        Footprint before = Footprint.ofTree();
        List<T> live = new ArrayList<>();
        for (int i = 0; i < number; i++) {
            live.add(create.get());
        }
        Footprint after = Footprint.ofTree();
        T one = live.get(number / 2);
        double create = oneMore(quick ? 0.5 : 3);
        var calls = new Steady(quick ? 0.5 : 3, quick ? 0.5 : 2).measure(() -> {
            for (int i = 0; i < CALLS; i++) {
                use.of(one);
            }
        });
        for (T each : live) {
            each.close();
        }
        return Map.of(
                "create_us",
                create,
                "call_us",
                calls.seconds() / CALLS * 1e6,
                "shared_bytes",
                (double) (after.sharedBytes() - before.sharedBytes()) / number,
                "descriptors",
                (double) (after.descriptors() - before.descriptors()) / number);
    }

    /** {@return the median time in which one is made that is closed at once, so that their number stays the same} */
    private double oneMore(double seconds) throws Exception {
        List<Double> micros = new ArrayList<>();
        long begin = System.nanoTime();
        while ((System.nanoTime() - begin) / 1e9 < 2 * seconds) {
            long start = System.nanoTime();
            T more = create.get();
            long end = System.nanoTime();
            more.close();
            micros.add((end - start) / 1e3);
        }
        return new Sample(micros.subList(micros.size() / 2, micros.size())).median();
    }
}
