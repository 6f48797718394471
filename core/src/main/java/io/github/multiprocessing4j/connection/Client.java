package io.github.multiprocessing4j.connection;

import java.io.IOException;
import java.net.SocketAddress;

/**
 * Connects to a {@link Listener}, or to a {@code multiprocessing.connection.Listener} of CPython, with which messages of bytes can be
 * exchanged. CPython's counterpart is {@code multiprocessing.connection.Client}.
 *
 * <pre>{@code
 * try (var c = Client.connect(address, key)) {
 *     c.send(Map.of("pid", 42));
 * }
 * }</pre>
 *
 * <p>If a key is given, both ends prove that they know it before anything else is read. The listener does its part in {@code accept},
 * so connecting with a key waits until that is called there.
 *
 * <p>{@link ClientBuilder#tls(javax.net.ssl.SSLContext) A builder} can ask for TLS, which encrypts what is said after that.
 *
 * <p>A connection can be sent to another process of this machine, as {@link Listener} says.
 *
 * <p>Thread-safe.
 */
public final class Client {
    private Client() {}

    /**
     * Connects to a listener that expects no key, within 20 seconds.
     *
     * @param address where it listens
     * @return the connection
     * @throws IOException as {@link ClientBuilder#connect} does
     */
    public static Connection connect(SocketAddress address) throws IOException {
        return builder().connect(address);
    }

    /**
     * Connects to a listener that knows the same key, within 20 seconds.
     *
     * @param address where it listens
     * @param authKey what both know
     * @return the connection
     * @throws IOException as {@link ClientBuilder#connect} does
     */
    public static Connection connect(SocketAddress address, AuthKey authKey) throws IOException {
        return builder().authKey(authKey).connect(address);
    }

    /** {@return a builder, which can also set a time limit, TLS, a codec, the digest and the longest message} */
    public static ClientBuilder builder() {
        return new ClientBuilder();
    }
}
