package io.github.multiprocessing4j.connection;

import io.github.multiprocessing4j.os.ChannelDescriptors;
import io.github.multiprocessing4j.os.NativeAccess;
import io.github.multiprocessing4j.region.Block;
import io.github.multiprocessing4j.wire.DescriptorTicket;
import java.io.IOException;
import java.io.InvalidObjectException;
import java.io.ObjectInputStream;
import java.io.Serial;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.lang.ref.Cleaner;
import java.lang.ref.Reference;
import java.net.SocketAddress;
import java.nio.channels.Channel;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.channels.NotYetBoundException;
import java.nio.channels.NotYetConnectedException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.Optional;

/**
 * An open file or socket on its way to another process, where it is opened as a channel of the same kind, even if that
 * process could not have opened the file or made the connection itself. CPython's counterparts are {@code
 * multiprocessing.reduction.send_handle}, {@code recv_handle} and {@code DupFd}.
 *
 * <pre>{@code
 * try (FileChannel file = FileChannel.open(path, CREATE, WRITE);
 *         ChannelHandle<FileChannel> handle = ChannelHandle.of(file)) {
 *     ChildProcess child = ChildProcess.start(() -> {
 *         try (handle; FileChannel log = handle.open()) {
 *             log.write(ByteBuffer.wrap("hello".getBytes()));
 *         }
 *     });
 *     child.join();
 * }
 * }</pre>
 *
 * <p>A handle is serializable and travels through anything that carries objects to a process of the same tree, any
 * number of times; each time it is decoded once. It is a descriptor of its own (dup(2)): the channel that it was made
 * of may be closed at once. So may the process that decodes it later send it on.
 *
 * <p><b>Closing.</b> Decoding fetches the open file from the process that has encoded the handle. So that process must
 * live, and its handle must not be closed, until the handle has arrived; else decoding fails with a {@link
 * io.github.multiprocessing4j.failure.SerializationException} that says so. What was sent and nobody has fetched costs
 * a descriptor until the sender closes its handle or ends. A handle that is forgotten is closed when the garbage
 * collector notices; what it has sent is kept for who may yet fetch it. Channels that were {@linkplain #open() opened}
 * live on by themselves, and so does what other processes have: a connection ends, and a port is free, when all who
 * have it have closed it.
 *
 * <p><b>What is shared.</b> All channels for one open file share its position, its mode (appending, blocking) and, for
 * sockets, its options. Two processes that write by the position write one behind the other, though what they write may
 * mingle; positional reads and writes have nothing to do with it. {@link FileChannel#lock() File locks} belong to a
 * process, and the system drops all locks that a process has on a file when it closes <i>any</i> descriptor of it: so a
 * process that uses them should neither close a handle nor have a handle fetched meanwhile. {@link
 * SocketChannel#shutdownOutput} affects all who have the socket, and so does closing a channel that is registered with
 * a selector: deregister it first. Blocking mode should be left to one process.
 *
 * <p><b>Addresses.</b> {@code getLocalAddress} and {@code getRemoteAddress} of a TCP channel that was opened from a
 * handle are the true ones, except that the local port is another one if some program receives datagrams at that port.
 * Those of server and of Unix-domain channels belong to a stand-in; {@link #localAddress} and {@link #remoteAddress}
 * have the true ones.
 *
 * <p>Descriptors are fetched over a socket in the private directory of the tree, with a secret for each time a handle
 * is sent. They are not inherited by programs that are started, in either process. Linux only. Thread-safe.
 *
 * @param <C> the kind of channel: {@link FileChannel}, {@link SocketChannel} or {@link ServerSocketChannel}
 */
public final class ChannelHandle<C extends Channel> implements AutoCloseable, Serializable {
    @Serial
    private static final long serialVersionUID = 1;

    private final transient ChannelKind kind;

    private final transient HeldDescriptor held;

    private final transient Cleaner.Cleanable cleanable;

    private ChannelHandle(ChannelKind kind, int descriptor) {
        this.kind = kind;
        this.held = new HeldDescriptor(descriptor);
        HeldDescriptor forgotten = held;
        this.cleanable = Block.whenForgotten(this, forgotten::release);
    }

    /**
     * {@return a handle on an open file}
     *
     * @param channel an open channel of the default file system
     * @throws ClosedChannelException if it is closed
     * @throws IOException if there are too many open files, or the whole file is locked
     * @throws UnsupportedOperationException if this is not Linux, or native access is denied to this library
     */
    public static ChannelHandle<FileChannel> of(FileChannel channel) throws IOException {
        requireNativeAccess();
        return new ChannelHandle<>(new ChannelKind.OfFile(), ChannelDescriptors.duplicate(channel));
    }

    /**
     * {@return a handle on a connected socket}
     *
     * @param channel a connected channel, TCP or Unix-domain
     * @throws ClosedChannelException if it is closed
     * @throws NotYetConnectedException if it is not connected
     * @throws IOException if there are too many open files
     * @throws UnsupportedOperationException if this is not Linux, or native access is denied to this library
     */
    public static ChannelHandle<SocketChannel> of(SocketChannel channel) throws IOException {
        requireNativeAccess();
        SocketAddress local = channel.getLocalAddress();
        SocketAddress remote = channel.getRemoteAddress();
        if (remote == null) {
            throw new NotYetConnectedException();
        }
        return new ChannelHandle<>(new ChannelKind.OfSocket(local, remote), ChannelDescriptors.duplicate(channel));
    }

    /**
     * {@return a handle on a socket that listens}
     *
     * @param channel a bound channel, TCP or Unix-domain
     * @throws ClosedChannelException if it is closed
     * @throws NotYetBoundException if it is not bound
     * @throws IOException if there are too many open files
     * @throws UnsupportedOperationException if this is not Linux, or native access is denied to this library
     */
    public static ChannelHandle<ServerSocketChannel> of(ServerSocketChannel channel) throws IOException {
        requireNativeAccess();
        SocketAddress local = channel.getLocalAddress();
        if (local == null) {
            throw new NotYetBoundException();
        }
        return new ChannelHandle<>(new ChannelKind.OfServer(local), ChannelDescriptors.duplicate(channel));
    }

    private static void requireNativeAccess() {
        if (!NativeAccess.available()) {
            throw new UnsupportedOperationException(
                    "open channels can be sent on Linux only, and only if native access is"
                            + " allowed: start the JVM with --enable-native-access=" + NativeAccess.moduleName()
                            + "; elsewhere send a path or an address and open it again");
        }
    }

    /**
     * Opens a channel. Each call gives another one, which is the caller's to close.
     *
     * @return the channel
     * @throws ClosedChannelException if this handle is closed
     * @throws IOException if there are too many open files
     */
    @SuppressWarnings("unchecked")
    public C open() throws IOException {
        try {
            return (C) held.open(kind);
        } finally {
            Reference.reachabilityFence(this); // who forgets this must not have it closed meanwhile
        }
    }

    /**
     * {@return the address that the socket is bound to; empty for a file} A Unix-domain socket may have one of no name.
     */
    public Optional<SocketAddress> localAddress() {
        return switch (kind) {
            case ChannelKind.OfFile() -> Optional.empty();
            case ChannelKind.OfSocket(var local, var _) -> Optional.of(local);
            case ChannelKind.OfServer(var local) -> Optional.of(local);
        };
    }

    /** {@return the address that the socket is connected to; empty for a file, and for one that listens} */
    public Optional<SocketAddress> remoteAddress() {
        return kind instanceof ChannelKind.OfSocket(var _, var remote) ? Optional.of(remote) : Optional.empty();
    }

    /**
     * Closes this handle, and takes back what was sent and has not arrived. Channels that were opened, here or where it
     * has arrived, stay open. Calling this again does nothing.
     */
    @Override
    public void close() {
        held.close();
        cleanable.clean();
    }

    /** {@return the kind of channel and its addresses} */
    @Override
    public String toString() {
        return "ChannelHandle[" + kind + (held.isClosed() ? ", closed]" : "]");
    }

    @Serial
    private Object writeReplace() throws InvalidObjectException {
        try {
            return new Sent(kind, held.offer());
        } catch (ClosedChannelException e) {
            throw new InvalidObjectException("the handle of an open channel was closed before it was sent", e);
        } catch (IOException e) {
            throw new InvalidObjectException("an open channel can't be sent: " + e.getMessage(), e);
        } finally {
            Reference.reachabilityFence(this);
        }
    }

    @Serial
    private void readObject(ObjectInputStream in) throws InvalidObjectException {
        throw new InvalidObjectException("an open channel travels by a ticket");
    }

    /** What travels. */
    private record Sent(ChannelKind kind, DescriptorTicket ticket) implements Serializable {
        @Serial
        private Object readResolve() {
            requireNativeAccess();
            try {
                return new ChannelHandle<>(kind, ticket.fetch());
            } catch (IOException e) {
                throw new UncheckedIOException(e.getMessage(), e);
            }
        }
    }
}
