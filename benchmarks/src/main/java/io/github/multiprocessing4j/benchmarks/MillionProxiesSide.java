package io.github.multiprocessing4j.benchmarks;

import io.github.multiprocessing4j.manager.BaseProxy;
import io.github.multiprocessing4j.manager.ManagedType;
import io.github.multiprocessing4j.manager.SyncManager;
import java.lang.management.ManagementFactory;
import java.time.Duration;

/**
 * Objects of a manager, each with a proxy, that are made and given up again: half of the proxies are closed, the other half is left to the collector. They are made in
 * batches, and each batch's objects have to be gone before the next one. What comes first does not count: tables grow with it that do not shrink.
 */
final class MillionProxiesSide {
    private static final int BATCH = 10_000;

    private static final int BATCHES = 100;

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Effort effort;

    MillionProxiesSide(Effort effort) {
        this.effort = effort;
    }

    /** How much a process has in its heap; also the server's, of which it is asked through a proxy. */
    interface Heap {
        /** {@return the bytes after a collection} */
        long used();
    }

    private static final class ThisHeap implements Heap {
        @Override
        public long used() {
            System.gc();
            return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
        }
    }

    private static final ManagedType<Heap> HEAP =
            ManagedType.of("heap", Heap.class).factory(ThisHeap::new);

    /** {@return by how much the server's heap grows, in MiB} */
    double serverGrowth() {
        try (var manager = SyncManager.syncBuilder().register(HEAP).start()) {
            return growth(manager, manager.create(HEAP));
        }
    }

    /** {@return by how much the heap of the server's client grows, in MiB} */
    double clientGrowth() {
        try (var manager = SyncManager.start()) {
            return growth(manager, new ThisHeap());
        }
    }

    private double growth(SyncManager manager, Heap heap) {
        int objects = manager.numberOfObjects();
        createAndDrop(manager, effort.messages(BATCH), objects);
        createAndDrop(manager, 1, objects); // what the server notices of the others only now is not what it starts with
        long before = settled(heap);
        for (int i = 0; i < effort.turns(BATCHES); i++) {
            createAndDrop(manager, effort.messages(BATCH), objects);
        }
        return (double) (settled(heap) - before) / (1 << 20);
    }

    /** What the first look has left is gone at the second. */
    private static long settled(Heap heap) {
        var _ = heap.used();
        return heap.used();
    }

    /** Waits, too, until the server has no more objects than before. */
    private static void createAndDrop(SyncManager manager, int proxies, int objects) {
        for (int i = 0; i < proxies; i++) {
            var proxy = manager.map();
            if (i % 2 == 0) {
                BaseProxy.of(proxy).close();
            }
        }
        long start = System.nanoTime();
        for (int left = Integer.MAX_VALUE; left > objects; left = manager.numberOfObjects()) {
            if (System.nanoTime() - start > PATIENCE.toNanos()) {
                throw new IllegalStateException("the server has " + left + " objects, not " + objects + ", " + PATIENCE
                        + " after they were given up");
            }
            System.gc();
        }
    }
}
