package io.github.multiprocessing4j.manager;

import static io.github.multiprocessing4j.testkit.Together.awaitTrue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.multiprocessing4j.function.RemoteRunnable;
import io.github.multiprocessing4j.testkit.Together.Worker;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Semaphores, events and barriers of a manager: the counterparts of CPython's TestSemaphore, TestEvent and TestBarrier. */
class WaitingProxiesTest extends SharedManager {
    private static final int PARTIES = 5;

    // -- semaphores

    @Test
    void permitsAreTakenAndGivenBackAndMayBecomeMore() throws Exception {
        try (SemaphoreProxy semaphore = manager.semaphore(2)) {
            semaphore.acquire();
            assertEquals(1, semaphore.availablePermits());
            inAnotherProcess(() -> assertTrue(semaphore.tryAcquire()));
            assertTrue(semaphore.locked());
            assertFalse(semaphore.tryAcquire());
            semaphore.release();
            inAnotherProcess(() -> semaphore.release());
            semaphore.release(3);
            assertEquals(5, semaphore.availablePermits());
            semaphore.acquire(5);
            assertFalse(semaphore.tryAcquire(1, SHORT));
            semaphore.acquire(0);
            assertEquals("Semaphore[value 0]", semaphore.toString());
            assertThrows(IllegalArgumentException.class, () -> semaphore.release(0));
            assertThrows(IllegalArgumentException.class, () -> semaphore.acquire(-1));
        }
        assertThrows(IllegalArgumentException.class, () -> manager.semaphore(-1));
    }

    @Test
    void aBoundedOneIsNotReleasedTooOften() {
        try (SemaphoreProxy semaphore = manager.boundedSemaphore(1)) {
            assertTrue(semaphore.tryAcquire());
            inAnotherProcess(semaphore::release); // in the place of this one
            assertThrows(IllegalStateException.class, semaphore::release);
            assertThrows(IllegalArgumentException.class, () -> semaphore.acquire(2));
            assertEquals(1, semaphore.availablePermits());
            assertEquals("BoundedSemaphore[value 1]", semaphore.toString());
        }
    }

    @Test
    void aTimedWaitEndsWhenItsTimeIsOver() throws Exception {
        try (SemaphoreProxy semaphore = manager.semaphore(0)) {
            long start = System.nanoTime();
            assertFalse(semaphore.tryAcquire(SHORT));
            assertFalse(semaphore.tryAcquire(50, TimeUnit.MILLISECONDS));
            assertFalse(semaphore.tryAcquire(2, 1, TimeUnit.MILLISECONDS));
            assertFalse(semaphore.tryAcquire(Duration.ofDays(-1)));
            assertTrue(System.nanoTime() - start >= 2 * SHORT.toNanos());
        }
    }

    @Test
    void anInterruptTakesNoPermit() throws Exception {
        try (SemaphoreProxy semaphore = manager.semaphore(0)) {
            Worker<Integer> one = worker(semaphore::acquire);
            Worker<Boolean> other = new Worker<>(() -> semaphore.tryAcquire(2, 1, TimeUnit.DAYS));
            Worker<Boolean> patient = new Worker<>(() -> {
                semaphore.acquireUninterruptibly();
                return Thread.interrupted();
            });
            for (Worker<?> worker : List.of(one, other)) {
                worker.thread.interrupt();
                var thrown = assertThrows(ExecutionException.class, worker::get);
                assertInstanceOf(InterruptedException.class, thrown.getCause());
            }
            patient.thread.interrupt();
            semaphore.release(2);
            assertTrue(patient.get());
            assertEquals(1, semaphore.availablePermits());
        }
    }

    @Test
    void whoWantsSeveralGetsThemAtOnce() throws Exception {
        try (SemaphoreProxy semaphore = manager.semaphore(0)) {
            Worker<Integer> three = worker(() -> semaphore.acquire(3));
            semaphore.release(2);
            assertTrue(semaphore.tryAcquire());
            semaphore.release();
            assertFalse(three.isDone());
            semaphore.release();
            three.get();
            assertTrue(semaphore.locked());
        }
    }

    // -- all

    @Test
    void anInterruptEndsEveryWait() throws Exception {
        Duration day = Duration.ofDays(1);
        try (EventProxy event = manager.event();
                SemaphoreProxy semaphore = manager.semaphore(0);
                BarrierProxy barrier = manager.barrier(2);
                BarrierProxy another = manager.barrier(2);
                LockProxy lock = manager.lock();
                ConditionProxy condition = manager.condition();
                LockProxy itsLock = condition.getLock();
                QueueProxy<Integer> full = manager.queue(1);
                JoinableQueueProxy<Integer> queue = manager.joinableQueue()) {
            full.put(1);
            queue.put(1);
            queue.take();
            lock.lock();
            List<RemoteRunnable> waits = List.of(
                    () -> event.await(day),
                    () -> event.await(1, TimeUnit.DAYS),
                    () -> semaphore.acquire(2),
                    () -> semaphore.tryAcquire(day),
                    () -> semaphore.tryAcquire(2, day),
                    () -> semaphore.tryAcquire(1, TimeUnit.DAYS),
                    () -> barrier.await(day),
                    () -> another.await(1, TimeUnit.DAYS),
                    () -> lock.tryLock(day),
                    () -> whileLocked(itsLock, condition::await),
                    () -> whileLocked(itsLock, () -> condition.await(day)),
                    () -> whileLocked(itsLock, () -> condition.await(1, TimeUnit.DAYS)),
                    () -> whileLocked(itsLock, () -> condition.awaitNanos(day.toNanos())),
                    () -> whileLocked(itsLock, () -> condition.waitFor(() -> false)),
                    () -> full.offer(2, 1, TimeUnit.DAYS),
                    () -> queue.poll(1, TimeUnit.DAYS),
                    queue::join,
                    () -> queue.join(day));
            for (RemoteRunnable wait : waits) {
                Worker<Integer> worker = worker(wait);
                worker.thread.interrupt();
                var thrown = assertThrows(ExecutionException.class, worker::get);
                assertInstanceOf(InterruptedException.class, thrown.getCause());
            }
            assertFalse(itsLock.locked());
            lock.unlock();
            queue.taskDone();
        }
    }

    private static void whileLocked(LockProxy lock, RemoteRunnable work) throws Exception {
        lock.lock();
        try {
            work.run();
        } finally {
            lock.unlock();
        }
    }

    // -- events

    @Test
    void anEventIsSetAndClearedAndAwaited() throws Exception {
        try (EventProxy event = manager.event()) {
            assertFalse(event.isSet());
            assertEquals("Event[unset]", event.toString());
            assertFalse(event.await(Duration.ZERO));
            assertFalse(event.await(50, TimeUnit.MILLISECONDS));
            Worker<Integer> waiter = worker(event::await);
            inAnotherProcess(event::set);
            waiter.get();
            assertTrue(event.isSet());
            assertTrue(event.await(SHORT));
            event.await();
            assertEquals("Event[set]", event.toString());
            event.clear();
            event.clear();
            assertFalse(event.isSet());
            Worker<Integer> interrupted = worker(event::await);
            interrupted.thread.interrupt();
            var thrown = assertThrows(ExecutionException.class, interrupted::get);
            assertInstanceOf(InterruptedException.class, thrown.getCause());
        }
    }

    // -- barriers

    private static Set<Integer> indices(List<Worker<Integer>> workers) throws Exception {
        return new TreeSet<>(allGet(workers));
    }

    private static void allBroken(List<Worker<Integer>> workers) {
        for (Worker<Integer> worker : workers) {
            var thrown = assertThrows(ExecutionException.class, worker::get);
            assertInstanceOf(BrokenBarrierException.class, thrown.getCause());
        }
    }

    private static List<Worker<Integer>> waiting(BarrierProxy barrier, int count) {
        List<Worker<Integer>> waiting = workers(count, barrier::await);
        awaitTrue(() -> barrier.getNumberWaiting() == count);
        return waiting;
    }

    @Test
    void everybodyGetsAnotherIndex() throws Exception {
        try (BarrierProxy barrier = manager.barrier(PARTIES)) {
            assertEquals(PARTIES, barrier.getParties());
            for (int round = 0; round < 2; round++) {
                assertEquals(
                        Set.copyOf(IntStream.range(0, PARTIES).boxed().toList()),
                        indices(workers(PARTIES, barrier::await)));
            }
            assertEquals(0, barrier.getNumberWaiting());
            assertEquals("Barrier[0 of 5 wait]", barrier.toString());
        }
        assertThrows(IllegalArgumentException.class, () -> manager.barrier(0));
    }

    @Test
    void nobodyPassesBeforeAllHaveArrived() throws Exception {
        int rounds = 200;
        try (BarrierProxy barrier = manager.barrier(PARTIES);
                ValueProxy<Integer> arrived = manager.value(0)) {
            Worker<Integer> there = worker(() -> inAnotherProcess(() -> pass(barrier, arrived, rounds)));
            allGet(workers(PARTIES - 1, () -> {
                pass(barrier, arrived, rounds);
                return 0;
            }));
            there.get();
            assertEquals(rounds * PARTIES, arrived.get());
        }
    }

    private static void pass(BarrierProxy barrier, ValueProxy<Integer> arrived, int rounds) throws Exception {
        for (int round = 1; round <= rounds; round++) {
            arrived.update(n -> n + 1);
            barrier.await();
            int now = arrived.get();
            assertTrue(now >= round * PARTIES && now < (round + 1) * PARTIES, () -> "passed too early: " + now);
        }
    }

    @Test
    void theActionIsDoneOnceInTheServerBeforeAnybodyGoesOn() throws Exception {
        try (ListProxy<Long> done = manager.list();
                BarrierProxy barrier = manager.barrier(
                        PARTIES, () -> done.add(ProcessHandle.current().pid()))) {
            List<Integer> seen = allGet(workers(PARTIES, () -> {
                barrier.await();
                return done.size();
            }));
            assertEquals(List.of(1, 1, 1, 1, 1), seen);
            assertEquals(manager.process().orElseThrow().pid(), done.get(0));
        }
    }

    @Test
    void anActionThatFailsBreaksIt() throws Exception {
        try (BarrierProxy checked = manager.barrier(2, () -> {
                    throw new java.io.IOException("on purpose");
                });
                BarrierProxy unchecked = manager.barrier(1, () -> {
                    throw new UnsupportedOperationException("on purpose");
                })) {
            List<Worker<Integer>> one = waiting(checked, 1);
            var thrown = assertThrows(CompletionException.class, checked::await);
            assertInstanceOf(java.io.IOException.class, thrown.getCause());
            allBroken(one);
            assertTrue(checked.isBroken());
            assertThrows(UnsupportedOperationException.class, unchecked::await);
            assertThrows(BrokenBarrierException.class, unchecked::await);
        }
    }

    @Test
    void anActionMayResetItAndNotWaitForIt() throws Exception {
        try (ListProxy<BarrierProxy> itself = manager.list();
                ListProxy<String> thrown = manager.list();
                BarrierProxy barrier = manager.barrier(1, () -> {
                    try {
                        itself.get(0).await();
                    } catch (IllegalStateException e) {
                        thrown.add(String.valueOf(e.getMessage()));
                    }
                    itself.get(0).reset();
                })) {
            itself.add(barrier);
            assertThrows(BrokenBarrierException.class, barrier::await);
            assertEquals(List.of("a barrier's action can't wait for the barrier"), thrown);
            assertFalse(barrier.isBroken());
            itself.clear(); // else they keep each other until the server ends
        }
    }

    @Test
    void abortBreaksIt() throws Exception {
        try (BarrierProxy barrier = manager.barrier(PARTIES)) {
            List<Worker<Integer>> waiting = waiting(barrier, PARTIES - 1);
            inAnotherProcess(barrier::abort);
            allBroken(waiting);
            assertTrue(barrier.isBroken());
            assertEquals("Barrier[broken]", barrier.toString());
            assertThrows(BrokenBarrierException.class, () -> barrier.await(SHORT));
            barrier.reset();
            assertEquals(PARTIES, indices(workers(PARTIES, barrier::await)).size());
        }
    }

    @Test
    void resetSendsAwayThoseWhoWait() throws Exception {
        try (BarrierProxy barrier = manager.barrier(PARTIES)) {
            List<Worker<Integer>> waiting = waiting(barrier, 2);
            barrier.reset();
            allBroken(waiting);
            assertFalse(barrier.isBroken());
            assertEquals(PARTIES, indices(workers(PARTIES, barrier::await)).size());
        }
    }

    @Test
    void whoWaitsTooLongBreaksIt() throws Exception {
        try (BarrierProxy barrier = manager.barrier(PARTIES)) {
            List<Worker<Integer>> waiting = waiting(barrier, 1);
            assertThrows(TimeoutException.class, () -> barrier.await(SHORT));
            allBroken(waiting);
            barrier.reset();
            assertThrows(TimeoutException.class, () -> barrier.await(0, TimeUnit.DAYS));
            assertTrue(barrier.isBroken());
        }
    }

    @Test
    void itMayHaveATimeLimitOfItsOwn() throws Exception {
        try (BarrierProxy barrier = manager.barrier(2, SHORT);
                BarrierProxy both = manager.barrier(2, () -> {}, SHORT)) {
            var thrown = assertThrows(BrokenBarrierException.class, barrier::await);
            assertInstanceOf(TimeoutException.class, thrown.getCause());
            assertThrows(BrokenBarrierException.class, both::await);
        }
    }

    @Test
    void anInterruptBreaksIt() throws Exception {
        try (BarrierProxy barrier = manager.barrier(PARTIES)) {
            Worker<Integer> interrupted = waiting(barrier, 1).getFirst();
            List<Worker<Integer>> others = workers(2, barrier::await);
            awaitTrue(() -> barrier.getNumberWaiting() == 3);
            interrupted.thread.interrupt();
            var thrown = assertThrows(ExecutionException.class, interrupted::get);
            assertInstanceOf(InterruptedException.class, thrown.getCause());
            allBroken(others);
        }
    }

    @Test
    void aBarrierForOneKeepsNobodyWaiting() throws Exception {
        try (BarrierProxy barrier = manager.barrier(1)) {
            assertEquals(0, barrier.await());
            assertEquals(0, barrier.await(Duration.ZERO));
        }
    }
}
