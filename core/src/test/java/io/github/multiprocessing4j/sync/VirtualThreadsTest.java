package io.github.multiprocessing4j.sync;

import static io.github.multiprocessing4j.testkit.Together.awaitTrue;
import static io.github.multiprocessing4j.testkit.Together.endsWell;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.multiprocessing4j.function.RemoteRunnable;
import io.github.multiprocessing4j.process.ChildProcess;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A thousand virtual threads on two carriers contend for one thing, with each other and with this process. */
@Timeout(60)
class VirtualThreadsTest {
    private static final int THREADS = 1_000;

    private static final int ROUNDS = 5;

    /** From the first thread's start to the last one's end. */
    private static final Duration LIMIT = Duration.ofSeconds(30);

    /** As many threads do the same some times; the child ends well only if all of them have done so in time. */
    record Crowd(int rounds, RemoteRunnable work) implements RemoteRunnable {
        @Override
        public void run() throws Exception {
            long start = System.nanoTime();
            AtomicInteger done = new AtomicInteger();
            List<Thread> threads = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                threads.add(Thread.startVirtualThread(() -> {
                    doRounds();
                    done.incrementAndGet();
                }));
            }
            for (Thread thread : threads) {
                assertTrue(thread.join(LIMIT.minusNanos(System.nanoTime() - start)), "too slow");
            }
            assertEquals(THREADS, done.get());
        }

        private void doRounds() {
            try {
                for (int i = 0; i < rounds; i++) {
                    work.run();
                }
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }

        ChildProcess start() {
            return ChildProcess.builder()
                    .jvmOptions(
                            "-Djdk.virtualThreadScheduler.parallelism=2", "-Djdk.virtualThreadScheduler.maxPoolSize=2")
                    .start(this);
        }
    }

    private static void locked(RobustLock lock, Runnable work) {
        lock.lock();
        try {
            work.run();
        } finally {
            lock.unlock();
        }
    }

    /** Does something again and again while they do the same. {@return how often} */
    private static int whileTheyRun(ChildProcess crowd, RemoteRunnable work) throws Exception {
        int times = 0;
        while (crowd.isAlive()) {
            work.run();
            times++;
        }
        endsWell(crowd);
        return times;
    }

    @ParameterizedTest
    @EnumSource(LockDeathTest.Kind.class)
    void oneLock(LockDeathTest.Kind kind) throws Exception {
        try (RobustLock lock = kind.create(OwnerDeath.FAIL)) {
            Crowd crowd = new Crowd(ROUNDS, () -> locked(lock, Thread::yield));
            int times = whileTheyRun(crowd.start(), () -> locked(lock, Thread::onSpinWait));
            assertTrue(times > THREADS, () -> "this process got it " + times + " times");
            assertEquals("[free]", lock.toString().substring(kind == LockDeathTest.Kind.LOCK ? 4 : 5));
        }
    }

    /** The holder gets off its carrier with the lock in its hand; with 1,000 behind it, it must get on again. */
    @Test
    void oneLockWhoseHolderSleeps() throws Exception {
        try (Lock lock = Lock.create();
                Event never = Event.create()) {
            Crowd crowd = new Crowd(1, () -> {
                lock.lock();
                try {
                    never.await(Duration.ofNanos(100_000));
                } finally {
                    lock.unlock();
                }
            });
            whileTheyRun(crowd.start(), () -> locked(lock, Thread::onSpinWait));
        }
    }

    static Stream<Semaphore> semaphores() {
        return Stream.of(
                Semaphore.create(2),
                Semaphore.builder(2).returnPermitsOfDeadHolders().create());
    }

    @ParameterizedTest
    @MethodSource("semaphores")
    void oneSemaphore(Semaphore created) throws Exception {
        try (Semaphore semaphore = created) {
            Crowd crowd = new Crowd(ROUNDS, () -> {
                semaphore.acquire();
                Thread.yield();
                semaphore.release();
            });
            int times = whileTheyRun(crowd.start(), () -> {
                semaphore.acquire(2);
                semaphore.release(2);
            });
            assertTrue(times > 0);
            assertEquals(2, semaphore.getValue());
        }
    }

    /** Each wants two, and this process gives them one by one. */
    @ParameterizedTest
    @MethodSource("semaphores")
    void oneSemaphoreOfWhichEachWantsTwo(Semaphore created) throws Exception {
        try (Semaphore semaphore = created) {
            ChildProcess crowd = new Crowd(1, () -> semaphore.acquire(2)).start();
            awaitTrue(() -> semaphore.permits().room().waiting() > THREADS / 2);
            for (int i = 1; i < THREADS; i++) {
                semaphore.release();
                semaphore.release();
            }
            endsWell(crowd);
        }
    }

    /** All wait for signals, which come for each of them or for all at once. */
    @ParameterizedTest
    @ValueSource(ints = {1, Integer.MAX_VALUE})
    void oneCondition(int signalled) throws Exception {
        try (Lock lock = Lock.create();
                Condition condition = lock.newCondition();
                Semaphore asleep = Semaphore.create(0)) {
            ChildProcess crowd = new Crowd(2, () -> {
                        lock.lock();
                        try {
                            asleep.release();
                            condition.await();
                        } finally {
                            lock.unlock();
                        }
                    })
                    .start();
            for (int i = 0; i < 2; i++) {
                for (int j = 0; j < THREADS; j++) {
                    asleep.acquire();
                    if (signalled == 1) {
                        locked(lock, condition::signal);
                    }
                }
                if (signalled != 1) {
                    locked(lock, condition::signalAll);
                }
            }
            endsWell(crowd);
        }
    }
}
