package io.github.multiprocessing4j.connection;

import static io.github.multiprocessing4j.connection.Peers.awaitBlocked;
import static io.github.multiprocessing4j.testkit.Together.ONE_SECOND;
import static io.github.multiprocessing4j.testkit.Together.endsWell;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.multiprocessing4j.connection.Peers.Worker;
import io.github.multiprocessing4j.process.ChildProcess;
import io.github.multiprocessing4j.process.Sentinel;
import io.github.multiprocessing4j.queue.Queue;
import io.github.multiprocessing4j.sync.Semaphore;
import io.github.multiprocessing4j.testkit.LeakOracle;
import io.github.multiprocessing4j.testkit.ShortLived;
import io.github.multiprocessing4j.testkit.Together;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Waiting for any of several objects, whose other ends other processes have. */
@Timeout(60)
@ExtendWith(LeakOracle.class)
class AwaitAnyBetweenProcessesTest {
    private static final Duration LONG = Duration.ofSeconds(30);

    private static final int CHILDREN = 3;

    private static final int MESSAGES = 10;

    private static <T> Worker<List<T>> waiting(List<T> objects) {
        Worker<List<T>> worker = new Worker<>(() -> Waitable.awaitAny(objects, LONG));
        awaitBlocked(worker.thread);
        return worker;
    }

    /** Waits on an end from which nothing comes. */
    private static void pause() throws Exception {
        try (Pipe nothing = Pipe.create()) {
            nothing.first().poll(Duration.ofMillis(ThreadLocalRandom.current().nextInt(100)));
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void messagesOfSeveralChildrenUntilTheirEnds(boolean slow) throws Exception {
        List<Connection> readers = new ArrayList<>();
        List<ChildProcess> children = new ArrayList<>();
        for (int i = 0; i < CHILDREN; i++) {
            Pipe pipe = Pipe.oneWay();
            Connection out = pipe.second();
            readers.add(pipe.first());
            children.add(ChildProcess.start(() -> {
                for (int k = 0; k < MESSAGES; k++) {
                    if (slow) {
                        pause();
                    }
                    out.send(k);
                }
                out.close();
            }));
        }
        Map<Connection, List<Object>> messages = new HashMap<>();
        while (!readers.isEmpty()) {
            for (Connection reader : Waitable.awaitAny(readers)) {
                try {
                    messages.computeIfAbsent(reader, _ -> new ArrayList<>()).add(reader.recv());
                } catch (EOFException e) {
                    readers.remove(reader);
                    reader.close();
                }
            }
        }
        List<Object> expected =
                new ArrayList<>(IntStream.range(0, MESSAGES).boxed().toList());
        assertEquals(CHILDREN, messages.size());
        messages.values().forEach(each -> assertEquals(expected, each));
        children.forEach(Together::endsWell);
    }

    private static void writeLines(SocketAddress address, boolean slow) throws Exception {
        try (SocketChannel channel = SocketChannel.open(address)) {
            for (int k = 0; k < MESSAGES; k++) {
                if (slow) {
                    pause();
                }
                ByteBuffer byteOfIt = ByteBuffer.wrap(new byte[] {(byte) k});
                while (byteOfIt.hasRemaining()) {
                    channel.write(byteOfIt);
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void bytesFromSocketsOfSeveralChildrenUntilTheirEnds(boolean slow) throws Exception {
        List<ChildProcess> children = new ArrayList<>();
        Map<SocketChannel, ByteBuffer> come = new HashMap<>();
        try (ServerSocketChannel server = ServerSocketChannel.open()) {
            server.bind(new InetSocketAddress("localhost", 0)).configureBlocking(false);
            SocketAddress address = server.getLocalAddress();
            for (int i = 0; i < CHILDREN; i++) {
                children.add(ShortLived.child().start(() -> writeLines(address, slow)));
            }
            while (come.size() < CHILDREN) {
                assertEquals(List.of(server), Waitable.awaitAny(List.of(server), LONG));
                SocketChannel channel = server.accept();
                channel.configureBlocking(false);
                come.put(channel, ByteBuffer.allocate(100));
            }
        }
        List<SocketChannel> readers = new ArrayList<>(come.keySet());
        while (!readers.isEmpty()) {
            for (SocketChannel reader : Waitable.awaitAny(readers)) {
                if (reader.read(come.get(reader)) < 0) {
                    readers.remove(reader);
                    reader.close();
                }
            }
        }
        for (ByteBuffer each : come.values()) {
            assertEquals(MESSAGES, each.flip().remaining());
            for (int k = 0; k < MESSAGES; k++) {
                assertEquals(k, each.get());
            }
        }
        children.forEach(Together::endsWell);
    }

    @Test
    void aChildsEndAmongConnections() throws Exception {
        try (Pipe pipe = Pipe.create();
                Pipe goOn = Pipe.create()) {
            Connection hears = goOn.second();
            ChildProcess child = ShortLived.child().start(hears::recv);
            Sentinel sentinel = child.sentinel();
            List<Waitable> all = List.of(pipe.first(), sentinel, pipe.second());
            assertEquals(List.of(), Waitable.awaitAny(all, Duration.ofMillis(300)));
            var waiting = waiting(all);
            goOn.first().send("end");
            assertEquals(List.of(sentinel), waiting.get());
            pipe.first().send(1);
            assertEquals(List.of(sentinel, pipe.second()), Waitable.awaitAny(all, LONG));
            pipe.second().send(1);
            assertEquals(all, Waitable.awaitAny(all, LONG));
            endsWell(child);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aKilledPeerEndsTheWaitWithinASecond(boolean socket) throws Exception {
        try (Pipe pipe = Pipe.create();
                Pipe never = Pipe.create();
                Listener listener = Listener.builder().open()) {
            SocketAddress address = listener.address();
            Connection there = pipe.second();
            ChildProcess child = ShortLived.child().start(() -> {
                try (Connection client = Client.connect(address)) {
                    there.send("ready");
                    client.recv();
                }
            });
            assertEquals("ready", pipe.first().recv());
            try (Connection accepted = listener.accept()) {
                Connection watched = socket ? accepted : pipe.first();
                var waiting = waiting(List.of(never.first(), watched));
                long start = System.nanoTime();
                child.kill();
                assertEquals(List.of(watched), waiting.get());
                assertTrue(System.nanoTime() - start < ONE_SECOND);
                assertThrows(EOFException.class, watched::recv);
            }
            child.join();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aClientThatArrivesAndProvesItself(boolean withKey) throws Exception {
        AuthKey key = AuthKey.random();
        var builder = withKey ? Listener.builder().authKey(key) : Listener.builder();
        try (Listener listener = builder.open();
                Pipe pipe = Pipe.create()) {
            assertEquals(List.of(), Waitable.awaitAny(List.of(listener), Duration.ZERO));
            SocketAddress address = listener.address();
            var waiting = waiting(List.of(pipe.first(), listener));
            ChildProcess child = ShortLived.child().start(() -> {
                try (Connection client = withKey ? Client.connect(address, key) : Client.connect(address)) {
                    client.send("hello");
                }
            });
            assertEquals(List.of(listener), waiting.get());
            try (Connection accepted = listener.accept(Duration.ZERO).orElseThrow()) {
                assertEquals("hello", accepted.recv());
            }
            assertEquals(List.of(), Waitable.awaitAny(List.of(listener), Duration.ZERO));
            endsWell(child);
        }
    }

    @Test
    void everyKindAtOnce() throws Exception {
        try (Pipe pipe = Pipe.create();
                Queue<String> queue = Queue.create();
                Listener listener = Listener.builder().open();
                ServerSocketChannel server = ServerSocketChannel.open()) {
            server.bind(new InetSocketAddress("localhost", 0)).configureBlocking(false);
            SocketAddress address = server.getLocalAddress();
            SocketAddress listening = listener.address();
            Connection there = pipe.second();
            Semaphore goOn = Semaphore.create(0);
            ChildProcess child = ShortLived.child().start(() -> {
                there.send(1);
                goOn.acquire();
                queue.put("element");
                goOn.acquire();
                SocketChannel.open(address).close();
                goOn.acquire();
                Client.connect(listening).close();
            });
            Sentinel sentinel = child.sentinel();
            List<Object> all = List.of(pipe.first(), queue, listener, server, sentinel);
            assertEquals(List.of(pipe.first()), Waitable.awaitAny(all, LONG));
            assertEquals(1, pipe.first().recv());
            goOn.release();
            assertEquals(List.of(queue), Waitable.awaitAny(all, LONG));
            assertEquals("element", queue.take());
            goOn.release();
            assertEquals(List.of(server), Waitable.awaitAny(all, LONG));
            server.accept().close();
            List<Object> rest = List.of(queue, listener);
            goOn.release();
            assertEquals(List.of(listener), Waitable.awaitAny(rest, LONG));
            endsWell(child);
            assertEquals(List.of(pipe.first()), Waitable.awaitAny(List.of(pipe.first()), LONG)); // within a second
            assertEquals(List.of(pipe.first(), listener, sentinel), Waitable.awaitAny(all, LONG));
            goOn.close();
        }
    }

    /** Every element is taken, although those who wait, and are woken for some, never take one. */
    @Test
    void whoWaitsForAQueueKeepsNothingFromThoseWhoTake() throws Exception {
        int count = 3_000;
        try (Queue<Integer> queue = Queue.create();
                Queue<Integer> taken = Queue.create()) {
            ChildProcess taker = ChildProcess.start(() -> {
                for (int i = 0; i < count; i++) {
                    taken.put(queue.take());
                }
            });
            CountDownLatch over = new CountDownLatch(1);
            Worker<Integer> watcher = new Worker<>(() -> {
                int seen = 0;
                while (over.getCount() > 0) {
                    seen += Waitable.awaitAny(List.of(queue), Duration.ofMillis(50))
                            .size();
                }
                return seen;
            });
            long slowest = 0;
            for (int i = 0; i < count; i++) {
                long start = System.nanoTime();
                queue.put(i);
                assertEquals(i, taken.take());
                slowest += System.nanoTime() - start > 200_000_000
                        ? 1
                        : 0; // found by the taker's own look, not by a wake-up
            }
            over.countDown();
            watcher.get();
            endsWell(taker);
            long late = slowest;
            assertTrue(late < 10, () -> late + " elements were found only by looking now and then");
        }
    }

    /** A process that waits for a queue is told of what another one puts, while a third one takes, too. */
    @Test
    void aQueueFilledByOneAndEmptiedByTwo() throws Exception {
        int count = 2_000;
        try (Queue<Integer> queue = Queue.create();
                Queue<Integer> sums = Queue.create()) {
            ChildProcess taker = ChildProcess.start(() -> sums.put(takeUntilTheEnd(queue)));
            ChildProcess putter = ChildProcess.start(() -> {
                for (int i = 0; i < count; i++) {
                    queue.put(1);
                }
                queue.shutdown();
            });
            int mine = takeWhatIsReady(queue);
            assertEquals(count, mine + sums.take());
            endsWell(taker);
            endsWell(putter);
        }
    }

    private static int takeWhatIsReady(Queue<Integer> queue) throws IOException {
        int sum = 0;
        try {
            while (true) {
                assertEquals(List.of(queue), Waitable.awaitAny(List.of(queue), LONG));
                sum += queue.poll() == null ? 0 : 1;
            }
        } catch (io.github.multiprocessing4j.failure.QueueShutDownException e) {
            return sum;
        }
    }

    private static int takeUntilTheEnd(Queue<Integer> queue) throws InterruptedException {
        int sum = 0;
        try {
            while (true) {
                sum += queue.take();
            }
        } catch (io.github.multiprocessing4j.failure.QueueShutDownException e) {
            return sum;
        }
    }
}
