package io.github.multiprocessing4j.connection;

import io.github.multiprocessing4j.wire.ReadinessWatch;
import io.github.multiprocessing4j.wire.SocketPoller;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SocketChannel;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of a connected socket, which does not block by itself: who waits for it does so in {@link #await}, where an interrupt
 * does no harm to the socket.
 */
final class SocketStream implements AutoCloseable {
    private static final Logger LOG = System.getLogger("io.github.multiprocessing4j");

    private final SocketChannel channel;

    private volatile boolean closed;

    /** When everything shall be over, by {@link System#nanoTime}; meaningless if there is no {@link #timeout}. */
    private volatile long deadline;

    /** 0 if there is none. */
    private volatile long timeout;

    /** Makes the socket one that does not block. */
    SocketStream(SocketChannel channel) throws IOException {
        channel.configureBlocking(false);
        this.channel = channel;
    }

    SocketChannel channel() {
        return channel;
    }

    /** From now on every wait ends in an exception when a moment has come; a timeout of 0 lifts that. */
    void limit(long deadlineNanos, long timeoutNanos) {
        deadline = deadlineNanos;
        timeout = timeoutNanos;
    }

    /** {@return how many bytes came, 0 if none are there now, -1 at the end} Somebody who died or gave up is at his end. */
    int read(ByteBuffer into) throws IOException {
        try {
            return channel.read(into);
        } catch (ClosedChannelException e) {
            throw closedException(e);
        } catch (IOException e) {
            if (!String.valueOf(e.getMessage()).contains("reset")) {
                throw e;
            }
            LOG.log(Level.DEBUG, "{0} ended without reading all that was sent to it", this);
            return -1;
        }
    }

    /** {@return how many bytes went out, 0 if there is no room now} */
    long write(ByteBuffer[] parts) throws IOException {
        try {
            return channel.write(parts);
        } catch (ClosedChannelException e) {
            throw closedException(e);
        }
    }

    /**
     * Waits until the socket is ready or closed, or the thread is interrupted, or the time is over; whoever calls this looks what
     * has happened.
     *
     * @param operation as of {@link java.nio.channels.SelectionKey}
     * @param nanos how long to wait at most
     * @return whether it is ready or closed
     * @throws SocketTimeoutException at the deadline that was {@linkplain #limit set}
     */
    boolean await(int operation, long nanos) throws IOException {
        checkOpen();
        long end = System.nanoTime() + Math.min(nanos, Long.MAX_VALUE / 2);
        Thread waiting = Thread.currentThread();
        ReadinessWatch watch = SocketPoller.shared().watch(channel, operation, () -> LockSupport.unpark(waiting));
        try {
            while (!watch.isDone() && !waiting.isInterrupted()) {
                long left = Math.min(end - System.nanoTime(), leftToDeadline());
                if (left <= 0) {
                    return false;
                }
                LockSupport.parkNanos(this, left);
            }
            return watch.isDone();
        } finally {
            watch.cancel();
        }
    }

    /** Waits although the thread is or gets interrupted, which stays so. {@return whether it is ready or closed} */
    boolean awaitUninterruptibly(int operation, long nanos) throws IOException {
        long end = System.nanoTime() + nanos;
        boolean interrupted = false;
        try {
            while (end - System.nanoTime() > 0) {
                interrupted |= Thread.interrupted();
                if (await(operation, end - System.nanoTime())) {
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
                    "the peer has not proved itself within " + TimeUnit.NANOSECONDS.toMillis(limit) + " ms");
        }
        return left;
    }

    boolean isClosed() {
        return closed || !channel.isOpen();
    }

    void checkOpen() throws IOException {
        if (isClosed()) {
            throw closedException(null);
        }
    }

    private static IOException closedException(@Nullable Throwable cause) {
        return new IOException("this connection was closed", cause);
    }

    /**
     * Closes the socket for a reason, which is logged.
     *
     * @param level how much it is worth knowing to whoever does not get the exception
     * @param exception whose message says what is wrong
     * @return the same exception
     */
    <E extends IOException> E closeBecauseOf(Level level, E exception) {
        if (!closed) {
            LOG.log(level, "{0} was closed: {1}", this, exception.getMessage());
        }
        close();
        return exception;
    }

    @Override
    public void close() {
        closed = true;
        try {
            channel.close();
        } catch (IOException e) {
            LOG.log(Level.DEBUG, "closing " + this, e);
        }
        release();
    }

    /** Whoever waits is told that it is closed. */
    private void release() {
        try {
            SocketPoller.shared().release(channel);
        } catch (IOException e) {
            LOG.log(Level.DEBUG, "nobody can be waiting for " + this, e); // there is no poller at which he could
        }
    }

    @Override
    public String toString() {
        return Addresses.describe(channel);
    }
}
