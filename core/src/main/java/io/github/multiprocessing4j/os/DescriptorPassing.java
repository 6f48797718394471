package io.github.multiprocessing4j.os;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * Sending an open file to another process over a Unix-domain socket, {@code SCM_RIGHTS} of unix(7), with one byte
 * beside it.
 */
public final class DescriptorPassing {
    private static final int SCM_RIGHTS = 1;

    private static final int MSG_CTRUNC = 8;

    private static final int MSG_NOSIGNAL = 0x4000;

    private static final int MSG_CMSG_CLOEXEC = 0x4000_0000;

    // struct msghdr { void *name; socklen_t namelen; struct iovec *iov; size_t iovlen; void *control; size_t
    // controllen;
    //     int flags; };
    private static final long MESSAGE_BYTES = 56;

    private static final long IOV = 16;

    private static final long IOV_COUNT = 24;

    private static final long CONTROL = 32;

    private static final long CONTROL_LENGTH = 40;

    private static final long MESSAGE_FLAGS = 48;

    // struct cmsghdr { size_t len; int level; int type; unsigned char data[]; };
    private static final long CONTROL_BYTES = 24;

    private static final long USED_CONTROL_BYTES = 20;

    private static final long LEVEL = 8;

    private static final long TYPE = 12;

    private static final long DATA = 16;

    // ssize_t sendmsg(int sockfd, const struct msghdr *msg, int flags);
    private static final CFunction SENDMSG = CFunction.named("sendmsg");

    // ssize_t recvmsg(int sockfd, struct msghdr *msg, int flags);
    private static final CFunction RECVMSG = CFunction.named("recvmsg");

    private DescriptorPassing() {}

    /**
     * What came.
     *
     * @param message the byte
     * @param descriptor what came with it, close-on-exec and to be closed by the caller; negative if nothing did
     */
    public record Received(byte message, int descriptor) {}

    /**
     * Sends a byte and a descriptor. The open file stays open until it is received and closed there, whatever becomes
     * of the descriptor here.
     *
     * @param socket a connected Unix-domain socket
     * @param message the byte
     * @param descriptor an open descriptor
     * @throws IOException if the other side is gone, or a descriptor is not open
     */
    public static void send(int socket, byte message, int descriptor) throws IOException {
        long result;
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = CFunction.callState(arena);
            MemorySegment header = header(arena);
            byteOf(header).set(JAVA_BYTE, 0, message);
            MemorySegment control = controlOf(header);
            control.set(JAVA_LONG, 0, USED_CONTROL_BYTES);
            control.set(JAVA_INT, LEVEL, UnixSockets.SOL_SOCKET);
            control.set(JAVA_INT, TYPE, SCM_RIGHTS);
            control.set(JAVA_INT, DATA, descriptor);
            do {
                result = SENDMSG.callLong(state, socket, header.address(), MSG_NOSIGNAL);
            } while (result == -Errno.EINTR);
        }
        if (result < 0) {
            throw new IOException("a descriptor can't be sent: " + Errno.describe((int) -result));
        }
    }

    /**
     * Receives a byte and, if one comes with it, a descriptor. Does not notice interrupts.
     *
     * @param socket a connected Unix-domain socket
     * @return both
     * @throws IOException if the other side is gone, says nothing within the time that the socket allows, or this
     *     process has no room for a further descriptor
     */
    public static Received receive(int socket) throws IOException {
        long result;
        Received received;
        boolean truncated;
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = CFunction.callState(arena);
            MemorySegment header = header(arena);
            do {
                result = RECVMSG.callLong(state, socket, header.address(), MSG_CMSG_CLOEXEC);
            } while (result == -Errno.EINTR);
            received = new Received(byteOf(header).get(JAVA_BYTE, 0), descriptorIn(header));
            truncated = (header.get(JAVA_INT, MESSAGE_FLAGS) & MSG_CTRUNC) != 0;
        }
        check(result, truncated && received.descriptor < 0);
        return received;
    }

    private static void check(long result, boolean lost) throws IOException {
        if (result == 0) {
            throw new IOException("the process that was to send a descriptor is gone");
        }
        if (result == -Errno.EAGAIN) {
            throw new IOException("the process that was to send a descriptor does not answer");
        }
        if (result < 0) {
            throw new IOException("a descriptor can't be received: " + Errno.describe((int) -result));
        }
        if (lost) {
            throw new IOException(
                    "a descriptor was sent, but this process has none left: close files or raise the limit"
                            + " (ulimit -n)");
        }
    }

    private static int descriptorIn(MemorySegment header) {
        MemorySegment control = controlOf(header);
        boolean there = header.get(JAVA_LONG, CONTROL_LENGTH) >= USED_CONTROL_BYTES
                && control.get(JAVA_LONG, 0) >= USED_CONTROL_BYTES
                && control.get(JAVA_INT, LEVEL) == UnixSockets.SOL_SOCKET
                && control.get(JAVA_INT, TYPE) == SCM_RIGHTS;
        return there ? control.get(JAVA_INT, DATA) : -1;
    }

    /** A header with room for one byte and one descriptor, which stand behind it: header, iovec, control, byte. */
    private static MemorySegment header(Arena arena) {
        long iov = MESSAGE_BYTES;
        long control = iov + 16;
        long data = control + CONTROL_BYTES;
        MemorySegment all = arena.allocate(data + 1, Long.BYTES);
        all.set(ADDRESS, IOV, all.asSlice(iov));
        all.set(JAVA_LONG, IOV_COUNT, 1);
        all.set(ADDRESS, CONTROL, all.asSlice(control));
        all.set(JAVA_LONG, CONTROL_LENGTH, CONTROL_BYTES);
        all.set(ADDRESS, iov, all.asSlice(data));
        all.set(JAVA_LONG, iov + 8, 1);
        return all;
    }

    private static MemorySegment controlOf(MemorySegment header) {
        return header.asSlice(MESSAGE_BYTES + 16, CONTROL_BYTES);
    }

    private static MemorySegment byteOf(MemorySegment header) {
        return header.asSlice(MESSAGE_BYTES + 16 + CONTROL_BYTES, 1);
    }
}
