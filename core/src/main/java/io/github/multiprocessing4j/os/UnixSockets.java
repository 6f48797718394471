package io.github.multiprocessing4j.os;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;

/**
 * Unix-domain stream sockets as descriptors, unix(7): those of the JDK tell nobody their descriptors, and are inherited
 * by children. Every descriptor made here is close-on-exec.
 */
public final class UnixSockets {
    static final int AF_UNIX = 1;

    static final int SOL_SOCKET = 1;

    private static final int SO_RCVTIMEO = 20;

    private static final int SOCK_STREAM = 1;

    static final int SOCK_CLOEXEC = 0x8_0000;

    private static final int SHUT_RDWR = 2;

    // struct sockaddr_un { sa_family_t family; char path[108]; };
    private static final int PATH_BYTES = 108;

    // int socket(int domain, int type, int protocol);
    private static final CFunction SOCKET = CFunction.named("socket");

    // int bind(int sockfd, const struct sockaddr *addr, socklen_t addrlen);
    private static final CFunction BIND = CFunction.named("bind");

    // int listen(int sockfd, int backlog);
    private static final CFunction LISTEN = CFunction.named("listen");

    // int connect(int sockfd, const struct sockaddr *addr, socklen_t addrlen);
    private static final CFunction CONNECT = CFunction.named("connect");

    // int accept4(int sockfd, struct sockaddr *addr, socklen_t *addrlen, int flags);
    private static final CFunction ACCEPT4 = CFunction.named("accept4");

    // int shutdown(int sockfd, int how);
    private static final CFunction SHUTDOWN = CFunction.named("shutdown");

    // int setsockopt(int sockfd, int level, int optname, const void *optval, socklen_t optlen);
    private static final CFunction SETSOCKOPT = CFunction.named("setsockopt");

    private UnixSockets() {}

    /** {@return a new socket of a domain and a type, or a negated error number} */
    static int socket(int domain, int type) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = CFunction.callState(arena);
            return SOCKET.call(state, domain, type | SOCK_CLOEXEC, 0);
        }
    }

    /** {@return 0, or a negated error number} */
    static int bind(int socket, MemorySegment address, int length) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = CFunction.callState(arena);
            return BIND.call(state, socket, address.address(), length);
        }
    }

    /**
     * {@return a socket that listens}
     *
     * @param path where; made now, and not removed when the socket is closed
     * @param backlog how many may wait to be accepted
     * @throws IOException if that can't be
     */
    public static int listen(Path path, int backlog) throws IOException {
        int socket = open();
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = CFunction.callState(arena);
            MemorySegment address = address(arena, path);
            int result = bind(socket, address, (int) address.byteSize());
            if (result == 0) {
                result = LISTEN.call(state, socket, backlog);
            }
            return opened(socket, path, result);
        } catch (Throwable t) {
            Descriptors.close(socket);
            throw t;
        }
    }

    /**
     * {@return a socket that is connected}
     *
     * @param path where somebody listens
     * @param timeout how long reading from it waits at most, each time
     * @throws IOException if nobody does
     */
    public static int connect(Path path, Duration timeout) throws IOException {
        int socket = open();
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = CFunction.callState(arena);
            MemorySegment address = address(arena, path);
            limitReading(socket, timeout);
            int length = (int) address.byteSize();
            return opened(socket, path, CONNECT.call(state, socket, address.address(), length));
        } catch (Throwable t) {
            Descriptors.close(socket);
            throw t;
        }
    }

    private static int open() throws IOException {
        int socket = socket(AF_UNIX, SOCK_STREAM);
        if (socket < 0) {
            throw new IOException("there can be no socket: " + Errno.describe(-socket));
        }
        return socket;
    }

    private static int opened(int socket, Path path, int result) throws IOException {
        if (result < 0) {
            throw Errno.exception(path.toString(), -result);
        }
        return socket;
    }

    private static MemorySegment address(Arena arena, Path path) throws IOException {
        byte[] bytes = path.toString().getBytes(StandardCharsets.UTF_8);
        if (bytes.length >= PATH_BYTES) {
            throw new IOException("too long a path for a socket: " + path);
        }
        MemorySegment address = arena.allocate(Short.BYTES + PATH_BYTES, Short.BYTES);
        address.set(JAVA_SHORT, 0, (short) AF_UNIX);
        MemorySegment.copy(bytes, 0, address, JAVA_BYTE, Short.BYTES, bytes.length);
        return address;
    }

    /**
     * Waits for somebody to connect. Does not notice interrupts.
     *
     * @param socket one that listens
     * @return the socket that is connected to him; negative if the one that listens was {@linkplain #shutdown shut
     *     down}
     * @throws IOException if there are too many open files
     */
    public static int accept(int socket) throws IOException {
        int result;
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = CFunction.callState(arena);
            do {
                result = ACCEPT4.call(state, socket, CFunction.NULL, CFunction.NULL, SOCK_CLOEXEC);
            } while (result == -Errno.EINTR);
        }
        if (result < 0 && result != -Errno.EINVAL) {
            throw new IOException("nobody can be accepted: " + Errno.describe(-result));
        }
        return result;
    }

    /**
     * Ends all waiting for a socket; it stays open.
     *
     * @param socket an open one
     */
    public static void shutdown(int socket) {
        int ignored = SHUTDOWN.callPlain(socket, SHUT_RDWR);
    }

    /**
     * Has reading from a socket end with {@code EAGAIN} after a time.
     *
     * @param socket an open one
     * @param timeout the time
     */
    public static void limitReading(int socket, Duration timeout) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment interval = arena.allocate(JAVA_LONG, 2); // struct timeval
            interval.setAtIndex(JAVA_LONG, 0, timeout.toSeconds());
            interval.setAtIndex(JAVA_LONG, 1, timeout.toNanosPart() / 1_000);
            int ignored =
                    SETSOCKOPT.callPlain(socket, SOL_SOCKET, SO_RCVTIMEO, interval.address(), interval.byteSize());
        }
    }
}
