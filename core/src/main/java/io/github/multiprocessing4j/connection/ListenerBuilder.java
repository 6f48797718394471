package io.github.multiprocessing4j.connection;

import io.github.multiprocessing4j.codec.Codec;
import io.github.multiprocessing4j.region.SessionDirectory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.time.Duration;
import java.util.Objects;
import java.util.function.Consumer;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;

/**
 * Opens listeners. Not thread-safe; can be used again for more than one.
 *
 * {@snippet :
 * var listener = Listener.builder().address(new InetSocketAddress("localhost", 0)).authKey(key).open();
 * }
 */
public final class ListenerBuilder {
    /*
     * CPython's 1 makes clients wait, or fail, when three come at a time. Whoever is in the backlog costs the kernel little and this
     * process nothing.
     */
    private static final int BACKLOG = 128;

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    /** Null for one in the private directory. */
    private @Nullable SocketAddress address;

    private @Nullable AuthKey authKey;

    private boolean withoutAuthentication;

    private Digest digest = Digest.SHA256;

    private boolean legacyMd5;

    private int backlog = BACKLOG;

    private LinkOptions options = LinkOptions.standard();

    private Duration patience = PATIENCE;

    ListenerBuilder() {}

    /**
     * Sets where to listen; by default at a Unix-domain socket in a private directory.
     *
     * @param address an {@link java.net.InetSocketAddress} for TCP, whose port may be 0 for any that is free; or a {@link
     *     UnixDomainSocketAddress}, whose file must not exist, is made such that only its owner may connect (mode 0600), and is
     *     removed when the listener is closed, but not when the process ends without that
     * @return this
     * @throws IllegalArgumentException if it is neither
     */
    public ListenerBuilder address(SocketAddress address) {
        Addresses.check(address);
        this.address = address;
        return this;
    }

    /**
     * Sets the key that others have to prove that they know, as this listener will.
     *
     * @param authKey what both ends know
     * @return this
     */
    public ListenerBuilder authKey(AuthKey authKey) {
        this.authKey = Objects.requireNonNull(authKey, "authKey");
        return this;
    }

    /**
     * Lets in everybody who can reach the address, which without a key has to be said, unless it is in the private directory. Who
     * is let in can have objects of any class made here that is on the class path, which is as good as running code, unless a
     * {@linkplain #codec codec} says which.
     *
     * @return this
     */
    public ListenerBuilder withoutAuthentication() {
        withoutAuthentication = true;
        return this;
    }

    /**
     * Sets how others have to prove that they know the key.
     *
     * @param name {@code sha256} (the default), {@code sha384}, {@code sha3_256}, {@code sha3_384} or {@code md5}, as CPython calls
     *     them
     * @return this
     * @throws IllegalArgumentException if there is none of that name
     */
    public ListenerBuilder digest(String name) {
        digest = Digest.named(name);
        return this;
    }

    /**
     * Sets whether the proof of CPython up to 3.11, which is always by md5, is good enough, and given to those who ask for it. Not by
     * default: a client of such a CPython is refused then.
     *
     * @param enabled whether it is
     * @return this
     */
    public ListenerBuilder legacyMd5(boolean enabled) {
        legacyMd5 = enabled;
        return this;
    }

    /**
     * Sets how many may wait in the kernel until {@link Listener#accept} is called. A client beyond that waits longer, or is
     * refused, as the system likes.
     *
     * @param backlog at least 1; 128 by default, where CPython has 1, so that clients that come at the same time are not
     *     delayed by each other
     * @return this
     */
    public ListenerBuilder backlog(int backlog) {
        if (backlog < 1) {
            throw new IllegalArgumentException("a backlog is at least 1, not " + backlog);
        }
        this.backlog = backlog;
        return this;
    }

    /**
     * Sets how long a message may be. A longer one is not sent; if one comes, the connection is closed. Memory is used as
     * the bytes come, so a peer that announces a long message takes none by that.
     *
     * @param bytes at least 1; by default what an array can hold. Longer ones can be received into a {@code MemorySegment}
     * @return this
     */
    public ListenerBuilder maxMessageLength(long bytes) {
        options = options.longest(bytes);
        return this;
    }

    /**
     * Sets by which codec {@link Connection#send} and {@link Connection#recv} write and read the objects of the accepted connections. One with
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
    public ListenerBuilder codec(Codec codec) {
        options = options.codec(Objects.requireNonNull(codec, "codec"));
        return this;
    }

    /**
     * Encrypts all connections by TLS, and shows clients the certificate that a context has; otherwise as {@link
     * #tls(SSLContext, Consumer)}.
     *
     * @param context initialized, with a key and its certificate
     * @return this
     * @throws IllegalStateException if it is not initialized
     */
    public ListenerBuilder tls(SSLContext context) {
        return tls(context, _ -> {});
    }

    /**
     * Encrypts all connections by TLS. What a client and this listener say is read and changed by nobody between them, and the
     * client knows by the certificate whom it talks to.
     *
     * {@snippet :
     * builder.tls(context, parameters -> parameters.setNeedClientAuth(true));
     * }
     *
     * <p>TLS comes first, then the proof that both know the {@linkplain #authKey key}, in the same 20 seconds. Whoever does not get so
     * far, because he does not speak TLS, has no certificate that is asked for, or says nothing, is turned away like somebody who
     * does not know the key: the reason is logged and {@link Listener#accept} goes on. A certificate that is asked for is a proof,
     * too; without a key {@link #withoutAuthentication} has to be said all the same.
     *
     * <p>Such connections do what others do, with these differences:
     *
     * <ul>
     *   <li>the end of a peer is an {@link java.io.EOFException} only if it has closed its end. If its process was killed or ended without
     *       that, or somebody has cut the connection, it is another {@link IOException}, as TLS can't tell one from the other;
     *   <li>a message of which some was encrypted has begun to go out: so an interrupt while a peer takes nothing for a second closes
     *       the connection, also where it would not without TLS because all of the message was still here;
     *   <li>one can't be sent to another process: that is a {@link io.github.multiprocessing4j.failure.SerializationException}.
     * </ul>
     *
     * <p>TLS of a version before 1.3 may not be negotiated again within a connection.
     *
     * @param context initialized, with a key and its certificate, and for certificates of clients with whom to trust
     * @param settings changes the parameters, of each connection: protocols, cipher suites, whether clients need a certificate.
     *     Called by any thread, by several at the same time
     * @return this
     * @throws IllegalStateException if the context is not initialized
     */
    public ListenerBuilder tls(SSLContext context, Consumer<? super SSLParameters> settings) {
        options = options.tls(new Tls(context, settings));
        return this;
    }

    /** Sets how long somebody may take to prove himself. */
    ListenerBuilder patience(Duration time) {
        patience = time;
        return this;
    }

    /**
     * {@return a new listener}
     *
     * @throws java.net.BindException if somebody else listens there, or the file exists
     * @throws IllegalStateException if there is no key for an address that others can reach
     * @throws IOException if the address is not one of this machine, or there are no descriptors or threads left
     */
    public Listener open() throws IOException {
        if (authKey != null && withoutAuthentication) {
            throw new IllegalStateException("a listener has either a key or withoutAuthentication()");
        }
        if (authKey == null && address != null && !withoutAuthentication) {
            throw new IllegalStateException("everybody who can reach " + address
                    + " could have code run here: give the listener an authKey, or say withoutAuthentication()");
        }
        ListeningSocket socket = ListeningSocket.open(address == null ? privateAddress() : address, backlog);
        Handshake handshake = authKey == null ? null : new Handshake(authKey, digest, legacyMd5);
        return new Listener(socket, new Reception(socket, handshake, patience, options));
    }

    private static SocketAddress privateAddress() throws IOException {
        try {
            return UnixDomainSocketAddress.of(SessionDirectory.newFile("s"));
        } catch (UncheckedIOException e) {
            throw new IOException(e.getMessage(), e);
        }
    }
}
