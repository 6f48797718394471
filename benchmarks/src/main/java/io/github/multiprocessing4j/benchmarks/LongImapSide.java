package io.github.multiprocessing4j.benchmarks;

import com.sun.management.GarbageCollectionNotificationInfo;
import io.github.multiprocessing4j.pool.Pool;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import javax.management.Notification;
import javax.management.NotificationEmitter;
import javax.management.openmbean.CompositeData;

/** An imap over so many items that a heap of 64 MiB, which this JVM is to have, can hold neither them nor their results. */
final class LongImapSide {
    /** The heap's limit. */
    static final String JVM_OPTION = "-Xmx64m";

    private static final int ITEMS = 10_000_000;

    private static final int CHUNK_SIZE = 100;

    private final int items;

    LongImapSide(Effort effort) {
        this.items = effort.messages(ITEMS);
    }

    /** {@return how many items pass in a second, start of the workers included} */
    double perSecond() {
        long start = System.nanoTime();
        run();
        return items / ((System.nanoTime() - start) / 1e9);
    }

    /** {@return how much of the heap was in use after a collection at most, in MiB} The last collection is made at the end. */
    double peakHeap() {
        List<MemoryPoolMXBean> heap = ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool -> pool.getType() == MemoryType.HEAP)
                .toList();
        var peak = new AtomicLong();
        for (GarbageCollectorMXBean collector : ManagementFactory.getGarbageCollectorMXBeans()) {
            ((NotificationEmitter) collector)
                    .addNotificationListener(
                            (notification, _) -> peak.accumulateAndGet(used(heap, notification), Math::max),
                            LongImapSide::isCollection,
                            null);
        }
        run();
        System.gc();
        long last = heap.stream()
                .mapToLong(pool -> pool.getCollectionUsage().getUsed())
                .sum();
        return (double) Math.max(peak.get(), last) / (1 << 20);
    }

    private static boolean isCollection(Notification notification) {
        return notification.getType().equals(GarbageCollectionNotificationInfo.GARBAGE_COLLECTION_NOTIFICATION);
    }

    private static long used(List<MemoryPoolMXBean> heap, Notification notification) {
        var info = GarbageCollectionNotificationInfo.from((CompositeData) notification.getUserData());
        Map<String, MemoryUsage> after = info.getGcInfo().getMemoryUsageAfterGc();
        return heap.stream()
                .mapToLong(pool ->
                        Objects.requireNonNull(after.get(pool.getName())).getUsed())
                .sum();
    }

    private void run() {
        int next = 0;
        Iterable<Integer> input = () -> IntStream.range(0, items).iterator();
        try (var pool = Pool.create(PoolSide.WORKERS);
                var results = pool.imap(x -> x + 1, input, CHUNK_SIZE)) {
            for (int result : results) {
                PoolSide.check(++next, result);
            }
        }
        PoolSide.check(items, next);
    }
}
