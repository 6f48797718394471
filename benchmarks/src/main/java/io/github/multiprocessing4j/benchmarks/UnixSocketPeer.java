package io.github.multiprocessing4j.benchmarks;

import java.io.EOFException;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** A Unix-domain socket of the JDK: four bytes of length and the message in one write, and reads of as much as there is. */
final class UnixSocketPeer {
    private static final int BUFFER_BYTES = 64 << 10;

    private UnixSocketPeer() {}

    static double perSecond(OneWay work, Path directory) throws Exception {
        String name = directory.resolve("socket").toString();
        try (var server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            server.bind(UnixDomainSocketAddress.of(name));
            return work.perSecond(
                    new Writer(server),
                    () -> new Reader(SocketChannel.open(UnixDomainSocketAddress.of(name))),
                    PeerSide.jvmOptions(Rival.UNIX_SOCKET));
        }
    }

    private static final class Writer implements OneWay.Sender {
        private final ServerSocketChannel server;

        private final ByteBuffer message = ByteBuffer.allocateDirect(Integer.BYTES + PipeSide.SMALL);

        private final byte[] body = new byte[PipeSide.SMALL];

        private @Nullable SocketChannel channel;

        Writer(ServerSocketChannel server) {
            this.server = server;
        }

        @Override
        public void send(int messages) throws IOException {
            SocketChannel out = channel == null ? server.accept() : channel;
            channel = out;
            for (int i = 0; i < messages; i++) {
                message.clear().putInt(body.length).put(body).flip();
                while (message.hasRemaining()) {
                    out.write(message);
                }
            }
        }
    }

    private static final class Reader implements OneWay.Receiver {
        private final SocketChannel channel;

        private final ByteBuffer buffer =
                ByteBuffer.allocateDirect(BUFFER_BYTES).flip();

        /** The last one, looked at later, so that the compiler can't leave the copy out. */
        private byte[] message = {};

        Reader(SocketChannel channel) {
            this.channel = channel;
        }

        @Override
        public void receive(int messages) throws IOException {
            for (int i = 0; i < messages; i++) {
                await(Integer.BYTES);
                int length = buffer.getInt();
                await(length);
                byte[] received = new byte[length];
                buffer.get(received);
                message = received;
            }
            PeerSide.check(message);
        }

        private void await(int bytes) throws IOException {
            while (buffer.remaining() < bytes) {
                buffer.compact();
                if (channel.read(buffer) < 0) {
                    throw new EOFException();
                }
                buffer.flip();
            }
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }
    }
}
