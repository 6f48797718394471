package io.github.multiprocessing4j.wire;

import io.github.multiprocessing4j.os.LibraryLog;
import io.github.multiprocessing4j.region.SessionDirectory;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.lang.System.Logger.Level;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A place where one other process is awaited: a socket in this process's private directory, and a one-time secret. Whoever
 * comes without the secret is turned away before anything but the secret's length was read from him. The socket vanishes
 * from the file system with {@link #close()}, so that an idle channel leaves no name behind.
 */
public final class Rendezvous implements AutoCloseable {
    private static final SecureRandom RANDOM = new SecureRandom();

    /** How many may wait to be let in. Nobody is asked to hurry, so this keeps idlers from using up all descriptors. */
    private static final int MOST_GUESTS = 16;

    /** How long this process may be short of descriptors before that is an error. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private static final long BETWEEN_TRIES_MILLIS = 20;

    private final ServerSocketChannel server;

    /** What {@link #await} waits at; closing it ends the wait, which closing the socket would not. */
    private final Selector selector;

    /** Becomes ready when somebody comes. */
    private final SelectionKey arrivals;

    /** Who has come and has not said enough, the first one first. Used by who waits only. */
    private final Deque<Guest> guests = new ArrayDeque<>();

    private final Path path;

    private final byte[] secret;

    /** When descriptors ran out, by {@link System#nanoTime}; 0 if they have not. Used by who waits only. */
    private long refusedSince;

    private Rendezvous(ServerSocketChannel server, Selector selector, SelectionKey arrivals, Path path, byte[] secret) {
        this.server = server;
        this.selector = selector;
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
        Path path = SessionDirectory.newFile("s");
        byte[] secret = new byte[Invitation.SECRET_LENGTH];
        RANDOM.nextBytes(secret);
        Selector selector = Selector.open();
        ServerSocketChannel server;
        try {
            server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        } catch (Throwable t) {
            selector.close();
            throw t;
        }
        try {
            server.bind(UnixDomainSocketAddress.of(path));
            server.configureBlocking(false);
            SelectionKey arrivals = server.register(selector, SelectionKey.OP_ACCEPT);
            return new Rendezvous(server, selector, arrivals, path, secret);
        } catch (Throwable t) {
            selector.close();
            server.close();
            throw t;
        }
    }

    /** {@return what the awaited process needs to come here} */
    public Invitation invitation() {
        return new Invitation(path.toString(), secret.clone());
    }

    /**
     * Waits for the invited process. Others who come, and say nothing or the wrong thing, do not delay it. One thread at a
     * time may wait.
     *
     * @param timeout how long to wait at most
     * @return this process's end of the channel
     * @throws IOException if nobody came in time, this place was closed or the thread interrupted meanwhile, or this process
     *     has no descriptor left for who comes
     */
    public Channel await(Duration timeout) throws IOException {
        long deadline = System.nanoTime() + timeout.toNanos();
        try {
            return linkTo(awaitBearer(deadline, timeout));
        } catch (ClosedSelectorException | CancelledKeyException | ClosedChannelException e) {
            throw new IOException("the meeting place " + path + " was closed", e);
        } finally {
            while (!guests.isEmpty()) {
                dismiss(guests.getFirst());
            }
        }
    }

    /** Waits for who knows the secret; he is welcomed, and no guest any more. */
    private SocketChannel awaitBearer(long deadline, Duration timeout) throws IOException {
        while (true) {
            long left = (deadline - System.nanoTime()) / 1_000_000;
            if (left <= 0) {
                throw new IOException("nobody came to " + path + " within " + timeout);
            }
            if (arrivals.interestOps() == 0) {
                selector.select(Math.min(left, BETWEEN_TRIES_MILLIS));
                arrivals.interestOps(SelectionKey.OP_ACCEPT);
            } else {
                selector.select(left);
            }
            List<SelectionKey> ready = List.copyOf(selector.selectedKeys());
            selector.selectedKeys().clear();
            for (SelectionKey key : ready) {
                if (!(key.attachment() instanceof Guest guest)) {
                    takeIn();
                } else if (guest.socket().isOpen() && isBearer(guest)) { // takeIn may have turned him away
                    return guest.socket();
                }
            }
            if (Thread.currentThread().isInterrupted()) {
                throw new InterruptedIOException("interrupted while waiting at " + path);
            }
        }
    }

    private void takeIn() throws IOException {
        SocketChannel socket = accept();
        if (socket != null) {
            Guest guest = new Guest(socket);
            guests.add(guest);
            socket.configureBlocking(false);
            socket.register(selector, SelectionKey.OP_READ, guest);
            if (guests.size() > MOST_GUESTS) {
                LibraryLog.logger()
                        .log(
                                Level.DEBUG,
                                "turned away one of {0} who came to {1} and say nothing",
                                guests.size(),
                                path);
                dismiss(guests.getFirst());
            }
        }
    }

    /** When descriptors have run out he stays at the door, and is asked in again after a moment. */
    private @Nullable SocketChannel accept() throws IOException {
        try {
            SocketChannel socket = server.accept();
            refusedSince = 0;
            return socket;
        } catch (ClosedChannelException e) {
            throw e;
        } catch (IOException e) {
            long now = System.nanoTime();
            refusedSince = refusedSince == 0 ? now : refusedSince;
            if (now - refusedSince > PATIENCE.toNanos()) {
                throw new IOException(
                        "a process that came to " + path + " can't be let in: " + e.getMessage()
                                + "; close files or raise the limit (ulimit -n)",
                        e);
            }
            arrivals.interestOps(0);
            return null;
        }
    }

    private boolean isBearer(Guest guest) throws IOException {
        try {
            if (!guest.hasSpoken()) {
                return false;
            }
            if (guest.knows(secret)) {
                welcome(guest);
                return true;
            }
            LibraryLog.logger().log(Level.WARNING, "turned away a process that came to {0} without the secret", path);
        } catch (IOException e) {
            LibraryLog.logger().log(Level.DEBUG, "a process that came to {0} was not let in: {1}", path, e);
        }
        dismiss(guest);
        return false;
    }

    private void welcome(Guest guest) throws IOException {
        guest.socket().write(ByteBuffer.wrap(new byte[] {Invitation.WELCOME})); // one byte always finds room
        SelectionKey key = guest.socket().keyFor(selector);
        if (key != null) {
            key.cancel();
            selector.selectNow(); // only now has the selector let go of it
        }
        guest.socket().configureBlocking(true);
        guests.remove(guest);
    }

    private void dismiss(Guest guest) throws IOException {
        guests.remove(guest);
        guest.socket().close();
    }

    private static Channel linkTo(SocketChannel socket) throws IOException {
        try {
            return new SocketChannelLink(socket);
        } catch (OutOfMemoryError e) {
            socket.close(); // or the guest would wait for ever
            throw e;
        }
    }

    /** Ends the wait and takes the socket's name away. Channels that came about here stay. */
    @Override
    public void close() {
        try {
            selector.close();
            server.close();
            Files.deleteIfExists(path);
        } catch (IOException e) {
            LibraryLog.logger().log(Level.DEBUG, "closing the meeting place " + path, e);
        }
    }

    @Override
    public String toString() {
        return "Rendezvous[" + path + "]";
    }
}
