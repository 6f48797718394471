package io.github.multiprocessing4j.sharedtypes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.multiprocessing4j.function.RemoteRunnable;
import io.github.multiprocessing4j.memory.ShareableList;
import io.github.multiprocessing4j.memory.SharedMemory;
import io.github.multiprocessing4j.process.ChildProcess;
import io.github.multiprocessing4j.region.WordWait;
import io.github.multiprocessing4j.sync.Barrier;
import io.github.multiprocessing4j.sync.Condition;
import io.github.multiprocessing4j.sync.Event;
import io.github.multiprocessing4j.sync.Lock;
import io.github.multiprocessing4j.sync.Semaphore;
import io.github.multiprocessing4j.testkit.JavaProgram;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** All that processes share, without what only Linux has. */
@Timeout(90)
class PortableModeTest {
    private static final Duration LONG = Duration.ofSeconds(20);

    /** Does everything together with a child. */
    static final class Program {
        public static void main(String[] args) throws Exception {
            memory();
            values();
            lock();
            semaphore();
            condition();
            events();
            barrier();
            System.out.println("done");
        }

        private static ChildProcess start(RemoteRunnable task) {
            return ChildProcess.start(() -> {
                assertTrue(Boolean.getBoolean(WordWait.PORTABLE), "a child is portable if its parent is");
                task.run();
            });
        }

        private static void join(ChildProcess child) {
            child.join();
            assertEquals(0, child.exitStatus().exitCode());
        }

        private static void memory() {
            try (SharedMemory block = SharedMemory.create(100);
                    ShareableList list = ShareableList.create(List.of("one", 2))) {
                String name = block.name();
                join(start(() -> {
                    try (SharedMemory same = SharedMemory.open(name);
                            list) {
                        same.buffer().putLong(0, 42);
                        list.set(1, "two");
                    }
                }));
                assertEquals(42, block.buffer().getLong(0));
                assertEquals(List.of("one", "two"), list);
                block.unlink();
                list.unlink();
            }
        }

        private static void values() {
            try (IntValue value = Value.ofInt(0);
                    LongArray array = Array.ofLong(2)) {
                ChildProcess child = start(() -> work(value, array));
                work(value, array);
                join(child);
                assertEquals(2000, value.get());
                assertEquals(2000, array.get(0));
            }
        }

        private static void work(IntValue value, LongArray array) {
            for (int i = 0; i < 1000; i++) {
                value.add(1);
                array.getLock().lock();
                try {
                    array.set(0, array.get(0) + 1);
                } finally {
                    array.getLock().unlock();
                }
            }
        }

        private static void lock() {
            try (Lock lock = Lock.create();
                    Event held = Event.create()) {
                lock.lock();
                ChildProcess child = start(() -> {
                    held.set();
                    lock.lock();
                    lock.unlock();
                });
                await(held);
                assertTrue(lock.locked());
                lock.unlock();
                join(child);
            }
        }

        private static void semaphore() throws InterruptedException {
            try (Semaphore there = Semaphore.create(0);
                    Semaphore back = Semaphore.create(0)) {
                ChildProcess child = start(() -> {
                    for (int i = 0; i < 10; i++) {
                        there.acquire();
                        back.release();
                    }
                });
                for (int i = 0; i < 10; i++) {
                    there.release();
                    assertTrue(back.tryAcquire(LONG));
                }
                join(child);
            }
        }

        private static void condition() throws InterruptedException {
            try (Condition changed = Condition.create();
                    IntValue state = Value.ofInt(0)) {
                ChildProcess child = start(() -> {
                    changed.getLock().lock();
                    try {
                        state.set(1);
                        changed.signalAll();
                        assertTrue(changed.waitFor(() -> state.get() == 2, LONG));
                    } finally {
                        changed.getLock().unlock();
                    }
                });
                changed.getLock().lock();
                try {
                    assertTrue(changed.waitFor(() -> state.get() == 1, LONG));
                    state.set(2);
                    changed.signalAll();
                } finally {
                    changed.getLock().unlock();
                }
                join(child);
            }
        }

        private static void events() {
            try (Event there = Event.create();
                    Event back = Event.create()) {
                ChildProcess child = start(() -> {
                    await(there);
                    back.set();
                });
                there.set();
                await(back);
                join(child);
            }
        }

        private static void await(Event event) {
            try {
                assertTrue(event.await(LONG));
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }

        private static void barrier() throws Exception {
            try (Barrier barrier = Barrier.create(2, LONG)) {
                ChildProcess child = start(() -> rounds(barrier));
                rounds(barrier);
                join(child);
            }
        }

        private static void rounds(Barrier barrier) throws InterruptedException, BrokenBarrierException {
            for (int i = 0; i < 20; i++) {
                barrier.await();
            }
        }
    }

    @Test
    void everythingWorksBetweenTwoProcesses() throws Exception {
        var result = JavaProgram.of(Program.class)
                .jvmOptions("--enable-native-access=ALL-UNNAMED", "-D" + WordWait.PORTABLE + "=true")
                .deadline(Duration.ofSeconds(60))
                .run();
        assertEquals("done\n", result.stdout(), result::toString);
        assertEquals("", result.stderr());
    }
}
