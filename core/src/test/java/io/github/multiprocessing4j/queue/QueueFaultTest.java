package io.github.multiprocessing4j.queue;

import static io.github.multiprocessing4j.testkit.Together.ONE_SECOND;
import static io.github.multiprocessing4j.testkit.Together.armed;
import static io.github.multiprocessing4j.testkit.Together.awaitTrue;
import static io.github.multiprocessing4j.testkit.Together.diesAt;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.multiprocessing4j.os.FaultPoint;
import io.github.multiprocessing4j.process.ChildProcess;
import io.github.multiprocessing4j.testkit.LeakOracle;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A process dies between any two stores of a queue. What it had put, or not taken, is there, whole, once and in order; nobody
 * waits for it.
 */
@Timeout(60)
@ExtendWith(LeakOracle.class)
class QueueFaultTest {
    /** Three fill the first ring. */
    private static final int LARGE = 40_000;

    private static byte[] element(int number) {
        byte[] element = new byte[LARGE];
        element[0] = (byte) number;
        return element;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "lock.word",
                "lock.named",
                "queue.header",
                "queue.content",
                "queue.lastPuts",
                "queue.nextTail",
                "queue.puts",
                "queue.tail",
                "unlock.free",
            })
    void asItPuts(String point) throws Exception {
        int there = List.of("queue.tail", "unlock.free").contains(point) ? 1 : 0;
        try (Queue<byte[]> queue = Queue.create()) {
            queue.put(element(1));
            diesAt(point, () -> queue.put(element(2)));
            goesOn(queue, 1, there == 1 ? 2 : null);
        }
    }

    /** Who takes relies on no count: he would look for ever for what it says is there. */
    @ParameterizedTest
    @ValueSource(strings = {"queue.puts", "queue.tail"})
    void whatOneLeftWhoPutIsTakenAndNoMore(String point) throws Exception {
        try (Queue<byte[]> queue = Queue.create()) {
            diesAt(point, () -> queue.put(element(1)));
            assertEquals(point.equals("queue.tail"), queue.poll() != null);
            assertNull(queue.poll());
            assertNull(queue.poll(1, TimeUnit.MILLISECONDS));
            assertEquals(0, queue.size());
        }
    }

    /** What is there can be done, and what is not need not be. */
    @ParameterizedTest
    @ValueSource(strings = {"queue.puts", "queue.tail"})
    void whatOneLeftWhoPutIsDoneAndNoMore(String point) throws Exception {
        try (JoinableQueue<byte[]> queue = JoinableQueue.create()) {
            diesAt(point, () -> queue.put(element(1)));
            if (queue.poll() != null) {
                assertFalse(queue.join(Duration.ZERO));
                queue.taskDone();
            }
            assertTrue(queue.join(Duration.ofSeconds(1)));
            assertThrows(IllegalStateException.class, queue::taskDone);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "annex.created",
                "annex.named",
                "queue.next",
                "queue.sealed",
                "queue.writeAt",
            })
    void asItMakesMoreRoom(String point) throws Exception {
        try (Queue<byte[]> queue = Queue.create()) {
            for (int i = 1; i <= 3; i++) {
                queue.put(element(i));
            }
            diesAt(point, () -> queue.put(element(4)));
            goesOn(queue, 1, 2, 3);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"queue.gap"})
    void asItWritesAtTheEndOfTheRing(String point) throws Exception {
        try (Queue<byte[]> queue = Queue.create()) {
            for (int i = 1; i <= 3; i++) {
                queue.put(element(i));
            }
            queue.take();
            queue.take();
            diesAt(point, () -> queue.put(element(4)));
            goesOn(queue, 3);
        }
    }

    /** Who is killed in the middle of taking has not taken it; afterwards he has, and it is lost with him. */
    @ParameterizedTest
    @ValueSource(
            strings = {"lock.word", "queue.nextHead", "queue.nextTakes", "queue.head", "queue.takes", "unlock.free"})
    void asItTakes(String point) throws Exception {
        boolean taken = List.of("queue.head", "queue.takes", "unlock.free").contains(point);
        try (Queue<byte[]> queue = Queue.create()) {
            queue.put(element(1));
            queue.put(element(2));
            diesAt(point, queue::take);
            goesOn(queue, taken ? null : 1, 2);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"queue.readAt", "queue.removed"})
    void asItGoesToTheNextRing(String point) throws Exception {
        try (Queue<byte[]> queue = Queue.create()) {
            int count = 40;
            for (int i = 1; i <= count; i++) {
                queue.put(element(i));
            }
            diesAt(point, () -> {
                for (int i = 1; i <= count; i++) {
                    queue.take();
                }
            });
            List<Integer> left = taken(queue, 1);
            assertTrue(!left.isEmpty() && left.size() < count, left::toString);
            for (int i = 0; i < left.size(); i++) {
                assertEquals(count - left.size() + 1 + i, left.get(i));
            }
            goesOn(queue);
        }
    }

    /** One who takes over from a dead one dies as he puts right what that one has left. */
    @ParameterizedTest
    @ValueSource(strings = {"queue.repairPuts", "queue.follow"})
    void asItRepairsWhatOneLeftWhoPut(String point) throws Exception {
        try (Queue<byte[]> queue = Queue.create()) {
            for (int i = 1; i <= 3; i++) {
                queue.put(element(i));
            }
            diesAt("queue.sealed", () -> queue.put(element(4)));
            diesAt(point, () -> queue.put(element(4)));
            goesOn(queue, 1, 2, 3);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"queue.repairTakes", "ledger.repaired"})
    void asItRepairsWhatOneLeftWhoTook(String point) throws Exception {
        try (JoinableQueue<byte[]> queue = JoinableQueue.create()) {
            queue.put(element(1));
            queue.put(element(2));
            diesAt(point.startsWith("ledger") ? "ledger.taken" : "queue.head", queue::take);
            diesAt(point, queue::take);
            goesOn(queue, point.startsWith("ledger") ? 1 : null, 2);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"ledger.process", "ledger.used", "ledger.last", "ledger.taken"})
    void asItTakesWhatIsCounted(String point) throws Exception {
        try (JoinableQueue<byte[]> queue = JoinableQueue.create()) {
            queue.put(element(1));
            diesAt(point, queue::take);
            goesOn(queue, 1);
            assertTrue(!queue.join(Duration.ZERO), "one was taken by this process and is not done");
            queue.taskDone();
            queue.taskDone();
            queue.taskDone();
            assertTrue(queue.join(Duration.ofSeconds(1)));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"ledger.done"})
    void asItSaysThatOneIsDone(String point) throws Exception {
        try (JoinableQueue<byte[]> queue = JoinableQueue.create()) {
            queue.put(element(1));
            diesAt(point, () -> {
                queue.take();
                queue.taskDone();
            });
            long dead = System.nanoTime();
            queue.join();
            assertTrue(System.nanoTime() - dead < ONE_SECOND);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"ledger.buried"})
    void asItBuriesTheDead(String point) throws Exception {
        try (JoinableQueue<byte[]> queue = JoinableQueue.create()) {
            queue.put(element(1));
            diesAt("unlock.free", queue::take);
            diesAt(point, queue::join);
            assertTrue(queue.join(Duration.ofSeconds(1)));
        }
    }

    /** A wake-up that a dying process owed comes with their next look. */
    @ParameterizedTest
    @ValueSource(strings = {"bell.marked", "bell.rung", "side.woken"})
    void asItWaitsOrWakes(String point) throws Exception {
        try (Queue<byte[]> queue = Queue.create()) {
            if (point.equals("bell.rung")) {
                ChildProcess child = armed(point).start(() -> {
                    while (true) {
                        queue.put(element(1));
                    }
                });
                while (child.isAlive()) {
                    queue.poll(100, TimeUnit.MILLISECONDS);
                }
                child.join();
                assertEquals(FaultPoint.EXIT_CODE, child.exitStatus().exitCode());
                taken(queue, 0);
            } else {
                ChildProcess child = armed(point).start(() -> {
                    while (true) {
                        queue.take();
                    }
                });
                while (child.isAlive()) {
                    queue.put(element(1));
                    awaitTrue(() -> queue.isEmpty() || !child.isAlive());
                    child.join(Duration.ofMillis(20));
                }
                child.join();
                assertEquals(FaultPoint.EXIT_CODE, child.exitStatus().exitCode());
                taken(queue, 0);
            }
            goesOn(queue);
        }
    }

    private static void goesOn(Queue<byte[]> queue, @Nullable Integer... expected) throws InterruptedException {
        long start = System.nanoTime();
        queue.put(element(100));
        queue.put(element(101));
        List<Integer> all = new ArrayList<>();
        for (Integer number : expected) {
            if (number != null) {
                all.add(number);
            }
        }
        all.add(100);
        all.add(101);
        assertEquals(all, taken(queue, all.size()));
        assertEquals(0, queue.size());
        assertTrue(System.nanoTime() - start < ONE_SECOND);
    }

    /** Takes so many at least, and all that there are. */
    private static List<Integer> taken(Queue<byte[]> queue, int atLeast) throws InterruptedException {
        List<Integer> numbers = new ArrayList<>();
        while (true) {
            byte[] element = queue.poll(numbers.size() < atLeast ? 5_000 : 0, TimeUnit.MILLISECONDS);
            if (element == null) {
                return numbers;
            }
            assertEquals(LARGE, element.length);
            numbers.add((int) element[0]);
        }
    }
}
