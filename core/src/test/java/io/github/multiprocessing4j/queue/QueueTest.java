package io.github.multiprocessing4j.queue;

import static io.github.multiprocessing4j.testkit.Together.inChild;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.multiprocessing4j.failure.SerializationException;
import io.github.multiprocessing4j.process.ChildProcess;
import io.github.multiprocessing4j.testkit.ShortLived;
import io.github.multiprocessing4j.testkit.Together.Worker;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;

/** What is special to a queue between processes. */
@NullUnmarked
class QueueTest extends QueueContract {
    /** Smaller and larger than the first ring, and so that records end anywhere in it. */
    @Test
    void elementsOfAnySize() throws Exception {
        long seed = System.nanoTime();
        java.util.Random random = new java.util.Random(seed);
        try (Queue<byte[]> queue = Queue.create()) {
            List<byte[]> put = new ArrayList<>();
            for (int round = 0; round < 2_000; round++) {
                if (put.isEmpty() || random.nextInt(20) < 11) {
                    byte[] element =
                            new byte[random.nextInt(100) == 0 ? random.nextInt(1 << 20) : random.nextInt(30_000)];
                    random.nextBytes(element);
                    queue.put(element);
                    put.add(element);
                } else {
                    assertArrayEquals(put.removeFirst(), queue.poll(), () -> "seed " + seed);
                }
                assertEquals(put.size(), queue.size());
            }
        }
    }

    /** A burst needs much memory, and what follows does not. */
    @Test
    void memoryOfABurstIsGivenBack() throws Exception {
        try (Queue<byte[]> queue = Queue.create()) {
            for (int i = 0; i < 400; i++) {
                queue.put(new byte[10_000]);
            }
            assertTrue(sizeOfAnnexes() > 4_000_000);
            for (int i = 0; i < 400; i++) {
                queue.take();
            }
            for (int i = 0; i < 1_000; i++) {
                queue.put(new byte[10_000]);
                queue.take();
            }
            assertTrue(sizeOfAnnexes() < 200_000, () -> "still " + sizeOfAnnexes());
        }
        assertEquals(0, sizeOfAnnexes());
    }

    private static long sizeOfAnnexes() {
        try (var files = java.nio.file.Files.list(io.github.multiprocessing4j.region.SessionDirectory.path())) {
            return files.filter(file -> file.getFileName().toString().startsWith("a"))
                    .mapToLong(file -> file.toFile().length())
                    .sum();
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** What is put meanwhile is left, be it by the drain itself. */
    @Test
    void drainingEnds() throws Exception {
        try (Queue<Integer> queue = Queue.create();
                Queue<Queue<Integer>> carrier = Queue.create()) {
            carrier.put(queue);
            try (Queue<Integer> handle = carrier.take()) {
                queue.put(1);
                queue.put(2);
                assertThrows(NullPointerException.class, () -> queue.drainTo(null));
                assertThrows(IllegalArgumentException.class, () -> queue.drainTo(queue));
                assertEquals(2, queue.drainTo(handle));
                assertEquals(0, queue.drainTo(new ArrayList<>(), -1));
                assertEquals(List.of(1, 2), drained(queue));
            }
        }
    }

    @Test
    void whatCanNotBeSerializedIsRefusedAndTheQueueLivesOn() throws Exception {
        try (Queue<Object> queue = Queue.create()) {
            queue.put(1);
            assertThrows(SerializationException.class, () -> queue.put(new Object()));
            assertThrows(SerializationException.class, () -> queue.offer(List.of(2, Thread.currentThread())));
            assertThrows(NullPointerException.class, () -> queue.put(null));
            queue.put(3);
            assertEquals(List.of(1, 3), drained(queue));
        }
    }

    @Test
    void whatCanNotBeReadIsLostAlone() throws Exception {
        try (Queue<Object> queue = Queue.create()) {
            queue.put(new Unreadable());
            queue.put(2);
            assertThrows(SerializationException.class, queue::take);
            assertEquals(2, queue.take());
        }
    }

    private static final class Unreadable implements java.io.Serializable {
        private static final long serialVersionUID = 1L;

        private Object readResolve() throws java.io.ObjectStreamException {
            throw new java.io.InvalidObjectException("on purpose");
        }
    }

    @Test
    void aQueueTravelsThroughAQueue() throws Exception {
        try (Queue<Queue<String>> queues = Queue.create()) {
            ChildProcess child = ShortLived.child().start(() -> {
                try (Queue<String> inner = queues.take()) {
                    inner.put("from the child");
                }
            });
            try (Queue<String> inner = Queue.create()) {
                queues.put(inner);
                assertEquals("from the child", inner.take());
            }
            child.join();
        }
    }

    @Test
    void whoHasPutMayEndAtOnce() throws Exception {
        try (Queue<byte[]> queue = Queue.create()) {
            inChild(() -> {
                for (int i = 0; i < 20; i++) {
                    queue.put(new byte[100_000]);
                }
                Runtime.getRuntime().halt(0);
            });
            for (int i = 0; i < 20; i++) {
                assertEquals(100_000, queue.take().length);
            }
        }
    }

    @Test
    void closingEndsWaitsAndIsForThisProcessOnly() throws Exception {
        Queue<Integer> queue = Queue.create(1);
        try (Queue<Integer> same = io.github.multiprocessing4j.testkit.Together.sent(queue)) {
            Worker<Integer> taker = new Worker<>(queue::take);
            queue.close();
            queue.close();
            var thrown = assertThrows(java.util.concurrent.ExecutionException.class, taker::get);
            assertEquals(IllegalStateException.class, thrown.getCause().getClass());
            assertThrows(IllegalStateException.class, () -> queue.put(1));
            assertThrows(IllegalStateException.class, queue::poll);
            assertThrows(IllegalStateException.class, queue::size);
            assertEquals("Queue[closed]", queue.toString());
            same.put(1);
            assertEquals(1, same.take());
        }
    }
}
