package io.github.multiprocessing4j.connection;

import static io.github.multiprocessing4j.connection.Sockets.inBackground;

import io.github.multiprocessing4j.codec.Codec;
import io.github.multiprocessing4j.connection.Sockets.Ends;
import io.github.multiprocessing4j.connection.Sockets.Kind;
import io.github.multiprocessing4j.connection.Sockets.Raw;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;
import javax.net.ssl.SSLSocket;

/** Connections through TLS, made without a listener. */
final class TlsSockets {
    private static final Tls TLS = new Tls(Certificates.OURS.trusting(), _ -> {});

    private TlsSockets() {}

    private static SocketLink link(SocketChannel channel, long longest) throws IOException {
        return new SocketLink(channel, new LinkOptions(longest, Codec.standard(), TLS));
    }

    private static SocketAddress address(Kind kind) {
        return kind == Kind.UNIX ? kind.newAddress() : new InetSocketAddress(InetAddress.getLoopbackAddress(), 1);
    }

    /** {@return two connections with each other} */
    static Ends connections(Kind kind, long longest) throws IOException {
        SocketChannel[] pair = kind.pair();
        SocketLink client = link(pair[0], longest);
        SocketLink server = link(pair[1], longest);
        var agreed = inBackground(() -> {
            TLS.asListener(server.stream());
            return true;
        });
        TLS.asClient(client.stream(), address(kind));
        done(agreed);
        return new Ends(new Connection(client), new Connection(server));
    }

    /** {@return a connection whose other end is the JDK's own} It is of TCP. */
    static Raw raw() throws IOException {
        return raw("TLSv1.3");
    }

    static Raw raw(String version) throws IOException {
        SocketChannel[] pair = Kind.TCP.pair();
        pair[0].setOption(StandardSocketOptions.TCP_NODELAY, true);
        SSLSocket peer = (SSLSocket)
                Certificates.OURS.trusting().getSocketFactory().createSocket(pair[0].socket(), "localhost", 1, true);
        peer.setUseClientMode(false);
        peer.setEnabledProtocols(new String[] {version});
        SocketLink here = link(pair[1], SocketLink.LONGEST);
        var agreed = inBackground(() -> {
            peer.startHandshake();
            return true;
        });
        TLS.asClient(here.stream(), address(Kind.TCP));
        done(agreed);
        return new Raw(pair[0], peer, new Connection(here));
    }

    private static void done(Sockets.Background<Boolean> work) {
        try {
            work.get();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}
