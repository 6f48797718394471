package io.github.multiprocessing4j.connection;

import java.io.IOException;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Waits at an address for other processes, and gives a {@link Connection} to each that comes. They need not be related to this
 * one, nor run Java: a {@link Client} and CPython's {@code multiprocessing.connection.Client} speak the same protocol, and messages
 * of bytes cross between them. CPython's counterpart is {@code multiprocessing.connection.Listener}.
 *
 * <pre>{@code
 * var key = AuthKey.random();
 * try (var listener = Listener.builder().authKey(key).open()) {
 *     var address = listener.address();
 *     ChildProcess.start(() -> { try (var c = Client.connect(address, key)) { c.send("hello"); } });
 *     try (var c = listener.accept()) {
 *         System.out.println(c.recv());
 *     }
 * }
 * }</pre>
 *
 * <p><b>Where.</b> By default at a Unix-domain socket in a private directory, which processes of other users can't reach; else at
 * {@linkplain ListenerBuilder#address an address of TCP or a path}. Addresses can be captured and sent. There are no abstract
 * sockets, which begin with a NUL and which every user may connect to.
 *
 * <p><b>Who.</b> With a {@linkplain ListenerBuilder#authKey key}, both ends prove by CPython's challenge that they know it; neither
 * shows it. Until then a peer can send at most 256 bytes a message, has 20 seconds in all, and nothing it says is read as an object.
 * The proof tells who is there; it does not encrypt, so over a network that others can write to, what follows may be read and
 * changed, unless {@linkplain ListenerBuilder#tls(javax.net.ssl.SSLContext) TLS} is asked for.
 *
 * <p><b>What differs from CPython:</b> {@link #accept} goes on when somebody fails to prove itself, as anybody who can reach the
 * address could otherwise end the server; it logs why (logger {@code io.github.multiprocessing4j}), and the other end gets an {@link
 * io.github.multiprocessing4j.failure.AuthenticationException}. All who come prove themselves at the same time, so a silent one
 * keeps nobody waiting. At most 512 do so, each of which takes a descriptor; more wait at the door until somebody has proved itself, or
 * until the first that has said nothing for a quarter of a second has to leave.
 *
 * <p><b>Moving a connection.</b> What is accepted here may be served elsewhere: a connection that is captured by a child's target or
 * sent in a message moves to that process, with what was received but not read yet, whoever is at its other end. This is as with
 * the ends of a {@link Pipe}: it is closed here from then on; if the message can't be sent it stays; if the message is lost, because
 * whoever was to receive it ends, the peer finds the end within a second. Unlike those:
 *
 * <ul>
 *   <li>the process that sends it has to live until it has arrived, or it is lost, and decoding the message is a {@link
 *       io.github.multiprocessing4j.failure.SerializationException}. Until then it costs a descriptor there;
 *   <li>one with a {@linkplain ListenerBuilder#codec codec} of its own, or through TLS, stays: sending it is a {@link
 *       io.github.multiprocessing4j.failure.SerializationException};
 *   <li>a message that would take it to another machine is refused with the same exception. Through a socket it reaches any process of
 *       this user on this machine; what goes that way is known to be lost when the process that sent it ends, not before;
 *   <li>threads in the middle of a message finish that, as long as the peer goes on within a second. If it does not, what was to be
 *       received is passed over in the other process, and where something was to be sent the connection is closed;
 *   <li>Linux only, and only if native access is allowed to this library.
 * </ul>
 *
 * <p>Thread-safe: several threads may accept. A listener belongs to the process that made it and can't be sent to another; its
 * connections do not depend on it.
 */
public final class Listener implements AutoCloseable, Waitable {
    private final ListeningSocket socket;

    private final Reception reception;

    private volatile @Nullable SocketAddress lastAccepted;

    Listener(ListeningSocket socket, Reception reception) {
        this.socket = socket;
        this.reception = reception;
    }

    /** {@return a builder, with which a listener is opened} */
    public static ListenerBuilder builder() {
        return new ListenerBuilder();
    }

    /** {@return where others connect to; of TCP with the real port} */
    public SocketAddress address() {
        return socket.address();
    }

    /**
     * {@return where the last accepted connection comes from} Empty if there is none, or if that has no name, as clients of
     * Unix-domain sockets.
     */
    public Optional<SocketAddress> lastAccepted() {
        return Optional.ofNullable(lastAccepted);
    }

    /**
     * Waits until somebody comes, and, if this listener has a key, has proved that it knows that.
     *
     * @return the connection with it
     * @throws java.io.InterruptedIOException if the thread is or gets interrupted; the listener can be used further
     * @throws IOException if this listener is or gets closed; or if this process has had no descriptor left for ten seconds, and
     *     the listener can be used further
     */
    public Connection accept() throws IOException {
        return connection(Objects.requireNonNull(reception.await(Long.MAX_VALUE)));
    }

    /**
     * As {@link #accept()}, for a limited time.
     *
     * @param timeout how long to wait at most; if it is not positive, only who is there already is accepted
     * @return the connection; empty if nobody has come and proved itself in time
     * @throws IOException as {@link #accept()} does
     */
    public Optional<Connection> accept(Duration timeout) throws IOException {
        SocketLink link = reception.await(Timeouts.nanos(timeout));
        return link == null ? Optional.empty() : Optional.of(connection(link));
    }

    /**
     * {@return whether accepting would not wait now: because somebody has come, and proved that it knows the key if there is one, or
     * because this is closed} Those who come prove themselves while somebody accepts, or waits for this.
     */
    @Override
    public boolean isReady() {
        return reception.isReady();
    }

    @Override
    public Registration whenReady(Runnable action) {
        return reception.watch(action);
    }

    private Connection connection(SocketLink link) throws IOException {
        try {
            SocketAddress peer = link.channel().getRemoteAddress();
            lastAccepted = Addresses.isNamed(peer) ? peer : null;
        } catch (IOException e) {
            link.close();
            throw e;
        }
        return new Connection(link);
    }

    /**
     * Closes this listener, and the connections of all who were not accepted. A thread in {@link #accept} gets an {@link IOException}.
     * The port is free and the socket's file removed when this returns. Calling this again does nothing.
     */
    @Override
    public void close() {
        reception.close();
    }

    @Override
    public String toString() {
        return "Listener[" + address() + (reception.isClosed() ? ", closed]" : "]");
    }
}
