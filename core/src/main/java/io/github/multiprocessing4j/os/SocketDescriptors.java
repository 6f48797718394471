package io.github.multiprocessing4j.os;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.net.ProtocolFamily;
import java.net.StandardProtocolFamily;

/** What a socket's descriptor tells, socket(7). */
final class SocketDescriptors {
    static final int SO_REUSEADDR = 2;

    static final int SO_SNDBUF = 7;

    static final int SO_RCVBUF = 8;

    static final int SO_KEEPALIVE = 9;

    private static final int SO_DOMAIN = 39;

    private static final int AF_INET = 2;

    private static final int AF_INET6 = 10;

    private static final int SOCK_DGRAM = 2;

    private static final int LONGEST_ADDRESS = 128;

    // int getsockopt(int sockfd, int level, int optname, void *optval, socklen_t *optlen);
    private static final CFunction GETSOCKOPT = CFunction.named("getsockopt");

    // int getsockname(int sockfd, struct sockaddr *addr, socklen_t *addrlen);
    private static final CFunction GETSOCKNAME = CFunction.named("getsockname");

    private SocketDescriptors() {}

    /** {@return a number that is an option of the socket's; negative if there is none, or it is no socket} */
    static int option(int descriptor, int option) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = CFunction.callState(arena);
            MemorySegment value = arena.allocate(JAVA_INT);
            MemorySegment length = arena.allocateFrom(JAVA_INT, Integer.BYTES);
            int result = GETSOCKOPT.call(
                    state, descriptor, UnixSockets.SOL_SOCKET, option, value.address(), length.address());
            return result < 0 ? result : value.get(JAVA_INT, 0);
        }
    }

    static ProtocolFamily family(int descriptor) throws IOException {
        int domain = option(descriptor, SO_DOMAIN);
        return switch (domain) {
            case UnixSockets.AF_UNIX -> StandardProtocolFamily.UNIX;
            case AF_INET -> StandardProtocolFamily.INET;
            case AF_INET6 -> StandardProtocolFamily.INET6;
            default -> throw new IOException("a socket of an unknown kind: " + domain);
        };
    }

    /** {@return a datagram socket that has the same address as a stream socket, if it is free for datagrams} */
    static int datagramTwin(int descriptor) throws IOException {
        int twin = UnixSockets.socket(option(descriptor, SO_DOMAIN), SOCK_DGRAM);
        if (twin < 0) {
            throw new IOException("there can be no socket: " + Errno.describe(-twin));
        }
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = CFunction.callState(arena);
            MemorySegment address = arena.allocate(LONGEST_ADDRESS, Long.BYTES);
            MemorySegment length = arena.allocateFrom(JAVA_INT, LONGEST_ADDRESS);
            int named = GETSOCKNAME.call(state, descriptor, address.address(), length.address());
            if (named == 0) {
                int ignored = UnixSockets.bind(twin, address, length.get(JAVA_INT, 0));
            }
            return twin;
        }
    }
}
