package io.github.multiprocessing4j.queue;

import static io.github.multiprocessing4j.testkit.Together.ONE_SECOND;
import static io.github.multiprocessing4j.testkit.Together.inChild;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.multiprocessing4j.connection.Connection;
import io.github.multiprocessing4j.connection.Pipe;
import io.github.multiprocessing4j.failure.SerializationException;
import io.github.multiprocessing4j.testkit.LeakOracle;
import java.io.EOFException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** An end of a connection moves through a queue. */
@Timeout(60)
@ExtendWith(LeakOracle.class)
class ConnectionsInQueuesTest {
    @Test
    void whoHasPutItMayEndBeforeSomebodyTakesIt() throws Exception {
        try (Queue<Connection> queue = Queue.create()) {
            inChild(() -> {
                Pipe pipe = Pipe.create();
                pipe.first().send("unread");
                queue.put(pipe.first());
                queue.put(pipe.second());
                Runtime.getRuntime().halt(0);
            });
            try (Connection first = queue.take();
                    Connection second = queue.take()) {
                assertEquals("unread", second.recv());
                second.send("back");
                assertEquals("back", first.recv());
            }
        }
    }

    @Test
    void oneThatNobodyTakesIsLostWithTheQueue() throws Exception {
        try (Pipe pipe = Pipe.create()) {
            Queue<Connection> queue = Queue.create();
            queue.put(pipe.second());
            assertThrows(java.io.IOException.class, () -> pipe.second().send(1));
            queue.close();
            long start = System.nanoTime();
            assertThrows(EOFException.class, pipe.first()::recv);
            assertTrue(System.nanoTime() - start < 2 * ONE_SECOND);
        }
    }

    @Test
    void oneThatCanNotBePutStays() throws Exception {
        try (Queue<Object> queue = Queue.create(1);
                Pipe pipe = Pipe.create()) {
            assertThrows(SerializationException.class, () -> queue.put(List.of(pipe.second(), new Object())));
            queue.put(1);
            assertTrue(!queue.offer(pipe.second()));
            pipe.second().send("still here");
            assertEquals("still here", pipe.first().recv());
        }
    }
}
