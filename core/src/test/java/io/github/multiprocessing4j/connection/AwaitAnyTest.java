package io.github.multiprocessing4j.connection;

import static io.github.multiprocessing4j.connection.Peers.awaitBlocked;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.multiprocessing4j.connection.Peers.Worker;
import io.github.multiprocessing4j.connection.Sockets.Ends;
import io.github.multiprocessing4j.connection.Sockets.Kind;
import io.github.multiprocessing4j.queue.Queue;
import io.github.multiprocessing4j.queue.SimpleQueue;
import io.github.multiprocessing4j.testkit.LeakOracle;
import io.github.multiprocessing4j.testkit.Together;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.lang.foreign.MemorySegment;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.channels.IllegalBlockingModeException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Waiting for any of several objects, within one process. */
@Timeout(60)
@ExtendWith(LeakOracle.class)
class AwaitAnyTest {
    private static final Duration LONG = Duration.ofSeconds(30);

    private static <T> Worker<List<T>> waiting(List<T> objects) {
        Worker<List<T>> worker = new Worker<>(() -> Waitable.awaitAny(objects, LONG));
        awaitBlocked(worker.thread);
        return worker;
    }

    @Test
    void ifNoneIsReadyTheTimeOut() throws Exception {
        try (Pipe pipe = Pipe.create();
                Ends ends = Kind.UNIX.connections();
                Queue<String> queue = Queue.create()) {
            List<Waitable> all = List.of(pipe.first(), pipe.second(), ends.here(), ends.there(), queue);
            long start = System.nanoTime();
            assertEquals(List.of(), Waitable.awaitAny(all, Duration.ofMillis(700)));
            assertTrue(System.nanoTime() - start >= 700_000_000);
            pipe.second().send(null);
            assertEquals(List.of(pipe.first()), Waitable.awaitAny(all, LONG));
            assertNull(pipe.first().recv());
            assertEquals(List.of(), Waitable.awaitAny(all, Duration.ZERO));
        }
    }

    @Test
    void aNegativeTimeIsNone() throws Exception {
        try (Pipe pipe = Pipe.create()) {
            assertEquals(List.of(), Waitable.awaitAny(List.of(pipe.first()), Duration.ofDays(-1)));
            pipe.second().send(1);
            assertEquals(List.of(pipe.first()), Waitable.awaitAny(List.of(pipe.first()), Duration.ofDays(-1)));
        }
    }

    /** So what a process has put before it ended is found with its end. */
    @Test
    void theyAreLookedAtInTheGivenOrder() throws Exception {
        try (Queue<String> queue = Queue.create()) {
            Waitable ended = new Waitable() {
                @Override
                public boolean isReady() {
                    return queue.add("its last words");
                }

                @Override
                public Registration whenReady(Runnable action) {
                    throw new AssertionError("it is ready");
                }
            };
            assertEquals(List.of(ended, queue), Waitable.awaitAny(List.of(ended, queue)));
            queue.clear();
            assertEquals(List.of(ended), Waitable.awaitAny(List.of(queue, ended)));
        }
    }

    @Test
    void allThatAreReadyComeInTheGivenOrderAndAsOften() throws Exception {
        try (Pipe pipe = Pipe.create();
                Ends ends = Kind.TCP.connections();
                SimpleQueue<Integer> queue = SimpleQueue.create()) {
            queue.put(1);
            pipe.first().send(2);
            ends.here().send(3);
            List<Waitable> all = List.of(queue, pipe.first(), ends.there(), pipe.second(), queue);
            assertEquals(List.of(pipe.second()), Waitable.awaitAny(List.of(pipe.first(), pipe.second()), LONG));
            assertEquals(List.of(ends.there()), Waitable.awaitAny(List.of(ends.there()), LONG));
            assertEquals(List.of(queue, ends.there(), pipe.second(), queue), Waitable.awaitAny(all));
            assertEquals(1, queue.take());
            assertEquals(2, pipe.second().recv());
            assertEquals(3, ends.there().recv());
        }
    }

    @Test
    void noObjectsAreWaitedForOnlyForALimitedTime() throws Exception {
        long start = System.nanoTime();
        assertEquals(List.of(), Waitable.awaitAny(List.of(), Duration.ofMillis(300)));
        assertTrue(System.nanoTime() - start >= 300_000_000);
        assertThrows(IllegalArgumentException.class, () -> Waitable.awaitAny(List.of()));
    }

    @Test
    void whatNobodyCanWaitForIsRefused() throws Exception {
        var e = assertThrows(IllegalArgumentException.class, () -> Waitable.awaitAny(List.of("no"), LONG));
        assertTrue(String.valueOf(e.getMessage()).contains("SelectableChannel"), e::getMessage);
        try (ServerSocketChannel blocking = ServerSocketChannel.open()) {
            var mode =
                    assertThrows(IllegalBlockingModeException.class, () -> Waitable.awaitAny(List.of(blocking), LONG));
            assertTrue(String.valueOf(mode.getMessage()).contains("configureBlocking(false)"), mode::getMessage);
        }
        var pipe = java.nio.channels.Pipe.open();
        try (var source = pipe.source();
                var sink = pipe.sink()) {
            sink.configureBlocking(false);
            assertThrows(IllegalArgumentException.class, () -> Waitable.awaitAny(List.of(sink), LONG));
            assertTrue(source.isOpen());
        }
    }

    @ParameterizedTest
    @EnumSource
    void aMessageThroughASocketEndsTheWait(Kind kind) throws Exception {
        try (Ends ends = kind.connections();
                Ends others = kind.connections()) {
            var waiting = waiting(List.of(others.here(), ends.here()));
            ends.there().sendBytes(new byte[100_000]);
            assertEquals(List.of(ends.here()), waiting.get());
            assertEquals(100_000, ends.here().recvBytes().length);
            assertFalse(ends.here().isReady());
            ends.there().close();
            assertEquals(List.of(ends.here()), Waitable.awaitAny(List.of(ends.here()), LONG));
        }
    }

    /** Half a header is no message. */
    @Test
    void whatHasComeInPartDoesNotCount() throws Exception {
        try (var raw = Kind.UNIX.raw()) {
            raw.write(new byte[] {0, 0});
            assertEquals(List.of(), Waitable.awaitAny(List.of(raw.here()), Duration.ofMillis(300)));
            var waiting = waiting(List.of(raw.here()));
            raw.write(new byte[] {0, 1, 7});
            assertEquals(List.of(raw.here()), waiting.get());
            assertEquals(7, raw.here().recvBytes()[0]);
        }
    }

    @Test
    void aClosedOneIsReady() throws Exception {
        try (Pipe pipe = Pipe.create();
                Ends ends = Kind.UNIX.connections();
                Listener listener = Listener.builder().open();
                Queue<String> queue = Queue.create()) {
            List<AutoCloseable> all = List.of(pipe.first(), ends.here(), listener, queue);
            for (AutoCloseable each : all) {
                var waiting = waiting(List.of(each));
                long start = System.nanoTime();
                each.close();
                assertEquals(List.of(each), waiting.get());
                assertTrue(System.nanoTime() - start < Together.ONE_SECOND);
            }
            assertEquals(all, Waitable.awaitAny(all));
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void anInterruptEndsTheWait(boolean virtual) throws Exception {
        try (Pipe pipe = Pipe.create()) {
            Sockets.Work<Boolean> work = () -> {
                assertThrows(InterruptedIOException.class, () -> Waitable.awaitAny(List.of(pipe.first())));
                return Thread.currentThread().isInterrupted();
            };
            var waiting = virtual ? Sockets.inVirtualThread(work) : Sockets.inBackground(work);
            waiting.awaitBlocked().thread().interrupt();
            assertTrue(waiting.get());
            pipe.second().send(1);
            Thread.currentThread().interrupt();
            assertEquals(List.of(pipe.first()), Waitable.awaitAny(List.of(pipe.first())));
            assertTrue(Thread.interrupted());
        }
    }

    @Test
    void aChannelIsReadyWhenSomethingComes() throws Exception {
        try (ServerSocketChannel server = ServerSocketChannel.open();
                Pipe pipe = Pipe.create()) {
            server.bind(Kind.TCP.newAddress()).configureBlocking(false);
            assertEquals(List.of(), Waitable.awaitAny(List.of(server, pipe.first()), Duration.ZERO));
            var waiting = waiting(List.of(pipe.first(), server));
            try (SocketChannel client = SocketChannel.open(server.getLocalAddress())) {
                assertEquals(List.of(server), waiting.get());
                try (SocketChannel accepted = server.accept()) {
                    accepted.configureBlocking(false);
                    var reading = waiting(List.of(accepted, server));
                    client.write(ByteBuffer.allocate(1));
                    assertEquals(List.of(accepted), reading.get());
                    assertEquals(List.of(accepted), Waitable.awaitAny(List.of(accepted, server), Duration.ZERO));
                    accepted.configureBlocking(true); // it is in no selector any more
                    assertEquals(1, accepted.read(ByteBuffer.allocate(2)));
                }
            }
        }
    }

    @Test
    void aClosedChannelIsReady() throws Exception {
        var pipe = java.nio.channels.Pipe.open();
        try (var source = pipe.source();
                var sink = pipe.sink()) {
            source.configureBlocking(false);
            var waiting = waiting(List.of(source));
            sink.close();
            assertEquals(List.of(source), waiting.get());
            source.close();
            assertEquals(List.of(source), Waitable.awaitAny(List.of(source), Duration.ZERO));
        }
    }

    /** A receiver in the same process gets its message although others wait for the same connection, and they get the next one. */
    @Test
    void whoReceivesAndWhoWaitsDoNotDisturbEachOther() throws Exception {
        try (Pipe pipe = Pipe.create();
                Ends ends = Kind.UNIX.connections()) {
            for (List<Connection> pair :
                    List.of(List.of(pipe.first(), pipe.second()), List.of(ends.here(), ends.there()))) {
                for (int i = 0; i < 200; i++) {
                    Worker<Object> receiver = new Worker<>(pair.getFirst()::recv);
                    Worker<List<Connection>> waiter =
                            new Worker<>(() -> Waitable.awaitAny(List.of(pair.getFirst()), LONG));
                    pair.getLast().send(i);
                    assertEquals(i, receiver.get());
                    pair.getLast().send(-i);
                    assertEquals(List.of(pair.getFirst()), waiter.get());
                    assertTrue(pair.getFirst().poll());
                    assertEquals(-i, pair.getFirst().recv());
                }
            }
        }
    }

    /** The ways to receive a message of bytes. */
    private enum Receipt {
        FRESH_ARRAY(Connection::recvBytes),
        LIMITED_ARRAY(connection -> connection.recvBytes(8)),
        ARRAY(connection -> connection.recvBytesInto(new byte[8], 0)),
        BUFFER(connection -> connection.recvBytesInto(ByteBuffer.allocate(8))),
        SEGMENT(connection -> connection.recvBytesInto(MemorySegment.ofArray(new byte[8])));

        private interface Way {
            Object receive(Connection connection) throws IOException;
        }

        private final Way way;

        Receipt(Way way) {
            this.way = way;
        }
    }

    /** Who waits for a connection while another thread receives from it is told when that one leaves, however it receives. */
    @ParameterizedTest
    @EnumSource
    void whoReceivesTellsAsHeLeaves(Receipt receipt) throws Exception {
        try (Pipe pipe = Pipe.create()) {
            Worker<Object> receiver = new Worker<>(() -> receipt.way.receive(pipe.first()));
            awaitBlocked(receiver.thread);
            Worker<List<Connection>> waiter = waiting(List.of(pipe.first()));
            pipe.second().sendBytes(new byte[8]);
            pipe.second().sendBytes(new byte[7]);
            receiver.get();
            assertEquals(List.of(pipe.first()), waiter.get());
            assertEquals(7, pipe.first().recvBytes().length);
        }
    }

    @Test
    void aRegistrationIsToldUntilItIsClosed() throws Exception {
        try (Pipe pipe = Pipe.create()) {
            AtomicInteger told = new AtomicInteger();
            CountDownLatch first = new CountDownLatch(1);
            pipe.first().whenReady(told::incrementAndGet).close();
            try (var registration = pipe.first().whenReady(first::countDown)) {
                pipe.second().send(1);
                first.await();
                assertEquals(1, pipe.first().recv());
                assertEquals(0, told.get());
                assertInstanceOf(Waitable.Registration.class, registration);
            }
        }
    }

    private static void onPurpose() {
        throw new IllegalStateException("on purpose");
    }

    @Test
    void anActionThatThrowsHarmsNeitherWhoReceivesNorWhoIsToldNext() throws Exception {
        try (Pipe pipe = Pipe.create();
                var bad = pipe.first().whenReady(AwaitAnyTest::onPurpose)) {
            CountDownLatch told = new CountDownLatch(1);
            Worker<Object> receiver = new Worker<>(pipe.first()::recv);
            awaitBlocked(receiver.thread);
            try (var good = pipe.first().whenReady(told::countDown)) {
                pipe.second().send("received");
                assertEquals("received", receiver.get());
                told.await();
                assertNotSame(bad, good);
            }
        }
    }

    @Test
    void anActionThatThrowsKeepsNoListenerFromClosing() throws Exception {
        CountDownLatch told = new CountDownLatch(1);
        try (Listener listener = Listener.builder().open();
                var bad = listener.whenReady(AwaitAnyTest::onPurpose);
                var good = listener.whenReady(told::countDown)) {
            listener.close();
            told.await();
            assertNotSame(bad, good);
        }
    }

    /** Each takes one message, of whichever of ten connections has one. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aHundredVirtualThreadsWaitForAnyOfTen(boolean sockets) throws Exception {
        List<Ends> ends = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            ends.add(sockets ? Kind.UNIX.connections() : ends(Pipe.create()));
        }
        List<Connection> here = ends.stream().map(Ends::here).toList();
        List<Sockets.Background<Boolean>> waiters = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            waiters.add(Sockets.inVirtualThread(() -> takeOne(here)));
        }
        waiters.forEach(Sockets.Background::awaitBlocked);
        for (int i = 0; i < 100; i++) {
            ends.get(i % 10).there().send(i);
        }
        for (var waiter : waiters) {
            assertTrue(waiter.get());
        }
        assertEquals(List.of(), Waitable.awaitAny(here, Duration.ZERO));
        ends.forEach(Ends::close);
    }

    private static Ends ends(Pipe pipe) {
        return new Ends(pipe.first(), pipe.second());
    }

    private static boolean takeOne(List<Connection> connections) throws IOException {
        while (true) {
            for (Connection each : Waitable.awaitAny(connections)) {
                synchronized (each) {
                    if (each.poll()) {
                        each.recv();
                        return true;
                    }
                }
            }
        }
    }

    @Test
    void aHundredIdleConnectionsCostNextToNothing() throws Exception {
        List<Pipe> pipes = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            pipes.add(Pipe.builder().capacity(4096).create());
        }
        List<Connection> all = pipes.stream().map(Pipe::first).toList();
        int threads = Thread.activeCount();
        assertEquals(List.of(), Waitable.awaitAny(all, Duration.ofMillis(500)));
        long before = processorTime();
        assertEquals(List.of(), Waitable.awaitAny(all, Duration.ofSeconds(2)));
        long used = processorTime() - before;
        assertTrue(used < 400_000_000, () -> used / 1_000_000 + " ms");
        assertTrue(Thread.activeCount() <= threads + 5);
        pipes.forEach(Pipe::close);
    }

    private static long processorTime() {
        var system = (com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        return system.getProcessCpuTime();
    }
}
