package io.github.multiprocessing4j.manager;

import io.github.multiprocessing4j.connection.AuthKey;
import io.github.multiprocessing4j.connection.Client;
import io.github.multiprocessing4j.connection.ClientBuilder;
import io.github.multiprocessing4j.connection.Connection;
import io.github.multiprocessing4j.function.RemoteCallable;
import io.github.multiprocessing4j.process.ChildProcess;
import io.github.multiprocessing4j.wire.ProcessStart;
import java.io.EOFException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.Serial;
import java.io.Serializable;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * How a server is reached. The key and what makes the TLS context go only to a child that is being started; who else gets a proxy uses the key of its process, or one that it has connected with itself.
 *
 * @param address the server's
 * @param authKey which is to be proved; null if it is not known here
 * @param tls makes the context by which what is sent is encrypted; null if it is not
 * @param distant whether sockets are to be used although it may be near
 */
record Access(
        SocketAddress address,
        @Nullable AuthKey authKey,
        @Nullable RemoteCallable<SSLContext> tls,
        boolean distant) implements Serializable {
    @Serial
    private static final long serialVersionUID = 1L;

    private static final int ATTEMPTS = 10;

    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    Connection connect() throws IOException {
        ClientBuilder builder = Client.builder().authKey(Objects.requireNonNull(withKey().authKey));
        if (tls != null) {
            builder.tls(context(tls));
        }
        for (int attempt = 1; ; attempt++) {
            try {
                return builder.connect(address);
            } catch (EOFException e) {
                if (attempt == ATTEMPTS) {
                    throw e;
                }
                pause(attempt);
            }
        }
    }

    /** A listener sends those away who have not proved themselves when too many come at once: they come again, not all in the same moment. */
    private static void pause(int attempt) throws InterruptedIOException {
        LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(attempt * PAUSE_NANOS));
        if (Thread.currentThread().isInterrupted()) {
            throw new InterruptedIOException("interrupted while connecting with a manager");
        }
    }

    static SSLContext context(RemoteCallable<SSLContext> tls) throws IOException {
        try {
            return tls.call();
        } catch (IOException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IOException("there is no TLS context: " + e.getMessage(), e);
        }
    }

    /** {@return this, with the key of this process if there is no other} */
    Access withKey() {
        return authKey != null
                ? this
                : new Access(address, ChildProcess.current().authKey(), tls, distant);
    }

    /** {@return whether the server may be of the same tree of processes, and be reached through shared memory} */
    boolean mayBeNear() {
        return !distant
                && (address instanceof UnixDomainSocketAddress
                        || address instanceof InetSocketAddress inet
                                && inet.getAddress().isLoopbackAddress());
    }

    /** {@return this as it may be sent just now} */
    Access sent() {
        return ProcessStart.isBeingEncoded() ? this : new Access(address, null, null, distant);
    }
}
