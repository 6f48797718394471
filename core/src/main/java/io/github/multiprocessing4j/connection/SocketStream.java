package io.github.multiprocessing4j.connection;

import io.github.multiprocessing4j.os.LibraryLog;
import io.github.multiprocessing4j.wire.ReadinessWatch;
import io.github.multiprocessing4j.wire.SocketPoller;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SocketChannel;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of a connected socket, which does not block by itself: who waits for it does so in {@link #await}, where an interrupt
 * does no harm to the socket.
 */
final class SocketStream implements AutoCloseable {
    private static final String CLOSED = "this connection was closed";

    private final SocketChannel channel;

    private volatile SocketBytes bytes;

    /** What it is called if the socket does not know its addresses; null if it does. */
    private final @Nullable String name;

    /** Why nobody can use it here any more; null as long as that is possible. Changed under the lock of this. */
    private volatile @Nullable String gone;

    /** When everything shall be over, by {@link System#nanoTime}; meaningless if there is no {@link #timeout}. */
    private volatile long deadline;

    /** 0 if there is none. */
    private volatile long timeout;

    /** Makes the socket one that does not block. */
    SocketStream(SocketChannel channel) throws IOException {
        this(channel, null);
    }

    /** @param name what it is called, if the socket does not know its addresses */
    SocketStream(SocketChannel channel, @Nullable String name) throws IOException {
        channel.configureBlocking(false);
        this.channel = channel;
        this.bytes = new PlainBytes(channel);
        this.name = name;
    }

    SocketChannel channel() {
        return channel;
    }

    /** From now on everything is encrypted; nothing was read or written before. Returns when the peer has agreed. */
    void secure(SSLEngine engine) throws IOException {
        TlsBytes tls = TlsBytes.of(engine, channel);
        bytes = tls;
        new TlsHandshake(this, engine, tls).run();
    }

    boolean isEncrypted() {
        return bytes instanceof TlsBytes;
    }

    /** From now on every wait ends in an exception when a moment has come; a timeout of 0 lifts that. */
    void limit(long deadlineNanos, long timeoutNanos) {
        deadline = deadlineNanos;
        timeout = timeoutNanos;
    }

    /** {@return how many bytes came, 0 if none are there now, -1 at the end} Somebody who died or gave up is at his end. */
    int read(ByteBuffer into) throws IOException {
        try {
            return bytes.read(into);
        } catch (ClosedChannelException e) {
            throw new IOException(CLOSED, e);
        } catch (SSLException e) {
            throw broken(e);
        } catch (IOException e) {
            if (!String.valueOf(e.getMessage()).contains("reset")) {
                throw e;
            }
            LibraryLog.logger().log(Level.DEBUG, "{0} ended without reading all that was sent to it", this);
            return -1;
        }
    }

    /** Looks whether the end that was read is one that the peer has meant; an exception if that can't be. */
    void checkEnd() throws IOException {
        bytes.checkEnd();
    }

    /** {@return whether anything went out, or was taken and can't be taken back; not if there is no room now} */
    boolean write(ByteBuffer[] parts) throws IOException {
        try {
            return bytes.write(parts);
        } catch (ClosedChannelException e) {
            throw new IOException(CLOSED, e);
        } catch (SSLException e) {
            throw broken(e);
        }
    }

    /** {@return whether something was taken that has not gone out, and does when nothing more is {@linkplain #write written}} */
    boolean holdsBack() {
        return bytes.holdsBack();
    }

    /**
     * There is no TLS any more. Who only looks whether there is a message does not get the exception; who then asks for one gets its
     * reason. Those who prove themselves get it at once.
     */
    private synchronized IOException broken(SSLException reason) {
        SSLException told = closeBecauseOf(ofGarbage(), reason);
        gone = CLOSED + ": " + reason.getMessage();
        return told;
    }

    /**
     * Waits until the socket is ready, closed or suspended, or the thread is interrupted, or the time is over; whoever calls this
     * looks what has happened.
     *
     * @param operation as of {@link java.nio.channels.SelectionKey}
     * @param nanos how long to wait at most
     * @return whether it is ready, closed or suspended
     * @throws SocketTimeoutException at the deadline that was {@linkplain #limit set}
     */
    boolean await(int operation, long nanos) throws IOException {
        return await(operation, nanos, /* stubborn= */ false);
    }

    private boolean await(int operation, long nanos, boolean stubborn) throws IOException {
        checkNotClosed();
        long end = System.nanoTime() + Math.min(nanos, Long.MAX_VALUE / 2);
        Thread waiting = Thread.currentThread();
        ReadinessWatch watch = SocketPoller.shared().watch(channel, operation, () -> LockSupport.unpark(waiting));
        try {
            while (!watch.isDone() && (stubborn || gone == null) && !waiting.isInterrupted()) {
                long left = Math.min(end - System.nanoTime(), leftToDeadline());
                if (left <= 0) {
                    return false;
                }
                LockSupport.parkNanos(this, left);
            }
            return watch.isDone() || !waiting.isInterrupted();
        } finally {
            watch.cancel();
        }
    }

    /**
     * Waits although the thread is or gets interrupted, which stays so, and although the socket is suspended: for the rest of a
     * message.
     *
     * @return whether it is ready or closed
     */
    boolean awaitStubbornly(int operation, long nanos) throws IOException {
        long end = System.nanoTime() + nanos;
        boolean interrupted = false;
        try {
            while (end - System.nanoTime() > 0) {
                interrupted |= Thread.interrupted();
                if (await(operation, end - System.nanoTime(), /* stubborn= */ true)) {
                    return true;
                }
            }
            return false;
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private long leftToDeadline() throws SocketTimeoutException {
        long limit = timeout;
        if (limit == 0) {
            return Long.MAX_VALUE;
        }
        long left = deadline - System.nanoTime();
        if (left <= 0) {
            throw new SocketTimeoutException(
                    "the peer has not proved itself within " + TimeUnit.NANOSECONDS.toMillis(limit)
                            + " ms: perhaps it knows of no key, or speaks another protocol");
        }
        return left;
    }

    /** Fails at the deadline that was {@linkplain #limit set}, however much comes. */
    void checkInTime() throws SocketTimeoutException {
        leftToDeadline();
    }

    /** {@return whether nobody can use it here any more} */
    boolean isClosed() {
        return gone != null || !channel.isOpen();
    }

    void checkOpen() throws IOException {
        checkNotClosed();
        String reason = gone;
        if (reason != null) {
            throw new IOException(reason);
        }
    }

    private void checkNotClosed() throws IOException {
        if (!channel.isOpen()) {
            throw new IOException(Objects.requireNonNullElse(gone, CLOSED));
        }
    }

    /** {@return whether it is {@linkplain #suspend suspended}, and who is in the middle of a message may finish that} */
    boolean isSuspended() {
        return gone != null && channel.isOpen();
    }

    /**
     * Ends every wait for a message, and every later use, but leaves the socket as it is.
     *
     * @param reason the message of the exceptions
     * @return whether it could be used before
     */
    synchronized boolean suspend(String reason) {
        if (isClosed()) {
            return false;
        }
        gone = reason;
        release();
        return true;
    }

    /** Has nobody told any more what happens at the socket: it is suspended, and when it is closed here others must not notice. */
    void leaveSelector() throws IOException {
        checkNotClosed();
        SocketPoller.shared().releaseAtOnce(channel);
    }

    /** It can be used again, unless the socket was closed meanwhile. */
    synchronized void resume() {
        if (channel.isOpen()) {
            gone = null;
        }
    }

    /** {@return how much it is worth knowing that garbage has come} Of who has yet to prove himself it is told that he was turned away. */
    Level ofGarbage() {
        return timeout == 0 ? Level.WARNING : Level.DEBUG;
    }

    /**
     * Closes the socket for a reason, which is logged; also one that is {@linkplain #suspend suspended}, as it is of no use to
     * anybody any more.
     *
     * @param level how much it is worth knowing to whoever does not get the exception
     * @param exception whose message says what is wrong
     * @return the same exception
     */
    synchronized <E extends IOException> E closeBecauseOf(Level level, E exception) {
        if (channel.isOpen()) {
            LibraryLog.logger().log(level, "{0} was closed: {1}", this, exception.getMessage());
        }
        gone = CLOSED;
        shut();
        return exception;
    }

    /** Closes it, unless it is {@linkplain #suspend suspended}: then it is not this object's to close. */
    @Override
    public synchronized void close() {
        if (gone == null) {
            shut();
        }
    }

    /** Closes the socket here, whatever else has it. */
    synchronized void shut() {
        if (gone == null || channel.isOpen()) {
            gone = gone == null ? CLOSED : gone;
            try (channel) {
                if (channel.isOpen()) {
                    bytes.finish();
                }
            } catch (IOException e) {
                LibraryLog.logger().log(Level.DEBUG, "closing " + this, e);
            }
            release();
        }
    }

    /** Whoever waits is told to look. */
    private void release() {
        try {
            SocketPoller.shared().release(channel);
        } catch (IOException e) {
            LibraryLog.logger()
                    .log(Level.DEBUG, "nobody can be waiting for " + this, e); // there is no poller at which he could
        }
    }

    @Override
    public String toString() {
        return name != null && channel.isOpen() ? name : Addresses.describe(channel);
    }
}
