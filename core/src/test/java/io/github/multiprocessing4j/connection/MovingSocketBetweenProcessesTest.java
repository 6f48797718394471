package io.github.multiprocessing4j.connection;

import static io.github.multiprocessing4j.connection.Peers.findsTheEnd;
import static io.github.multiprocessing4j.testkit.Together.endsWell;
import static io.github.multiprocessing4j.testkit.Together.killed;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.util.stream.Collectors.toSet;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.multiprocessing4j.connection.Sockets.Ends;
import io.github.multiprocessing4j.connection.Sockets.Kind;
import io.github.multiprocessing4j.failure.SerializationException;
import io.github.multiprocessing4j.pool.Pool;
import io.github.multiprocessing4j.process.ChildProcess;
import io.github.multiprocessing4j.queue.Queue;
import io.github.multiprocessing4j.testkit.JavaProgram;
import io.github.multiprocessing4j.testkit.LeakOracle;
import io.github.multiprocessing4j.testkit.ShortLived;
import io.github.multiprocessing4j.testkit.Together;
import java.io.IOException;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Connections through sockets are sent to other processes. */
@Timeout(60)
@ExtendWith(LeakOracle.class)
class MovingSocketBetweenProcessesTest {
    private static final AuthKey KEY = AuthKey.of("secret".getBytes(US_ASCII));

    private static final Duration LONG = Duration.ofSeconds(30);

    private static Connection recvEnd(Connection from) throws IOException {
        return Objects.requireNonNull(from.recv(Connection.class));
    }

    private static long pid() {
        return ProcessHandle.current().pid();
    }

    /** Answers each message by it and this process, at whichever connection it comes, until the ends of all. */
    private static void serve(List<Connection> connections) throws Exception {
        List<Connection> open = new ArrayList<>(connections);
        while (!open.isEmpty()) {
            for (Connection ready : Waitable.awaitAny(open, LONG)) {
                try {
                    ready.send(List.of(Objects.requireNonNull(ready.recv()), pid()));
                } catch (java.io.EOFException e) {
                    open.remove(ready);
                    ready.close();
                }
            }
        }
    }

    /** The sockets that this process has open, by what names them. */
    private static Set<String> sockets() throws IOException {
        try (Stream<Path> all = Files.list(Path.of("/proc/self/fd"))) {
            return all.map(MovingSocketBetweenProcessesTest::target)
                    .filter(target -> target.startsWith("socket:"))
                    .collect(toSet());
        }
    }

    private static String target(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).toString();
        } catch (IOException e) {
            return "closed meanwhile, as that of the list itself";
        }
    }

    /** A server that accepts and lets its children serve: at their start, through a pipe, through a queue. */
    @Test
    void acceptedHereAndServedThere() throws Exception {
        try (Listener unix = Listener.builder().authKey(KEY).open();
                Listener tcp = Listener.builder()
                        .address(Kind.TCP.newAddress())
                        .authKey(KEY)
                        .open();
                Queue<Connection> queue = Queue.create();
                Pipe pipe = Pipe.create()) {
            var accepting = Sockets.inBackground(() -> List.of(unix.accept(), tcp.accept(), unix.accept()));
            var client = Client.builder().authKey(KEY);
            try (Connection first = client.connect(unix.address());
                    Connection second = client.connect(tcp.address());
                    Connection third = client.connect(unix.address())) {
                List<Connection> accepted = accepting.get();
                Set<String> before = sockets();
                Connection there = pipe.second();
                Connection atStart = accepted.get(0);
                first.send("unread");
                assertTrue(atStart.poll(LONG));
                ChildProcess child = ShortLived.child().start(() -> {
                    List<Connection> all = List.of(atStart, recvEnd(there), queue.take());
                    there.send("got all");
                    serve(all);
                });
                assertThrows(IOException.class, atStart::recv);
                pipe.first().send(accepted.get(1));
                queue.put(accepted.get(2));
                assertEquals("got all", pipe.first().recv());
                assertEquals(before.size() - 3, stillOpen(before));
                assertEquals(List.of("unread", child.pid()), first.recv());
                for (Connection each : List.of(third, second, first)) {
                    each.send("hello");
                    assertEquals(List.of("hello", child.pid()), each.recv());
                }
                third.close();
                second.send("still");
                assertEquals(List.of("still", child.pid()), second.recv());
                killed(child);
                findsTheEnd(first);
                findsTheEnd(second);
            }
        }
    }

    private static long stillOpen(Set<String> sockets) throws IOException {
        Set<String> now = sockets();
        return sockets.stream().filter(now::contains).count();
    }

    private static Connection sent(Connection through, Object what) throws IOException {
        through.send(what);
        return through;
    }

    @Test
    void asArgumentAndResultOfAPool() throws Exception {
        try (Ends ends = Kind.TCP.connections();
                Ends closed = Kind.UNIX.connections();
                Pipe pipe = Pipe.create();
                Pool pool = ShortLived.pool(1)) {
            Connection end = ends.here();
            var e = assertThrows(SerializationException.class, () -> pool.map(x -> sent(end, x), List.of(1)));
            assertTrue(String.valueOf(e.getMessage()).contains("make it an item of map"), e::getMessage);
            Connection back = pool.<Connection, Connection>map(
                            argument -> sent(argument, "from a worker"), List.of(end))
                    .getFirst();
            assertEquals("from a worker", ends.there().recv());
            back.send("from here");
            assertEquals("from here", ends.there().recv());
            back.close();
            findsTheEnd(ends.there());
            var task = pool.<List<Connection>, Object>mapAsync(
                    both -> {
                        both.get(0).close();
                        return Objects.requireNonNull(both.get(1).recv());
                    },
                    List.of(List.of(closed.here(), pipe.second())));
            findsTheEnd(closed.there()); // although the task goes on
            pipe.first().send("over");
            assertEquals(List.of("over"), task.get());
        }
    }

    @Test
    void aChildThatDiesBeforeItTakesItOver() throws Exception {
        try (Ends ends = Kind.TCP.connections()) {
            Connection end = ends.here();
            ChildProcess child =
                    ChildProcess.builder().jvmOptions("-XX:NoSuchOption=1").start(() -> end.send("never"));
            child.join();
            findsTheEnd(ends.there());
        }
    }

    /** A child has one in its pipe that it does not take out, is given one more and dies before it can fetch that. */
    @Test
    void whoIsToReceiveItDiesBeforeHeDoes() throws Exception {
        try (Pipe carrying = Pipe.create();
                Ends left = Kind.UNIX.connections();
                Ends taken = Kind.TCP.connections()) {
            Connection there = carrying.second();
            ChildProcess child = ShortLived.child().start(() -> {
                Connection end = recvEnd(there);
                assertTrue(there.poll(LONG));
                end.send("polled");
                new CountDownLatch(1).await();
            });
            carrying.first().send(taken.here());
            carrying.first().send(left.here());
            assertEquals("polled", taken.there().recv());
            assertFalse(left.there().poll());
            killed(child);
            findsTheEnd(left.there());
            findsTheEnd(taken.there());
        }
    }

    /** {@code end.arrived}: the child has claimed it, but did not fetch it. */
    @Test
    void whoClaimsItDiesBeforeItIsThere() throws Exception {
        try (Ends ends = Kind.UNIX.connections()) {
            Connection end = ends.here();
            ChildProcess child = Together.armed("end.arrived").start(() -> end.send("never"));
            findsTheEnd(ends.there(), child, "end.arrived");
        }
    }

    /** Whoever sends one has to live until it has arrived. */
    @Test
    void theSenderIsGone() throws Exception {
        try (Pipe pipe = Pipe.create();
                Listener listener = Listener.builder().open()) {
            Connection there = pipe.second();
            SocketAddress address = listener.address();
            ChildProcess child = ShortLived.child().start(() -> {
                there.send(Client.connect(address));
                new CountDownLatch(1).await();
            });
            try (Connection accepted = listener.accept()) {
                assertTrue(pipe.first().poll(LONG));
                killed(child);
                findsTheEnd(accepted);
                var e = assertThrows(
                        SerializationException.class, () -> pipe.first().recv());
                assertTrue(String.valueOf(e.getMessage()).contains("has to live until then"), e::getMessage);
            }
        }
    }

    /** A program that nobody here has started, as far as it knows. */
    static final class Stranger {
        private Stranger() {}

        public static void main(String[] arguments) throws Exception {
            try (Connection met = Client.connect(UnixDomainSocketAddress.of(arguments[0]), KEY);
                    Connection arrived = recvEnd(met)) {
                arrived.send(pid());
                met.recv();
            }
        }
    }

    @Test
    void toAProcessOfAnotherTree() throws Exception {
        try (Listener listener = Listener.builder().authKey(KEY).open();
                Ends ends = Kind.TCP.connections();
                var stranger = JavaProgram.of(Stranger.class)
                        .arguments(listener.address().toString())
                        .start()) {
            try (Connection met = listener.accept()) {
                met.send(ends.here());
                assertTrue(ends.there().recv() instanceof Long pid && pid != pid());
                met.send("enough");
                findsTheEnd(ends.there());
                assertEquals("", stranger.await().stderr());
            }
        }
    }

    @Test
    void aPythonIsAtTheOtherEnd() throws Exception {
        String script = """
            c = Client(address(), authkey=b'secret')
            c.send_bytes(b'one')
            c.send_bytes(b'two')
            c.send_bytes(c.recv_bytes()[::-1])
            try:
                c.recv_bytes()
            except EOFError:
                say('end')
            """;
        try (Listener listener = Listener.builder().authKey(KEY).open();
                PythonSide python = PythonSide.start("3.13", listener.address(), script)) {
            Connection accepted = listener.accept();
            assertTrue(accepted.poll(LONG));
            endsWell(ShortLived.child().start(() -> {
                assertEquals("one", new String(accepted.recvBytes(), US_ASCII));
                assertEquals("two", new String(accepted.recvBytes(), US_ASCII));
                accepted.sendBytes("abc".getBytes(US_ASCII));
                assertEquals("cba", new String(accepted.recvBytes(), US_ASCII));
            }));
            python.prints("end");
        }
    }
}
