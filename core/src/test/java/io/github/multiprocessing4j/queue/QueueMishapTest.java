package io.github.multiprocessing4j.queue;

import static io.github.multiprocessing4j.testkit.Together.ONE_SECOND;
import static io.github.multiprocessing4j.testkit.Together.awaitTrue;
import static io.github.multiprocessing4j.testkit.Together.endsWell;
import static io.github.multiprocessing4j.testkit.Together.inChild;
import static io.github.multiprocessing4j.testkit.Together.sent;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.multiprocessing4j.connection.Connection;
import io.github.multiprocessing4j.connection.Pipe;
import io.github.multiprocessing4j.process.ChildProcess;
import io.github.multiprocessing4j.region.Annex;
import io.github.multiprocessing4j.region.Block;
import io.github.multiprocessing4j.testkit.LeakOracle;
import io.github.multiprocessing4j.testkit.ShortLived;
import io.github.multiprocessing4j.testkit.Together.Worker;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.function.Executable;

/** What can go wrong in a queue besides deaths: no memory, processes that were stopped, a close that meets everything else. */
@Timeout(60)
@ExtendWith(LeakOracle.class)
class QueueMishapTest {
    /** Does not fit into the first ring. */
    private static final byte[] LARGE = new byte[(int) SharedQueue.RING];

    /** The ring that is named first. */
    private static final long NEXT = 1;

    /** Takes a queue's second ring away, as if it could not be opened, and has something done meanwhile with the queue as it arrives. */
    private interface WithoutMemory {
        void accept(JoinableQueue<byte[]> queue) throws Exception;
    }

    private static void withoutTheNextRing(WithoutMemory action) throws Exception {
        SharedQueue queue = SharedQueue.create(QueueKind.JOINABLE, Integer.MAX_VALUE);
        assertTrue(queue.put(LARGE, Long.MAX_VALUE));
        QueueHandle handle = queue.handle();
        try (var closing = new Closing(queue);
                @SuppressWarnings("unchecked")
                        JoinableQueue<byte[]> arrived = (JoinableQueue<byte[]>) sent((Object) handle);
                Block block = Block.find(handle.block())) {
            Annex.remove(block, NEXT);
            action.accept(arrived);
        }
    }

    private record Closing(SharedQueue queue) implements AutoCloseable {
        @Override
        public void close() {
            queue.close();
        }
    }

    @Test
    void whoCantOpenTheMemoryKeepsNobodyOut() throws Exception {
        withoutTheNextRing(queue -> {
            assertThrows(UncheckedIOException.class, () -> queue.put(LARGE));
            var another = new Worker<>(() -> assertThrows(UncheckedIOException.class, () -> queue.put(LARGE)));
            assertNotNull(another.get());
        });
    }

    @Test
    void whatCouldNotBeTakenIsStillThere() throws Exception {
        withoutTheNextRing(queue -> {
            assertThrows(UncheckedIOException.class, queue::take);
            var another = new Worker<>(() -> assertThrows(UncheckedIOException.class, queue::take));
            assertNotNull(another.get());
            assertEquals(1, queue.size());
            assertFalse(queue.join(Duration.ZERO));
        });
    }

    /** Otherwise what was not taken counts as taken by one that has ended, and as done. */
    @Test
    void whatTookTooMuchMemoryIsNotDone() throws Exception {
        try (JoinableQueue<byte[]> queue = JoinableQueue.create()) {
            queue.put(new byte[100_000_000]);
            var child = ShortLived.child().jvmOptions(ShortLived.and("-Xmx48m")).start(() -> {
                assertThrows(OutOfMemoryError.class, queue::take);
                assertThrows(OutOfMemoryError.class, queue::take);
            });
            endsWell(child);
            assertFalse(queue.join(Duration.ofMillis(300)));
            assertEquals(100_000_000, queue.take().length);
            assertFalse(queue.join(Duration.ofMillis(300)));
            queue.taskDone();
            assertTrue(queue.join(Duration.ofSeconds(1)));
        }
    }

    @Test
    void whatAnotherProcessHasDoneIsNotDoneOnceMoreByADeath() throws Exception {
        try (JoinableQueue<Integer> queue = JoinableQueue.create()) {
            queue.put(1);
            queue.put(2);
            inChild(queue::take);
            queue.taskDone();
            assertFalse(queue.join(Duration.ofMillis(300)));
            assertEquals(2, queue.take());
            queue.taskDone();
            assertTrue(queue.join(Duration.ofSeconds(1)));
        }
    }

    /** A thread that has a queue's locks stands for a process that was stopped. */
    private interface WhileStopped {
        void accept(JoinableQueue<Integer> queue) throws Exception;
    }

    private static void whileAnotherProcessIsStoppedInside(WhileStopped action) throws Exception {
        SharedQueue made = SharedQueue.create(QueueKind.JOINABLE, Integer.MAX_VALUE);
        assertTrue(made.put(1, Long.MAX_VALUE));
        QueueHandle handle = made.handle();
        var stopped = new CountDownLatch(1);
        var goesOn = new CountDownLatch(1);
        try (var closing = new Closing(made);
                @SuppressWarnings("unchecked")
                        JoinableQueue<Integer> queue = (JoinableQueue<Integer>) sent((Object) handle)) {
            var other = new Worker<>(() -> {
                handle.shape().putLock().lock();
                handle.shape().takeLock().lock();
                stopped.countDown();
                goesOn.await();
                handle.shape().takeLock().unlock();
                handle.shape().putLock().unlock();
                return true;
            });
            stopped.await();
            try {
                action.accept(queue);
            } finally {
                goesOn.countDown();
                assertTrue(other.get());
            }
        }
    }

    @Test
    void noWaitIsLongerThanItMayBeWhileAnotherProcessIsStopped() throws Exception {
        whileAnotherProcessIsStoppedInside(queue -> {
            long start = System.nanoTime();
            assertFalse(queue.offer(2), "it could not be put");
            assertFalse(queue.offer(2, 1, TimeUnit.MILLISECONDS));
            assertEquals(1, queue.size());
            assertEquals(null, queue.poll());
            assertFalse(queue.join(Duration.ofMillis(1)));
            assertTrue(System.nanoTime() - start < 3 * ONE_SECOND);
        });
    }

    @Test
    void closingEndsAllWaitsWhileAnotherProcessIsStopped() throws Exception {
        whileAnotherProcessIsStoppedInside(queue -> {
            var begun = new CountDownLatch(3);
            var waits = List.of(
                    waitsUntilClosed(begun, queue::take),
                    waitsUntilClosed(begun, () -> queue.put(2)),
                    waitsUntilClosed(begun, queue::join));
            begun.await();
            queue.close();
            for (Worker<IllegalStateException> wait : waits) {
                assertTrue(wait.get().toString().contains("closed"));
            }
        });
    }

    private static Worker<IllegalStateException> waitsUntilClosed(CountDownLatch begun, Executable wait) {
        return new Worker<>(() -> {
            begun.countDown();
            return assertThrows(IllegalStateException.class, wait);
        });
    }

    /** Whatever was taken, or put, by a thread whose queue is closed at that moment is so, and it knows. */
    @Test
    void closingAtAnyMomentLosesAndDoublesNothing() throws Exception {
        closeAtAnyMoment(100);
    }

    @Test
    @Tag("stress")
    @Timeout(600)
    void norDoesItInManyRounds() throws Exception {
        closeAtAnyMoment(2_000);
    }

    private static void closeAtAnyMoment(int rounds) throws Exception {
        try (var pipe = Pipe.create()) {
            Connection there = pipe.second();
            ChildProcess child = ChildProcess.start(() -> closesAtAnyMoment(there, rounds));
            for (int round = 0; round < rounds; round++) {
                try (Queue<Integer> full = Queue.create();
                        Queue<Integer> empty = Queue.create()) {
                    for (int i = 0; i < 1_000; i++) {
                        full.put(i);
                    }
                    pipe.first().send(full);
                    pipe.first().send(empty);
                    Object taken = pipe.first().recv();
                    Object put = pipe.first().recv();
                    assertEquals(1_000 - full.size(), taken, "taken in round " + round);
                    assertEquals(empty.size(), put, "put in round " + round);
                }
            }
            endsWell(child);
        }
    }

    @SuppressWarnings("unchecked")
    private static void closesAtAnyMoment(Connection connection, int rounds) throws Exception {
        Random random = new Random(4);
        for (int round = 0; round < rounds; round++) {
            Queue<Integer> full = (Queue<Integer>) Objects.requireNonNull(connection.recv());
            Queue<Integer> empty = (Queue<Integer>) Objects.requireNonNull(connection.recv());
            var taken = new Worker<>(() -> untilClosed(full, () -> full.poll() != null));
            var put = new Worker<>(() -> untilClosed(empty, () -> empty.offer(1)));
            int target = random.nextInt(1_000);
            awaitTrue(() -> full.isEmpty() || 1_000 - full.size() >= target);
            full.close();
            empty.close();
            connection.send(taken.get());
            connection.send(put.get());
        }
    }

    private static int untilClosed(Queue<Integer> queue, BooleanSupplier step) {
        int done = 0;
        try {
            while (done < 100_000) {
                if (step.getAsBoolean()) {
                    done++;
                }
            }
        } catch (IllegalStateException e) {
            assertTrue(queue.toString().contains("closed"));
        }
        return done;
    }
}
