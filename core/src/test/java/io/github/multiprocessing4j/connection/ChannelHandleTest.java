package io.github.multiprocessing4j.connection;

import static io.github.multiprocessing4j.testkit.Together.awaitTrue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.multiprocessing4j.failure.SerializationException;
import io.github.multiprocessing4j.function.RemoteRunnable;
import io.github.multiprocessing4j.pool.Pool;
import io.github.multiprocessing4j.process.ChildProcess;
import io.github.multiprocessing4j.testkit.JavaProgram;
import io.github.multiprocessing4j.testkit.Serialized;
import io.github.multiprocessing4j.testkit.ShortLived;
import java.io.IOException;
import java.io.InvalidObjectException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.channels.NonReadableChannelException;
import java.nio.channels.NonWritableChannelException;
import java.nio.channels.NotYetBoundException;
import java.nio.channels.NotYetConnectedException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class ChannelHandleTest {
    private static final Path DESCRIPTORS = Path.of("/proc/self/fd");

    private static final int O_CLOEXEC = 02000000;

    @TempDir
    Path directory;

    private Path path = Path.of("");

    @BeforeEach
    void makeFile() throws IOException {
        path = Files.createFile(directory.resolve("file"));
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
    }

    private static void run(RemoteRunnable inChild) throws Exception {
        ChildProcess child = ShortLived.child().start(inChild);
        child.join();
        assertEquals(0, child.exitStatus().exitCode());
    }

    private static String text(SocketChannel socket, int length) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(length);
        while (buffer.hasRemaining() && socket.read(buffer) >= 0) {
            // until all is there
        }
        return new String(buffer.array(), 0, buffer.position(), StandardCharsets.US_ASCII);
    }

    /** {@return what this process has open, by number} */
    private static Map<Integer, String> open() throws IOException {
        Map<Integer, String> open = new TreeMap<>();
        try (DirectoryStream<Path> all = Files.newDirectoryStream(DESCRIPTORS)) {
            for (Path each : all) {
                try {
                    open.put(
                            Integer.parseInt(each.getFileName().toString()),
                            Files.readSymbolicLink(each).toString());
                } catch (NoSuchFileException e) {
                    // closed meanwhile, as the one that lists them
                }
            }
        }
        return open;
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aChildWritesToAFileThatItsParentHasOpened(boolean virtual) throws Exception {
        try (FileChannel file = FileChannel.open(path, StandardOpenOption.WRITE);
                ChannelHandle<FileChannel> handle = ChannelHandle.of(file)) {
            file.close(); // the handle has a descriptor of its own
            run(() -> {
                Thread thread = (virtual ? Thread.ofVirtual() : Thread.ofPlatform()).start(() -> write(handle, "foo"));
                thread.join();
            });
        }
        assertEquals("foo", Files.readString(path));
    }

    private static void write(ChannelHandle<FileChannel> handle, String text) {
        try (handle;
                FileChannel file = handle.open()) {
            file.write(bytes(text));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void whatIsNotSentKeepsNoDescriptor() throws Exception {
        try (FileChannel file = FileChannel.open(path);
                ChannelHandle<FileChannel> handle = ChannelHandle.of(file);
                Pipe pipe = Pipe.builder().maxMessageLength(10).create()) {
            assertThrows(IOException.class, () -> pipe.first().send(handle));
            assertThrows(SerializationException.class, () -> pipe.first().send(List.of(handle, new Object())));
            assertEquals(2, openFor(path), "the channel's own and the handle's");
            try (FileChannel opened = handle.open()) {
                assertEquals(0, opened.size());
            }
        }
    }

    private static long openFor(Path file) throws IOException {
        return open().values().stream().filter(file.toString()::equals).count();
    }

    @Test
    void aWorkerSendsAFileToItsParent() throws Exception {
        String name = path.toString();
        try (Pool pool = Pool.create(1)) {
            ChannelHandle<FileChannel> handle = pool.apply(() -> {
                try (FileChannel file = FileChannel.open(Path.of(name), StandardOpenOption.WRITE)) {
                    file.write(bytes("from there, "));
                    return ChannelHandle.of(file);
                }
            });
            write(handle, "and from here");
        }
        assertEquals("from there, and from here", Files.readString(path));
    }

    /** The other one is open for the same file: the right one must be found. */
    @Test
    void thePositionIsSharedButOnlyWithTheRightOne() throws Exception {
        try (FileChannel other = FileChannel.open(path, StandardOpenOption.WRITE);
                FileChannel file = FileChannel.open(path, StandardOpenOption.WRITE);
                FileChannel another = FileChannel.open(path, StandardOpenOption.WRITE);
                ChannelHandle<FileChannel> handle = ChannelHandle.of(file)) {
            file.write(bytes("foo"));
            run(() -> write(handle, "bar"));
            assertEquals(6, file.position());
            assertEquals(0, other.position() + another.position());
        }
        assertEquals("foobar", Files.readString(path));
    }

    @Test
    void whatMayBeDoneWithAFileStaysAsItWas() throws Exception {
        Files.writeString(path, "abc");
        try (FileChannel in = FileChannel.open(path);
                FileChannel end = FileChannel.open(path, StandardOpenOption.APPEND);
                ChannelHandle<FileChannel> reading = ChannelHandle.of(in);
                ChannelHandle<FileChannel> appending = ChannelHandle.of(end)) {
            run(() -> {
                try (FileChannel file = reading.open();
                        FileChannel log = appending.open()) {
                    assertThrows(NonWritableChannelException.class, () -> file.write(bytes("x")));
                    assertThrows(NonReadableChannelException.class, () -> log.read(bytes("x")));
                    log.position(0).write(bytes("def"));
                }
            });
        }
        assertEquals("abcdef", Files.readString(path));
    }

    @ParameterizedTest
    @EnumSource(
            value = StandardProtocolFamily.class,
            names = {"INET", "INET6", "UNIX"})
    void aChildAcceptsAtTheSocketOfItsParent(StandardProtocolFamily family) throws Exception {
        try (ServerSocketChannel server = ServerSocketChannel.open(family)) {
            boolean unix = family == StandardProtocolFamily.UNIX;
            server.bind(
                    unix
                            ? UnixDomainSocketAddress.of(directory.resolve("s"))
                            : new InetSocketAddress(family == StandardProtocolFamily.INET ? "127.0.0.1" : "::1", 0));
            ChannelHandle<ServerSocketChannel> handle = ChannelHandle.of(server);
            assertEquals(server.getLocalAddress(), handle.localAddress().orElseThrow());
            ChildProcess child = ShortLived.child().start(() -> {
                try (ServerSocketChannel listening = handle.open();
                        SocketChannel client = listening.accept()) {
                    client.write(bytes("welcome"));
                }
            });
            try (SocketChannel client = SocketChannel.open(server.getLocalAddress())) {
                assertEquals("welcome", text(client, 7));
            }
            child.join();
            assertEquals(0, child.exitStatus().exitCode());
            handle.close();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "::1"})
    void aTcpConnectionIsCarriedOnByAChild(String host) throws Exception {
        try (ServerSocketChannel server =
                        ServerSocketChannel.open().bind(new InetSocketAddress(InetAddress.getByName(host), 0));
                SocketChannel other = SocketChannel.open(server.getLocalAddress());
                SocketChannel client = SocketChannel.open(server.getLocalAddress());
                SocketChannel accepted = acceptFrom(server, client);
                ChannelHandle<SocketChannel> handle = ChannelHandle.of(accepted)) {
            String addresses = accepted.getLocalAddress() + " " + accepted.getRemoteAddress();
            accepted.close();
            run(() -> {
                try (SocketChannel socket = handle.open()) {
                    assertEquals(addresses, socket.getLocalAddress() + " " + socket.getRemoteAddress());
                    socket.write(bytes("hello"));
                    answerBySelector(socket);
                }
            });
            assertEquals("hello", text(client, 5));
            client.write(bytes("x"));
            handle.close();
            assertTrue(other.isConnected());
        }
    }

    private static SocketChannel acceptFrom(ServerSocketChannel server, SocketChannel client) throws IOException {
        SocketChannel accepted = server.accept();
        while (!accepted.getRemoteAddress().equals(client.getLocalAddress())) {
            accepted.close();
            accepted = server.accept();
        }
        return accepted;
    }

    /** A channel that was received is one with which all of NIO works. */
    private static void answerBySelector(SocketChannel socket) throws IOException {
        try (Selector selector = Selector.open()) {
            socket.configureBlocking(false);
            SelectionKey key = socket.register(selector, SelectionKey.OP_WRITE | SelectionKey.OP_READ);
            assertEquals(1, selector.select());
            assertTrue(key.isWritable());
            assertFalse(key.isReadable());
        }
    }

    /** Those at the server's side have no address that tells them apart. */
    @Test
    void aUnixConnectionIsCarriedOnByAChild() throws Exception {
        UnixDomainSocketAddress address = UnixDomainSocketAddress.of(directory.resolve("s"));
        try (ServerSocketChannel server =
                ServerSocketChannel.open(StandardProtocolFamily.UNIX).bind(address)) {
            List<SocketChannel> clients = new ArrayList<>();
            List<SocketChannel> accepted = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                clients.add(SocketChannel.open(address));
                accepted.add(server.accept());
            }
            try (ChannelHandle<SocketChannel> handle = ChannelHandle.of(accepted.get(3));
                    ChannelHandle<SocketChannel> back = ChannelHandle.of(clients.get(1))) {
                run(() -> {
                    try (SocketChannel socket = handle.open();
                            SocketChannel asking = back.open()) {
                        socket.write(bytes("third"));
                        asking.write(bytes("first"));
                    }
                });
            }
            assertEquals("third", text(clients.get(3), 5));
            assertEquals("first", text(accepted.get(1), 5));
            for (int i = 0; i < 5; i++) {
                clients.get(i).close();
                accepted.get(i).close();
            }
        }
    }

    /** One handle for all, as in tasks of a pool, whose code is encoded once and decoded by any number of workers. */
    @Test
    void aHandleMayBeSentToMany() throws Exception {
        try (FileChannel file = FileChannel.open(path, StandardOpenOption.APPEND);
                ChannelHandle<FileChannel> handle = ChannelHandle.of(file);
                Pool pool = Pool.create(2)) {
            pool.map(
                    n -> {
                        try (FileChannel log = handle.open()) {
                            return log.write(bytes("x"));
                        }
                    },
                    List.of(1, 2, 3, 4, 5, 6, 7, 8));
        }
        assertEquals("xxxxxxxx", Files.readString(path));
    }

    @Test
    void fiveHundredTransfersLeaveNoDescriptor() throws Exception {
        try (Pool pool = Pool.create(1);
                FileChannel file = FileChannel.open(path, StandardOpenOption.APPEND)) {
            pool.apply(() -> 0);
            int here = open().size();
            int there = pool.apply(() -> open().size());
            for (int i = 0; i < 500; i++) {
                try (ChannelHandle<FileChannel> handle = ChannelHandle.of(file)) {
                    pool.apply(() -> {
                        write(handle, "x");
                        return 0;
                    });
                }
            }
            assertEquals(500, Files.size(path));
            assertEquals(there, pool.apply(() -> open().size()));
            while (open().size() > here) {
                Thread.onSpinWait(); // until those who have heard the last ones are gone
            }
        }
    }

    /** As large as neither a byte nor select(2) can hold, on both sides. */
    @Test
    void largeDescriptorsAreSentAndReceived() throws Exception {
        List<FileChannel> fillers = fill(1_100);
        try (FileChannel file = FileChannel.open(path, StandardOpenOption.WRITE);
                ChannelHandle<FileChannel> handle = ChannelHandle.of(file)) {
            assertTrue(open().entrySet().stream()
                    .anyMatch(each -> each.getKey() > 1_024 && each.getValue().equals(path.toString())));
            ChannelHandle<FileChannel> second = handle;
            byte[] sent = Serialized.bytes(second);
            run(() -> {
                List<FileChannel> all = fill(1_100);
                write(received(sent), "bar");
                for (FileChannel each : all) {
                    each.close();
                }
            });
        } finally {
            for (FileChannel each : fillers) {
                each.close();
            }
        }
        assertEquals("bar", Files.readString(path));
    }

    private static List<FileChannel> fill(int count) throws IOException {
        List<FileChannel> fillers = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            fillers.add(FileChannel.open(Path.of("/dev/null")));
        }
        return fillers;
    }

    @SuppressWarnings("unchecked")
    private static ChannelHandle<FileChannel> received(byte[] sent) throws IOException {
        try {
            return (ChannelHandle<FileChannel>) Serialized.object(sent);
        } catch (ClassNotFoundException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void noDescriptorIsInheritedByPrograms() throws Exception {
        try (FileChannel file = FileChannel.open(path);
                ChannelHandle<FileChannel> handle = ChannelHandle.of(file);
                ChannelHandle<FileChannel> arrived = received(Serialized.bytes(handle))) {
            byte[] onItsWay = Serialized.bytes(handle);
            file.close(); // which the JDK has opened
            try (FileChannel again = arrived.open()) {
                assertTrue(onItsWay.length > 0 && again.isOpen());
                // Both handles, what is on its way, what was opened; what has arrived is closed when its receiver was
                // told.
                awaitTrue(() -> ofThisFile().size() == 4);
                List<Integer> all = ofThisFile();
                for (int each : all) {
                    assertTrue(isCloseOnExec(each), () -> each + " of " + all);
                }
            }
        }
    }

    private List<Integer> ofThisFile() {
        try {
            return open().entrySet().stream()
                    .filter(each -> each.getValue().equals(path.toString()))
                    .map(Map.Entry::getKey)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isCloseOnExec(int descriptor) throws IOException {
        String flags = Files.readAllLines(Path.of("/proc/self/fdinfo", String.valueOf(descriptor))).stream()
                .filter(line -> line.startsWith("flags:"))
                .findFirst()
                .orElseThrow();
        return (Integer.parseInt(flags.substring(6).strip(), 8) & O_CLOEXEC) != 0;
    }

    @Test
    void oneThatIsFetchedAgainOrTakenBackDoesNotArrive() throws Exception {
        try (FileChannel file = FileChannel.open(path);
                ChannelHandle<FileChannel> handle = ChannelHandle.of(file)) {
            byte[] sent = Serialized.bytes(handle);
            byte[] late = Serialized.bytes(handle);
            received(sent).close();
            assertSays("not offered any more", () -> received(sent));
            handle.close();
            assertSays("closed its handle", () -> received(late));
        }
    }

    private static void assertSays(String what, org.junit.jupiter.api.function.Executable executable) {
        UncheckedIOException e = assertThrows(UncheckedIOException.class, executable);
        assertTrue(String.valueOf(e.getMessage()).contains(what), e::toString);
    }

    @Test
    void oneWhoseSenderHasEndedDoesNotArrive() throws Exception {
        String name = path.toString();
        run(() -> {
            FileChannel file = FileChannel.open(Path.of(name));
            byte[] sent = Serialized.bytes(ChannelHandle.of(file));
            Files.write(Path.of(name), sent);
        });
        byte[] sent = Files.readAllBytes(path);
        assertSays("has ended", () -> received(sent));
    }

    @Test
    void whatIsNotOpenIsRefused() throws Exception {
        FileChannel file = FileChannel.open(path);
        ChannelHandle<FileChannel> handle = ChannelHandle.of(file);
        file.close();
        assertThrows(ClosedChannelException.class, () -> ChannelHandle.of(file));
        handle.close();
        handle.close();
        assertThrows(ClosedChannelException.class, handle::open);
        assertThrows(InvalidObjectException.class, () -> Serialized.bytes(handle));
        assertEquals("ChannelHandle[FileChannel, closed]", handle.toString());
        try (SocketChannel socket = SocketChannel.open();
                ServerSocketChannel server = ServerSocketChannel.open()) {
            assertThrows(NotYetConnectedException.class, () -> ChannelHandle.of(socket));
            assertThrows(NotYetBoundException.class, () -> ChannelHandle.of(server));
        }
    }

    @Test
    void aFileThatIsLockedAsAWholeIsRefusedAndALockedPartStaysSo() throws Exception {
        try (FileChannel file = FileChannel.open(path, StandardOpenOption.WRITE)) {
            try (var lock = file.lock()) {
                assertThrows(IOException.class, () -> ChannelHandle.of(file));
                assertTrue(lock.isValid());
            }
            assertTrue(file.tryLock().isValid());
        }
    }

    @Test
    void whereNativeAccessIsDeniedItSaysWhatToDo() throws Exception {
        JavaProgram.Result result = JavaProgram.of(Denied.class)
                .jvmOptions("--illegal-native-access=deny")
                .arguments(path.toString())
                .run();
        assertTrue(result.stdout().contains("--enable-native-access=ALL-UNNAMED"), result::toString);
    }

    static final class Denied {
        public static void main(String[] args) throws IOException {
            try (FileChannel file = FileChannel.open(Path.of(args[0]))) {
                System.out.println(assertThrows(UnsupportedOperationException.class, () -> ChannelHandle.of(file))
                        .getMessage());
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void aSocketIsOpenedByAThreadThatIsInterrupted(Sockets.Kind kind) throws Exception {
        SocketChannel[] pair = kind.pair();
        try (SocketChannel one = pair[0];
                SocketChannel other = pair[1];
                ChannelHandle<SocketChannel> handle = ChannelHandle.of(one)) {
            Thread.currentThread().interrupt();
            try (SocketChannel opened = handle.open()) {
                assertTrue(Thread.interrupted());
                assertEquals(2, opened.write(bytes("hi")));
                assertEquals("hi", text(other, 2));
            }
        }
    }
}
