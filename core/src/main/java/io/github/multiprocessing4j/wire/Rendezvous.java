package io.github.multiprocessing4j.wire;

import io.github.multiprocessing4j.region.SessionDirectory;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A place where one other process is awaited: a socket in this process's private directory, and a one-time secret. Whoever
 * comes without the secret is turned away before anything but the secret's length was read from him. The socket vanishes
 * from the file system with {@link #close()}, so that an idle channel leaves no name behind.
 */
public final class Rendezvous implements AutoCloseable {
    private static final Logger LOG = System.getLogger("io.github.multiprocessing4j");

    private static final AtomicLong COUNTER = new AtomicLong();

    private static final SecureRandom RANDOM = new SecureRandom();

    /** How long a stranger may take to show the secret; the right one sends it with its first breath. */
    private static final long PATIENCE_MILLIS = 5_000;

    private final ServerSocketChannel server;

    /** What {@link #await} waits at; closing it ends the wait, which closing the socket would not. */
    private final Selector arrivals;

    private final Path path;

    private final byte[] secret;

    private Rendezvous(ServerSocketChannel server, Selector arrivals, Path path, byte[] secret) {
        this.server = server;
        this.arrivals = arrivals;
        this.path = path;
        this.secret = secret;
    }

    /**
     * {@return a new meeting place, which listens already}
     *
     * @throws IOException if there can be no socket
     */
    public static Rendezvous open() throws IOException {
        Path path = SessionDirectory.get().resolve("s" + COUNTER.incrementAndGet());
        byte[] secret = new byte[Invitation.SECRET_LENGTH];
        RANDOM.nextBytes(secret);
        Selector arrivals = Selector.open();
        ServerSocketChannel server;
        try {
            server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        } catch (Throwable t) {
            arrivals.close();
            throw t;
        }
        try {
            server.bind(UnixDomainSocketAddress.of(path));
            server.configureBlocking(false);
            server.register(arrivals, SelectionKey.OP_ACCEPT);
            return new Rendezvous(server, arrivals, path, secret);
        } catch (Throwable t) {
            arrivals.close();
            server.close();
            throw t;
        }
    }

    /** {@return what the awaited process needs to come here} */
    public Invitation invitation() {
        return new Invitation(path.toString(), secret.clone());
    }

    /**
     * Waits for the invited process.
     *
     * @param timeout how long to wait at most
     * @return this process's end of the channel
     * @throws IOException if nobody came in time, or this place was closed or the thread interrupted meanwhile
     */
    public Channel await(Duration timeout) throws IOException {
        long deadline = System.nanoTime() + timeout.toNanos();
        try {
            while (true) {
                long left = (deadline - System.nanoTime()) / 1_000_000;
                if (left <= 0) {
                    throw new IOException("nobody came to " + path + " within " + timeout);
                }
                arrivals.select(left);
                arrivals.selectedKeys().clear();
                SocketChannel guest = server.accept();
                if (guest != null && admit(guest)) {
                    return linkTo(guest);
                }
                if (Thread.currentThread().isInterrupted()) {
                    throw new InterruptedIOException("interrupted while waiting at " + path);
                }
            }
        } catch (ClosedSelectorException e) {
            throw new IOException("the meeting place " + path + " was closed", e);
        }
    }

    private static Channel linkTo(SocketChannel guest) throws IOException {
        try {
            return new SocketChannelLink(guest);
        } catch (OutOfMemoryError e) {
            guest.close(); // or the guest would wait for ever
            throw e;
        }
    }

    /** Reads no more than the secret's length, and answers only the right one. */
    private boolean admit(SocketChannel guest) throws IOException {
        boolean welcome = false;
        try {
            guest.configureBlocking(false);
            welcome = MessageDigest.isEqual(secret, readSecret(guest));
            if (welcome) {
                guest.configureBlocking(true);
                guest.write(ByteBuffer.wrap(new byte[] {Invitation.WELCOME}));
            } else {
                LOG.log(Level.WARNING, "turned away a process that came to {0} without the secret", path);
            }
        } catch (IOException e) {
            welcome = false;
            LOG.log(Level.DEBUG, "a process that came to {0} left before it was let in: {1}", path, e);
        } finally {
            if (!welcome) {
                guest.close();
            }
        }
        return welcome;
    }

    private static byte[] readSecret(SocketChannel guest) throws IOException {
        ByteBuffer shown = ByteBuffer.allocate(Invitation.SECRET_LENGTH);
        long deadline = System.nanoTime() + PATIENCE_MILLIS * 1_000_000;
        try (Selector selector = Selector.open()) {
            guest.register(selector, SelectionKey.OP_READ);
            while (shown.hasRemaining()) {
                long left = (deadline - System.nanoTime()) / 1_000_000;
                if (left <= 0 || guest.read(shown) < 0) {
                    break;
                }
                if (shown.hasRemaining()) {
                    selector.select(left);
                }
            }
        }
        return shown.array();
    }

    /** Ends the wait and takes the socket's name away. Channels that came about here stay. */
    @Override
    public void close() {
        try {
            arrivals.close();
            server.close();
            Files.deleteIfExists(path);
        } catch (IOException e) {
            LOG.log(Level.DEBUG, "closing the meeting place " + path, e);
        }
    }

    @Override
    public String toString() {
        return "Rendezvous[" + path + "]";
    }
}
