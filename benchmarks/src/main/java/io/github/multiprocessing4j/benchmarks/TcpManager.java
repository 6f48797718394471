package io.github.multiprocessing4j.benchmarks;

import io.github.multiprocessing4j.connection.AuthKey;
import io.github.multiprocessing4j.manager.SyncManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HexFormat;
import java.util.List;

/** A manager whose server is an {@link OtherJvm}, reached through the loopback interface. */
final class TcpManager {
    private TcpManager() {}

    /** A manager that is connected with it. */
    record Connected(OtherJvm server, SyncManager manager) implements AutoCloseable {
        @Override
        public void close() throws IOException {
            manager.close();
            server.close();
        }
    }

    static Connected connect() throws IOException {
        AuthKey key = AuthKey.random();
        OtherJvm server =
                OtherJvm.start(TcpManager.class, List.of(), HexFormat.of().formatHex(key.toByteArray()));
        try {
            return new Connected(
                    server,
                    SyncManager.syncBuilder()
                            .address(at(server.port()))
                            .authKey(key)
                            .connect());
        } catch (Throwable t) {
            server.close();
            throw t;
        }
    }

    private static InetSocketAddress at(int port) {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    /** The server. */
    public static void main(String[] args) throws IOException {
        try (var input = OtherJvm.input();
                var server = SyncManager.syncBuilder()
                        .address(at(0))
                        .authKey(AuthKey.of(HexFormat.of().parseHex(OtherJvm.secret(input))))
                        .getServer()) {
            Thread.ofPlatform().daemon().start(() -> {
                try {
                    server.serveForever();
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
            OtherJvm.serve(((InetSocketAddress) server.address()).getPort(), input);
        }
    }
}
