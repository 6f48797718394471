package io.github.multiprocessing4j.connection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.multiprocessing4j.failure.ProcessStartException;
import io.github.multiprocessing4j.failure.SerializationException;
import io.github.multiprocessing4j.function.RemoteRunnable;
import io.github.multiprocessing4j.pool.Pool;
import io.github.multiprocessing4j.process.ChildProcess;
import io.github.multiprocessing4j.queue.SimpleQueue;
import io.github.multiprocessing4j.testkit.ShortLived;
import io.github.multiprocessing4j.testkit.Together;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Ends of connections are sent. */
@Timeout(60)
class MovingEndTest {
    private static void answers(Connection end) throws IOException {
        end.send(end.recv());
    }

    private static Connection recvEnd(Connection from) throws IOException {
        return Objects.requireNonNull(from.recv(Connection.class));
    }

    @Test
    void throughAPipeWithWhatWasNotRead() throws Exception {
        try (Pipe carrying = Pipe.create();
                Pipe moving = Pipe.create()) {
            moving.first().send("unread 1");
            moving.first().send("unread 2");
            moving.second().send("sent before");
            carrying.first().send(moving.second());
            assertThrows(IOException.class, () -> moving.second().recv());
            moving.first().send("sent on its way");
            try (Connection arrived = recvEnd(carrying.second())) {
                assertEquals("unread 1", arrived.recv());
                assertEquals("unread 2", arrived.recv());
                assertEquals("sent on its way", arrived.recv());
                arrived.send("back");
                assertEquals("sent before", moving.first().recv());
                assertEquals("back", moving.first().recv());
            }
            Peers.findsTheEnd(moving.first());
        }
    }

    @Test
    void fromProcessToProcess() throws Exception {
        try (Pipe toChild = Pipe.create();
                Pipe moving = Pipe.create()) {
            Connection there = toChild.second();
            RemoteRunnable relay = () -> {
                Connection end = recvEnd(there);
                end.send("first " + end.recv());
                there.send(end);
                there.recv();
            };
            ChildProcess child = ShortLived.child().start(relay);
            toChild.first().send(moving.second());
            moving.first().send(1);
            moving.first().send(2);
            assertEquals("first 1", moving.first().recv());
            try (Connection back = recvEnd(toChild.first())) {
                assertEquals(2, back.recv());
                ChildProcess last = ShortLived.child().start(() -> answers(back));
                moving.first().send("round");
                assertEquals("round", moving.first().recv());
                Together.endsWell(last);
                Peers.findsTheEnd(moving.first());
            }
            toChild.first().send("enough");
            Together.endsWell(child);
        }
    }

    @Test
    void oneWayEndsKeepTheirDirection() throws Exception {
        try (Pipe toChild = Pipe.create();
                Pipe one = Pipe.oneWay();
                Pipe other = Pipe.oneWay()) {
            Connection there = toChild.second();
            ChildProcess child = ShortLived.child().start(() -> {
                Connection reads = recvEnd(there);
                assertTrue(reads.isReadable() && !reads.isWritable());
                Connection writes = recvEnd(there);
                assertTrue(writes.isWritable() && !writes.isReadable());
                writes.send(List.of("got", Objects.requireNonNull(reads.recv())));
                there.recv();
            });
            toChild.first().send(one.first());
            toChild.first().send(other.second());
            one.second().send("sent");
            assertEquals(List.of("got", "sent"), other.first().recv());
            toChild.first().send("enough");
            Together.endsWell(child);
        }
    }

    @Test
    void twiceInOneMessageItIsOne() throws Exception {
        try (Pipe carrying = Pipe.create();
                Pipe moving = Pipe.create()) {
            carrying.first().send(List.of(moving.second(), "x", moving.second()));
            List<?> came = Objects.requireNonNull(carrying.second().recv(List.class));
            try (Connection arrived = (Connection) came.get(0)) {
                assertSame(arrived, came.get(2));
                arrived.send("works");
                assertEquals("works", moving.first().recv());
            }
        }
    }

    @Test
    void twiceInTwoMessagesItIsRefused() throws Exception {
        try (Pipe carrying = Pipe.create();
                Pipe moving = Pipe.create()) {
            carrying.first().send(moving.second());
            var e = assertThrows(
                    SerializationException.class, () -> carrying.first().send(moving.second()));
            assertTrue(String.valueOf(e.getMessage()).contains("sent to another process"), e::getMessage);
            recvEnd(carrying.second()).close();
        }
    }

    @Test
    void whatCouldNotBeSentStays() throws Exception {
        try (Pipe carrying = Pipe.builder().maxMessageLength(100).create();
                Pipe moving = Pipe.create()) {
            Connection end = moving.second();
            moving.first().send("unread");
            assertThrows(SerializationException.class, () -> carrying.first().send(List.of(end, new Object(), end)));
            assertThrows(
                    IOException.class, () -> carrying.first().send(List.of(end, "too long".repeat(100))), "too long");
            Object unserializable = new Object();
            assertThrows(
                    SerializationException.class,
                    () -> ShortLived.child().start(() -> {
                        end.close();
                        unserializable.notifyAll();
                    }));
            assertThrows(
                    ProcessStartException.class,
                    () -> ChildProcess.builder()
                            .jvmOptions("-Dtoo.long=" + "x".repeat(4 << 20))
                            .start(() -> end.send("never")));
            assertEquals("unread", end.recv());
            end.send("still");
            assertEquals("still", moving.first().recv());
            carrying.second().close();
            assertThrows(IOException.class, () -> carrying.first().send(end));
            end.send("and still");
            assertEquals("and still", moving.first().recv());
        }
    }

    @Test
    void throughItself() throws Exception {
        try (Pipe pipe = Pipe.create()) {
            assertThrows(IOException.class, () -> pipe.first().send(pipe.first()));
            pipe.first().send("still");
            assertEquals("still", pipe.second().recv());
            pipe.first().send(pipe.second());
            Peers.findsTheEnd(pipe.first());
        }
    }

    /** Each is in the other's ring, where nobody can get at them. */
    @Test
    void throughEachOther() throws Exception {
        try (Pipe one = Pipe.create();
                Pipe two = Pipe.create()) {
            one.first().send(two.second());
            two.first().send(one.second());
            long start = System.nanoTime();
            Peers.findsTheEnd(one.first());
            Peers.findsTheEnd(two.first());
            assertTrue(System.nanoTime() - start < Together.ONE_SECOND);
        }
    }

    @Test
    void closedWhileItIsOnItsWay() throws Exception {
        try (Pipe carrying = Pipe.create();
                Pipe moving = Pipe.create()) {
            carrying.first().send(moving.second());
            moving.second().close();
            assertFalse(moving.first().poll());
            carrying.second().close();
            Peers.findsTheEnd(moving.first());
        }
    }

    @Test
    void oneThatWasClosedInTheMeantimeDoesNotComeBack() throws Exception {
        try (Pipe carrying = Pipe.builder().capacity(4096).create();
                Pipe moving = Pipe.create();
                Pipe other = Pipe.create()) {
            moving.first().close(); // so that nobody else keeps its memory
            var message = List.of(other.second(), moving.second(), new byte[1 << 20]);
            var sending = new Peers.Worker<>(
                    () -> assertThrows(IOException.class, () -> carrying.first().send(message)));
            Together.awaitTrue(() -> moving.second().toString().contains(", closed"));
            moving.second().close();
            carrying.second().close();
            assertEquals(0, sending.get().getSuppressed().length);
            other.second().send("as before");
            assertEquals("as before", other.first().recv());
        }
    }

    /** The memory of a child is unmapped there with its last handle. */
    @Test
    void memoryThatIsClosedInTheMeantime() throws Exception {
        try (SimpleQueue<String> queue = SimpleQueue.create()) {
            Together.inChild(() -> {
                try (Pipe carrying = Pipe.builder().capacity(4096).create();
                        Pipe moving = Pipe.create()) {
                    var message = List.of(queue, moving.first(), new byte[1 << 20]);
                    var sending = new Peers.Worker<>(() -> assertThrows(
                            IOException.class, () -> carrying.first().send(message)));
                    Together.awaitTrue(() -> moving.first().toString().contains(", closed"));
                    queue.close();
                    carrying.second().close();
                    sending.get();
                }
            });
            queue.put("still there");
            assertEquals("still there", queue.take());
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void whoIsToReceiveItDiesBeforeHeDoes(boolean kills) throws Exception {
        try (Pipe carrying = Pipe.create();
                Pipe moving = Pipe.create()) {
            Connection there = carrying.second();
            ChildProcess child = ShortLived.child().start(() -> {
                assertEquals("first", there.recv());
                there.send("up");
                assertTrue(there.poll(java.time.Duration.ofSeconds(30)));
                there.send("polled");
                if (!kills) {
                    there.close();
                }
                new java.util.concurrent.CountDownLatch(1).await();
            });
            carrying.first().send("first");
            assertEquals("up", carrying.first().recv());
            carrying.first().send(moving.second());
            assertEquals("polled", carrying.first().recv());
            if (kills) {
                Together.killed(child);
            }
            Peers.findsTheEnd(moving.first());
            assertThrows(IOException.class, () -> moving.first().send("nobody"));
            if (!kills) {
                Together.killed(child);
            }
        }
    }

    @Test
    void aChildThatDiesBeforeItTakesItOver() throws Exception {
        try (Pipe moving = Pipe.create()) {
            Connection end = moving.second();
            ChildProcess child =
                    ChildProcess.builder().jvmOptions("-XX:NoSuchOption=1").start(() -> end.send("never"));
            child.join();
            Peers.findsTheEnd(moving.first());
        }
    }

    @Test
    void asArgumentsAndResultsOfAPool() throws Exception {
        try (Pipe moving = Pipe.create();
                Pool pool = ShortLived.pool(1)) {
            Connection back = pool.<Connection, Connection>map(
                            end -> {
                                end.send("from a worker");
                                return end;
                            },
                            List.of(moving.second()))
                    .getFirst();
            assertEquals("from a worker", moving.first().recv());
            back.send("from here");
            assertEquals("from here", moving.first().recv());
            back.close();
            Peers.findsTheEnd(moving.first());
        }
    }

    @Test
    void aPoolsFunctionCantHaveIt() throws Exception {
        try (Pipe moving = Pipe.create();
                Pool pool = ShortLived.pool(1)) {
            Connection end = moving.second();
            var e = assertThrows(
                    SerializationException.class,
                    () -> pool.map(
                            value -> {
                                end.send(value);
                                return value;
                            },
                            List.of(1)));
            assertTrue(String.valueOf(e.getMessage()).contains("make it an item of map"), e::getMessage);
            end.send("still");
            assertEquals("still", moving.first().recv());
        }
    }

    @Test
    void whatAPoolNeverRanIsLost() throws Exception {
        try (Pipe moving = Pipe.create();
                Pipe up = Pipe.create()) {
            try (Pool pool = ShortLived.pool(1)) {
                var busy = pool.<Connection, Object>mapAsync(
                        end -> {
                            end.send("up");
                            return end.recv();
                        },
                        List.of(up.second()));
                var never = pool.<Connection, Object>mapAsync(
                        end -> {
                            end.send("never");
                            return 0;
                        },
                        List.of(moving.second()));
                assertEquals("up", up.first().recv());
                pool.terminate();
                assertTrue(busy.await(java.time.Duration.ofSeconds(20)) && !busy.successful());
                assertTrue(never.await(java.time.Duration.ofSeconds(20)) && !never.successful());
                Peers.findsTheEnd(moving.first());
                Peers.findsTheEnd(up.first());
            }
        }
    }
}
