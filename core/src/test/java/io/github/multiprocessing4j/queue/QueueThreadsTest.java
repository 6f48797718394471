package io.github.multiprocessing4j.queue;

import static io.github.multiprocessing4j.testkit.Together.endsWell;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.multiprocessing4j.process.ChildProcess;
import io.github.multiprocessing4j.testkit.LeakOracle;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Many threads wait at one queue. */
@Timeout(60)
@ExtendWith(LeakOracle.class)
class QueueThreadsTest {
    private static final int THREADS = 1_000;

    @Test
    void virtualThreadsOnTwoCarriersTakeWhatAnotherProcessPuts() throws Exception {
        int rounds = 5;
        try (Queue<Integer> queue = Queue.create();
                Queue<Integer> taken = Queue.create()) {
            ChildProcess crowd = ChildProcess.builder()
                    .jvmOptions(
                            "-Djdk.virtualThreadScheduler.parallelism=2", "-Djdk.virtualThreadScheduler.maxPoolSize=2")
                    .start(() -> crowd(queue, taken, rounds));
            taken.take();
            for (int i = 0; i < THREADS * rounds; i++) {
                queue.put(i);
            }
            long sum = 0;
            for (int i = 0; i < THREADS * rounds; i++) {
                sum += taken.take();
            }
            assertEquals((long) THREADS * rounds * (THREADS * rounds - 1) / 2, sum);
            endsWell(crowd);
        }
    }

    private static void crowd(Queue<Integer> queue, Queue<Integer> taken, int rounds) throws InterruptedException {
        AtomicInteger failed = new AtomicInteger();
        List<Thread> threads = new ArrayList<>();
        taken.put(0);
        for (int i = 0; i < THREADS; i++) {
            threads.add(Thread.startVirtualThread(() -> {
                try {
                    for (int round = 0; round < rounds; round++) {
                        taken.put(queue.take());
                    }
                } catch (InterruptedException e) {
                    failed.incrementAndGet();
                }
            }));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        assertEquals(0, failed.get());
    }

    @Test
    void whoWaitsUsesNoProcessor() throws Exception {
        try (Queue<Integer> queue = Queue.create()) {
            List<Thread> threads = new ArrayList<>();
            for (int i = 0; i < 50; i++) {
                threads.add(Thread.ofPlatform().start(() -> {
                    try {
                        queue.take();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                }));
            }
            var bean = ManagementFactory.getThreadMXBean();
            Runnable settle = () -> io.github.multiprocessing4j.testkit.Together.awaitTrue(() -> threads.stream()
                    .allMatch(thread -> bean.getThreadCpuTime(thread.threadId()) > 0
                            && (thread.getState() != Thread.State.RUNNABLE || isAsleep(thread))));
            settle.run();
            long before = cpu(threads);
            assertEquals(null, queue.poll(-1, java.util.concurrent.TimeUnit.DAYS));
            Object monitor = new Object();
            synchronized (monitor) {
                monitor.wait(2_000);
            }
            long used = cpu(threads) - before;
            assertTrue(used < 100_000_000L, () -> used + " ns");
            for (int i = 0; i < threads.size(); i++) {
                queue.put(i);
            }
            for (Thread thread : threads) {
                thread.join();
            }
        }
    }

    private static boolean isAsleep(Thread thread) {
        for (StackTraceElement frame : thread.getStackTrace()) {
            if (frame.getMethodName().equals("sleep")) {
                return true;
            }
        }
        return false;
    }

    private static long cpu(List<Thread> threads) {
        var bean = ManagementFactory.getThreadMXBean();
        return threads.stream()
                .mapToLong(thread -> Math.max(0, bean.getThreadCpuTime(thread.threadId())))
                .sum();
    }
}
