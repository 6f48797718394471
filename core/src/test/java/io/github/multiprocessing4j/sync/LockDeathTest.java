package io.github.multiprocessing4j.sync;

import static io.github.multiprocessing4j.testkit.Together.ONE_SECOND;
import static io.github.multiprocessing4j.testkit.Together.awaitTrue;
import static io.github.multiprocessing4j.testkit.Together.inChild;
import static io.github.multiprocessing4j.testkit.Together.killed;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.multiprocessing4j.failure.OwnerDiedException;
import io.github.multiprocessing4j.process.ChildProcess;
import io.github.multiprocessing4j.process.Output;
import io.github.multiprocessing4j.testkit.ShortLived;
import io.github.multiprocessing4j.testkit.Together.Worker;
import java.lang.foreign.ValueLayout;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** A process that ends while it holds a lock keeps nobody waiting. */
@Timeout(60)
class LockDeathTest {
    enum Kind {
        LOCK,
        RLOCK_THREE_TIMES;

        RobustLock create(OwnerDeath choice) {
            return this == LOCK
                    ? Lock.builder().onOwnerDeath(choice).create()
                    : RLock.builder().onOwnerDeath(choice).create();
        }

        int depth() {
            return this == LOCK ? 1 : 3;
        }
    }

    static Stream<Arguments> kindsAndChoices() {
        return Stream.of(Kind.values())
                .flatMap(kind -> Stream.of(OwnerDeath.values()).map(choice -> Arguments.of(kind, choice)));
    }

    static ChildProcess holder(RobustLock lock, int depth) {
        ChildProcess child = ShortLived.child().start(() -> {
            for (int i = 0; i < depth; i++) {
                lock.lock();
            }
            new CountDownLatch(1).await();
        });
        awaitTrue(lock::locked);
        awaitTrue(() -> lock.word().shared().memory().get(ValueLayout.JAVA_INT, LockLayout.DEPTH) == depth);
        return child;
    }

    @ParameterizedTest
    @MethodSource("kindsAndChoices")
    void aWaiterIsToldOrGetsItWithinASecond(Kind kind, OwnerDeath choice) throws Exception {
        try (RobustLock lock = kind.create(choice)) {
            ChildProcess child = holder(lock, kind.depth());
            Worker<Long> waiter = new Worker<>(() -> {
                try {
                    lock.lock();
                    lock.unlock();
                } catch (OwnerDiedException e) {
                    assertEquals(child.pid(), e.pid());
                }
                return System.nanoTime();
            });
            Marks.awaitMark(lock);
            killed(child);
            long dead = System.nanoTime();
            assertTrue(waiter.get() - dead < ONE_SECOND);
            assertEquals(choice == OwnerDeath.FAIL, lock.locked());
        }
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void everyLaterOneIsToldUntilSomebodyRecovers(Kind kind) throws Exception {
        try (RobustLock lock = kind.create(OwnerDeath.FAIL)) {
            killed(holder(lock, kind.depth()));
            for (int i = 0; i < 2; i++) {
                assertThrows(OwnerDiedException.class, lock::tryLock);
                assertThrows(OwnerDiedException.class, lock::lock);
                assertThrows(OwnerDiedException.class, lock::lockInterruptibly);
                assertThrows(OwnerDiedException.class, () -> lock.tryLock(Duration.ofMillis(1)));
            }
            inChild(() -> assertThrows(OwnerDiedException.class, lock::lock));
            assertTrue(lock.recover());
            assertEquals(
                    ProcessHandle.current().pid(), lock.owner().orElseThrow().pid());
            inChild(() -> assertFalse(lock.tryLock()));
            lock.unlock();
            inChild(() -> {
                lock.lock();
                lock.unlock();
            });
            assertFalse(lock.recover());
            lock.unlock();
            assertFalse(lock.locked());
        }
    }

    @Test
    void whoWasToldDoesNotHoldAndCanNotRelease() {
        try (Lock lock = Lock.create()) {
            killed(holder(lock, 1));
            OwnerDiedException told = assertThrows(OwnerDiedException.class, lock::tryLock);
            assertTrue(String.valueOf(told.getMessage()).contains("recover()"), told::getMessage);
            assertThrows(OwnerDiedException.class, lock::unlock);
            assertTrue(lock.locked());
        }
    }

    @Test
    void aHolderThatEndsNormallyIsDead() {
        try (Lock lock = Lock.create();
                Lock taken = Lock.builder().onOwnerDeath(OwnerDeath.TAKE_OVER).create()) {
            inChild(() -> {
                lock.lock();
                taken.lock();
            });
            assertThrows(OwnerDiedException.class, lock::lock);
            taken.lock();
            taken.unlock();
        }
    }

    /** Its parent is stopped as it dies, so nobody collects it. */
    @Test
    void aZombieIsDead() throws Exception {
        try (Lock lock = Lock.create();
                Lock childIs = Lock.create()) {
            ChildProcess parent = ChildProcess.builder().output(Output.DISCARD).start(() -> {
                ChildProcess grandchild = holder(lock, 1);
                childIs.lock();
                assertEquals(lock.owner().orElseThrow().pid(), grandchild.pid());
                new CountDownLatch(1).await();
            });
            awaitTrue(childIs::locked);
            long grandchild = lock.owner().orElseThrow().pid();
            signal("STOP", parent.pid());
            signal("KILL", grandchild);
            assertThrows(OwnerDiedException.class, lock::lock);
            signal("CONT", parent.pid());
            killed(parent);
        }
    }

    @Test
    void aStoppedHolderIsAlive() throws Exception {
        try (Lock lock = Lock.create()) {
            ChildProcess child = holder(lock, 1);
            signal("STOP", child.pid());
            assertFalse(lock.tryLock(Duration.ofMillis(700)));
            signal("CONT", child.pid());
            killed(child);
        }
    }

    private static void signal(String name, long pid) throws Exception {
        int status = new ProcessBuilder("kill", "-" + name, String.valueOf(pid))
                .inheritIO()
                .start()
                .waitFor();
        assertEquals(0, status);
    }
}
