package io.github.multiprocessing4j.queue;

import static io.github.multiprocessing4j.testkit.Together.inChild;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.multiprocessing4j.process.ChildProcess;
import io.github.multiprocessing4j.testkit.LeakOracle;
import io.github.multiprocessing4j.testkit.ShortLived;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** A queue that can do no more than put and take. */
@Timeout(60)
@ExtendWith(LeakOracle.class)
class SimpleQueueTest {
    @Test
    void whatAChildPutsMakesItNotEmpty() throws Exception {
        try (SimpleQueue<String> queue = SimpleQueue.create()) {
            assertTrue(queue.isEmpty());
            inChild(() -> {
                queue.put("one");
                queue.put("two");
            });
            assertFalse(queue.isEmpty());
            assertEquals("one", queue.take());
            assertEquals("two", queue.take());
            assertTrue(queue.isEmpty());
        }
    }

    @Test
    void nullIsAnElement() throws Exception {
        try (SimpleQueue<@Nullable Integer> queue = SimpleQueue.create();
                SimpleQueue<Integer> sum = SimpleQueue.create()) {
            ChildProcess child = ShortLived.child().start(() -> {
                int total = 0;
                Integer element;
                while ((element = queue.take()) != null) {
                    total += element;
                }
                sum.put(total);
            });
            queue.put(1);
            queue.put(2);
            queue.put(null);
            assertEquals(3, sum.take());
            child.join();
            queue.put(null);
            assertNull(queue.take());
        }
    }

    @Test
    void closingTwiceIsNoError() {
        SimpleQueue<Integer> queue = SimpleQueue.create();
        queue.close();
        queue.close();
        assertEquals("SimpleQueue[closed]", queue.toString());
    }

    @Test
    void aClosedOneCanNotBeAsked() {
        SimpleQueue<Integer> queue = SimpleQueue.create();
        queue.close();
        assertThrows(IllegalStateException.class, queue::isEmpty);
        assertThrows(IllegalStateException.class, queue::take);
        assertThrows(IllegalStateException.class, () -> queue.put(1));
    }
}
