package io.github.multiprocessing4j.os;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ProtocolFamily;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.FileChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;

/*
 * A descriptor becomes a channel of the JDK by putting it in the place of one that a fresh channel has, whose
 * descriptor is found as any other's is. What such a channel remembers beside its descriptor must fit: a file's access
 * mode, that a socket is connected, and to whom. A TCP channel is connected while a datagram socket is in its place: it
 * is told the true address, and nothing is sent. The channel's local address is the datagram socket's, which has the
 * true one, too, unless another program receives datagrams at that port.
 */
/** Channels of the JDK and their descriptors. Linux only. */
public final class ChannelDescriptors {
    private static final int O_ACCMODE = 3;

    private static final int O_RDONLY = 0;

    private static final int O_WRONLY = 1;

    private static final int O_APPEND = 0x400;

    private ChannelDescriptors() {}

    /** What finds descriptors. */
    private interface Search {
        Set<Integer> descriptors() throws IOException;
    }

    /**
     * {@return a new descriptor of the file that a channel has open}
     *
     * @param channel an open channel
     * @throws IOException if it is closed, there are too many open files, or the file is locked as a whole
     */
    public static int duplicate(FileChannel channel) throws IOException {
        return duplicate(() -> ChannelSearch.descriptors(channel));
    }

    /**
     * {@return a new descriptor of a channel's socket}
     *
     * @param channel an open channel
     * @throws IOException if it is closed, or there are too many open files
     */
    public static int duplicate(SocketChannel channel) throws IOException {
        return duplicate(() -> ChannelSearch.descriptors(SocketMark.of(channel)));
    }

    /**
     * {@return a new descriptor of a channel's socket}
     *
     * @param channel an open channel
     * @throws IOException if it is closed, or there are too many open files
     */
    public static int duplicate(ServerSocketChannel channel) throws IOException {
        return duplicate(() -> ChannelSearch.descriptors(SocketMark.of(channel)));
    }

    /** It is looked for again, in case the channel was closed in between and its number went to something else. */
    private static int duplicate(Search search) throws IOException {
        int descriptor = Descriptors.duplicate(search.descriptors().iterator().next());
        try {
            if (!search.descriptors().contains(descriptor)) {
                throw new IOException("the channel was changed while it was looked at");
            }
            return descriptor;
        } catch (Throwable t) {
            Descriptors.close(descriptor);
            throw t;
        }
    }

    /**
     * {@return a channel for an open file}
     *
     * @param descriptor is the channel's from now on if this returns, and stays the caller's if it throws
     * @param unused a path at which a file can be made for a moment
     * @throws IOException if there are too many open files
     */
    public static FileChannel openFile(int descriptor, Path unused) throws IOException {
        Set<OpenOption> options = options(Descriptors.flags(descriptor));
        Files.createFile(unused);
        try {
            FileChannel channel = FileChannel.open(unused, options);
            return become(channel, descriptor, () -> ChannelSearch.descriptors(channel));
        } finally {
            Files.delete(unused);
        }
    }

    private static Set<OpenOption> options(int flags) {
        return switch (flags & O_ACCMODE) {
            case O_RDONLY -> Set.of(StandardOpenOption.READ);
            case O_WRONLY ->
                (flags & O_APPEND) == 0 ? Set.of(StandardOpenOption.WRITE) : Set.of(StandardOpenOption.APPEND);
            default -> Set.of(StandardOpenOption.READ, StandardOpenOption.WRITE);
        };
    }

    /**
     * {@return a channel for a connected socket}
     *
     * @param descriptor as for {@link #openFile}
     * @param remote whom it is connected to; a Unix-domain channel will not know it
     * @param unused a path at which a socket can be made for a moment
     * @throws IOException if there are too many open files
     */
    public static SocketChannel openSocket(int descriptor, SocketAddress remote, Path unused) throws IOException {
        ProtocolFamily family = SocketDescriptors.family(descriptor);
        SocketChannel channel = SocketChannel.open(family);
        return become(channel, descriptor, () -> {
            Set<Integer> own = ChannelSearch.descriptors(SocketMark.of(channel));
            if (family == StandardProtocolFamily.UNIX) {
                connectToNobody(channel, unused);
            } else {
                pretendToConnect(channel, own.iterator().next(), remote, descriptor);
            }
            return own;
        });
    }

    private static void connectToNobody(SocketChannel channel, Path unused) throws IOException {
        try (ServerSocketChannel nobody = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            UnixDomainSocketAddress address = UnixDomainSocketAddress.of(unused);
            nobody.bind(address);
            channel.connect(address);
        } finally {
            Files.deleteIfExists(unused);
        }
    }

    private static void pretendToConnect(SocketChannel channel, int own, SocketAddress remote, int descriptor)
            throws IOException {
        int twin = SocketDescriptors.datagramTwin(descriptor);
        try {
            Descriptors.replace(twin, own);
        } finally {
            Descriptors.close(twin);
        }
        channel.connect(remote);
    }

    /**
     * {@return a channel for a socket that listens} It does not know the socket's address.
     *
     * @param descriptor as for {@link #openFile}
     * @param unused a path at which a socket can be made for a moment
     * @throws IOException if there are too many open files
     */
    public static ServerSocketChannel openServer(int descriptor, Path unused) throws IOException {
        ProtocolFamily family = SocketDescriptors.family(descriptor);
        ServerSocketChannel channel = ServerSocketChannel.open(family);
        return become(channel, descriptor, () -> {
            if (family == StandardProtocolFamily.UNIX) {
                channel.bind(UnixDomainSocketAddress.of(unused));
                Files.delete(unused);
            } else {
                channel.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            }
            return ChannelSearch.descriptors(SocketMark.of(channel));
        });
    }

    private static <C extends java.nio.channels.Channel> C become(C channel, int descriptor, Search search)
            throws IOException {
        try {
            Descriptors.replace(descriptor, search.descriptors().iterator().next());
        } catch (Throwable t) {
            channel.close();
            throw t;
        }
        Descriptors.close(descriptor);
        return channel;
    }
}
