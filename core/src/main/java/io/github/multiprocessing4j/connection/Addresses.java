package io.github.multiprocessing4j.connection;

import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.ProtocolFamily;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.net.UnknownHostException;
import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;

/** The two kinds of addresses that there are. */
final class Addresses {
    private Addresses() {}

    /** Refuses what neither a listener nor a client can use. */
    static void check(SocketAddress address) {
        if (address instanceof UnixDomainSocketAddress local) {
            if (local.getPath().toString().isEmpty()) {
                throw new IllegalArgumentException("the path of a Unix-domain socket must not be empty");
            }
        } else if (!(address instanceof InetSocketAddress)) {
            throw new IllegalArgumentException(
                    "an address is an InetSocketAddress (TCP) or a UnixDomainSocketAddress, not a "
                            + address.getClass().getName());
        }
    }

    /** {@return which family of sockets an address is of} */
    static ProtocolFamily familyOf(SocketAddress address) throws UnknownHostException {
        if (!(address instanceof InetSocketAddress internet)) {
            return StandardProtocolFamily.UNIX;
        }
        if (internet.isUnresolved()) {
            throw new UnknownHostException(internet.getHostString() + " is no known host");
        }
        return internet.getAddress() instanceof Inet6Address
                ? StandardProtocolFamily.INET6
                : StandardProtocolFamily.INET;
    }

    /** {@return whether what is at an address runs on this machine} */
    static boolean isOfThisMachine(@Nullable SocketAddress address) throws SocketException {
        return !(address instanceof InetSocketAddress internet)
                || internet.getAddress().isLoopbackAddress()
                || NetworkInterface.getByInetAddress(internet.getAddress()) != null;
    }

    /** {@return what tells a connection from others} */
    static String describe(SocketChannel channel) {
        try {
            SocketAddress peer = channel.getRemoteAddress();
            return isNamed(peer) ? "a connection with " + peer : "a connection at " + channel.getLocalAddress();
        } catch (IOException e) {
            return "a closed connection";
        }
    }

    /** {@return whether an address names somebody: a client's Unix-domain socket has an empty one} */
    static boolean isNamed(@Nullable SocketAddress address) {
        return address != null && !address.toString().isEmpty();
    }
}
