package io.github.multiprocessing4j.connection;

import io.github.multiprocessing4j.codec.Codec;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Objects;
import java.util.function.Consumer;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;

/**
 * Connects to listeners. Not thread-safe; can be used again for more than one connection.
 *
 * {@snippet :
 * var c = Client.builder().authKey(key).timeout(Duration.ofSeconds(3)).connect(address);
 * }
 */
public final class ClientBuilder {
    private static final Duration TIMEOUT = Duration.ofSeconds(20);

    private @Nullable AuthKey authKey;

    private Digest digest = Digest.SHA256;

    private boolean legacyMd5;

    private LinkOptions options = LinkOptions.standard();

    private Duration timeout = TIMEOUT;

    ClientBuilder() {}

    /**
     * Sets the key that the listener has to prove that it knows, as this client will.
     *
     * @param authKey what both ends know
     * @return this
     */
    public ClientBuilder authKey(AuthKey authKey) {
        this.authKey = Objects.requireNonNull(authKey, "authKey");
        return this;
    }

    /**
     * Sets how the listener has to prove that it knows the key; how this client does is for the listener to say.
     *
     * @param name {@code sha256} (the default), {@code sha384}, {@code sha3_256}, {@code sha3_384} or {@code md5}, as CPython calls
     *     them
     * @return this
     * @throws IllegalArgumentException if there is none of that name
     */
    public ClientBuilder digest(String name) {
        digest = Digest.named(name);
        return this;
    }

    /**
     * Sets whether the proof of CPython up to 3.11, which is always by md5, is good enough, and given to those who ask for it. Not by
     * default: connecting to such a CPython fails then.
     *
     * @param enabled whether it is
     * @return this
     */
    public ClientBuilder legacyMd5(boolean enabled) {
        legacyMd5 = enabled;
        return this;
    }

    /**
     * Encrypts the connection by TLS; otherwise as {@link #tls(SSLContext, Consumer)}.
     *
     * @param context initialized; it decides which certificates of listeners to trust
     * @return this
     * @throws IllegalStateException if it is not initialized
     */
    public ClientBuilder tls(SSLContext context) {
        return tls(context, _ -> {});
    }

    /**
     * Encrypts the connection by TLS, which the listener {@linkplain ListenerBuilder#tls(SSLContext, Consumer) has to be told} as well.
     * It shows a certificate; what it and this client say is read and changed by nobody between them.
     *
     * <p><b>The name of the host.</b> The certificate must be one that the context trusts, and be for the host to which this client
     * connects, as with HTTPS: for the name with which the {@link java.net.InetSocketAddress} was made, or for the numbers if it was
     * made of those. To connect to numbers and have a name checked, make the address of {@link
     * java.net.InetAddress#getByAddress(String, byte[])}. The settings can turn that off, by {@code
     * setEndpointIdentificationAlgorithm(null)}: then everybody who has any certificate that the context trusts may be the listener.
     * Unix-domain sockets have no host, so there nothing but the trust counts.
     *
     * <p>Connecting waits until the listener accepts, with or without a key. A listener that does not accept this client's
     * certificate, or wants one where there is none, may say so only after TLS was agreed on: without a key that shows when the
     * connection is used, as an {@link IOException}. What else differs from connections without TLS is told at {@link
     * ListenerBuilder#tls(SSLContext, Consumer)}.
     *
     * @param context initialized; it decides which certificates of listeners to trust, and has this client's if it needs one
     * @param settings changes the parameters of the connection: protocols, cipher suites, the check of the name
     * @return this
     * @throws IllegalStateException if the context is not initialized
     */
    public ClientBuilder tls(SSLContext context, Consumer<? super SSLParameters> settings) {
        options = options.tls(new Tls(context, settings));
        return this;
    }

    /**
     * Sets how long connecting may take, with TLS and both proofs.
     *
     * @param timeout a positive time; 20 seconds by default
     * @return this
     */
    public ClientBuilder timeout(Duration timeout) {
        if (!timeout.isPositive()) {
            throw new IllegalArgumentException("a timeout is positive, not " + timeout);
        }
        this.timeout = timeout;
        return this;
    }

    /**
     * Sets how long a message may be. A longer one is not sent; if one comes, the connection is closed. Memory is used as
     * the bytes come, so a peer that announces a long message takes none by that.
     *
     * @param bytes at least 1; by default what an array can hold. Longer ones can be received into a {@code MemorySegment}
     * @return this
     */
    public ClientBuilder maxMessageLength(long bytes) {
        options = options.longest(bytes);
        return this;
    }

    /**
     * Sets by which codec {@link Connection#send} and {@link Connection#recv} write and read the objects of the connection. One with
     * a filter reads the classes that it allows and no others, whatever the peer sends: that is for peers that are not trusted with
     * all that is on the class path. An object that it refuses is a {@link
     * io.github.multiprocessing4j.failure.SerializationException} in {@code recv}, and the connection can be used further.
     *
     * {@snippet :
     * var filter = ObjectInputFilter.Config.createFilter("com.acme.Order;java.base/java.util.*;java.base/java.lang.*;!*");
     * builder.codec(Codec.builder().filter(filter).build());
     * }
     *
     * <p>The peer has to write what this one reads; of codecs that {@link Codec#builder} makes, those with the same serializers
     * do. Messages of bytes have nothing to do with it. A connection with another codec than the standard one can't be sent to
     * another process: that is a {@code SerializationException}. An end of a pipe and other things of this library that are sent
     * through it need classes of {@code io.github.multiprocessing4j} to be allowed.
     *
     * @param codec {@link Codec#standard()} by default
     * @return this
     */
    public ClientBuilder codec(Codec codec) {
        options = options.codec(Objects.requireNonNull(codec, "codec"));
        return this;
    }

    /**
     * Connects.
     *
     * @param address where the listener is: an {@link java.net.InetSocketAddress} or a {@link java.net.UnixDomainSocketAddress}
     * @return the connection
     * @throws io.github.multiprocessing4j.failure.AuthenticationException if the listener knows another key, or proves
     *     itself in a way that is not accepted; or if TLS is not agreed on, because its certificate is not trusted or is not for that
     *     host, because it does not accept this client's, or because it does not speak TLS
     * @throws java.net.SocketTimeoutException if it takes too long, as it does when the listener asks for no key, or waits for
     *     something else than TLS
     * @throws java.io.InterruptedIOException if the thread is or gets interrupted
     * @throws java.io.EOFException if the listener leaves before both have proved that they know the key
     * @throws IOException if nobody listens there, as when the listener has been closed
     * @throws IllegalArgumentException if the address is of another kind
     */
    public Connection connect(SocketAddress address) throws IOException {
        Addresses.check(address);
        long nanos = Timeouts.nanos(timeout);
        long deadline = System.nanoTime() + nanos;
        SocketChannel channel = new Connector(address, deadline, nanos).connect();
        try {
            SocketLink link = new SocketLink(channel, options);
            prove(link, address, deadline, nanos);
            return new Connection(link);
        } catch (Throwable t) {
            channel.close();
            throw t;
        }
    }

    /** A listener that does not accept this one's certificate says so after TLS was agreed on, so perhaps instead of a proof. */
    private void prove(SocketLink link, SocketAddress address, long deadline, long nanos) throws IOException {
        try {
            link.longest(HandshakePeer.LONGEST_MESSAGE);
            link.stream().limit(deadline, nanos);
            if (options.tls() != null) {
                options.tls().asClient(link.stream(), address);
            }
            if (authKey != null) {
                new Handshake(authKey, digest, legacyMd5).asClient(new SocketPeer(link));
            }
            link.stream().limit(0, 0);
            link.longest(options.longest());
        } catch (SSLException e) {
            link.close();
            throw Tls.told(e);
        } catch (Throwable t) {
            link.close();
            throw t;
        }
    }
}
