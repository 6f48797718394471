package io.github.multiprocessing4j.connection;

import static io.github.multiprocessing4j.connection.Handles.bytes;
import static io.github.multiprocessing4j.connection.Handles.text;
import static io.github.multiprocessing4j.testkit.Together.inChild;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.multiprocessing4j.process.ChildProcess;
import io.github.multiprocessing4j.testkit.ShortLived;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Sockets at which one process listens or talks and another goes on. */
@Timeout(60)
class PassedSocketTest {
    @TempDir
    Path directory;

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
            inChild(() -> {
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
                inChild(() -> {
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
