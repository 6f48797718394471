package io.github.multiprocessing4j.connection;

import io.github.multiprocessing4j.wire.SocketPoller;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Connects to an address within a time.
 *
 * @param address where to
 * @param deadline by {@link System#nanoTime}
 * @param timeout how long that was at first, in nanoseconds
 */
record Connector(SocketAddress address, long deadline, long timeout) {
    private static final long BETWEEN_TRIES_NANOS = 10_000_000;

    SocketChannel connect() throws IOException {
        try {
            return connectInTime();
        } catch (SocketException e) {
            String message = "can't connect to " + address + ": " + e.getMessage();
            SocketException told =
                    e instanceof ConnectException ? new ConnectException(message) : new SocketException(message);
            told.initCause(e);
            throw told;
        }
    }

    private SocketChannel connectInTime() throws IOException {
        if (!(address instanceof UnixDomainSocketAddress)) {
            return connectOnce();
        }
        SocketChannel channel = tryToConnect();
        while (channel == null) {
            LockSupport.parkNanos(this, BETWEEN_TRIES_NANOS);
            check();
            channel = tryToConnect();
        }
        return channel;
    }

    /** {@return null if the listener's backlog is full} Unix-domain sockets have nothing that would tell when it no longer is. */
    private @Nullable SocketChannel tryToConnect() throws IOException {
        try {
            return connectOnce();
        } catch (SocketException e) {
            if (String.valueOf(e.getMessage()).contains("temporarily unavailable")) {
                return null;
            }
            throw e;
        }
    }

    private SocketChannel connectOnce() throws IOException {
        SocketChannel channel = SocketChannel.open(Addresses.familyOf(address));
        try {
            channel.configureBlocking(false);
            boolean connected = channel.connect(address);
            while (!connected) {
                check();
                await(channel);
                connected = channel.finishConnect();
            }
            return channel;
        } catch (Throwable t) {
            channel.close();
            SocketPoller.shared().release(channel);
            throw t;
        }
    }

    private void await(SocketChannel channel) throws IOException {
        new SocketStream(channel).await(SelectionKey.OP_CONNECT, deadline - System.nanoTime());
    }

    private void check() throws IOException {
        if (Thread.currentThread().isInterrupted()) {
            throw new InterruptedIOException("interrupted while connecting to " + address);
        }
        if (deadline - System.nanoTime() <= 0) {
            throw new SocketTimeoutException("nobody let this process connect to " + address + " within "
                    + TimeUnit.NANOSECONDS.toMillis(timeout) + " ms");
        }
    }
}
