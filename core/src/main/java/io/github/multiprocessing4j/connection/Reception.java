package io.github.multiprocessing4j.connection;

import io.github.multiprocessing4j.os.LibraryLog;
import io.github.multiprocessing4j.region.Callbacks;
import io.github.multiprocessing4j.wire.ReadinessWatch;
import io.github.multiprocessing4j.wire.SocketPoller;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger.Level;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/*
 * Who waits takes in whoever arrives meanwhile, and is woken by the poller when somebody does, and by a guest who has proved
 * himself. When nobody waits nobody is taken in: they stay in the kernel's backlog. There is no lock, as the poller must not wait for
 * one that a waiting thread holds while a crowd arrives.
 */
/** Where a listener waits for those who come. */
final class Reception {
    /** How long this process may be short of descriptors before that is an error. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private static final long BETWEEN_TRIES_NANOS = 20_000_000;

    private final ListeningSocket socket;

    /** Null if nobody has to prove himself, or agree on TLS. */
    private final @Nullable Guests guests;

    private final LinkOptions options;

    private final Set<Thread> waiting = ConcurrentHashMap.newKeySet();

    /** Those who wait for other things, too. */
    private final List<Watch> watches = new CopyOnWriteArrayList<>();

    /** Who was let in by somebody who only looked. */
    private final Queue<SocketLink> early = new ConcurrentLinkedQueue<>();

    /** What somebody found who only looked. */
    private final AtomicReference<@Nullable IOException> failure = new AtomicReference<>();

    /** Told when somebody arrives. Guarded by this. */
    private @Nullable ReadinessWatch arrivals;

    /** What the system said as descriptors ran out; null while there are some. To load another class would take one. */
    private volatile @Nullable IOException shortage;

    /** When that was, by {@link System#nanoTime}. */
    private volatile long shortSince;

    private volatile boolean closed;

    /**
     * @param handshake by which guests prove that they know a key; null if they need not
     * @param patience how long they may take
     * @param options what connections are made with
     */
    Reception(ListeningSocket socket, @Nullable Handshake handshake, Duration patience, LinkOptions options) {
        this.socket = socket;
        this.guests = handshake == null && options.tls() == null
                ? null
                : new Guests(handshake, patience, options, this::change);
        this.options = options;
    }

    /** {@return the next one; null if nobody has come in time} */
    @Nullable
    SocketLink await(long nanos) throws IOException {
        long deadline = System.nanoTime() + Math.clamp(nanos, 0, Long.MAX_VALUE / 2);
        Thread self = Thread.currentThread();
        waiting.add(self);
        try {
            return awaitNext(deadline, self);
        } finally {
            waiting.remove(self);
        }
    }

    private @Nullable SocketLink awaitNext(long deadline, Thread self) throws IOException {
        int takenInLate = 0;
        while (true) {
            SocketLink welcome = guests == null ? early.poll() : guests.next();
            if (welcome != null) {
                return welcome;
            }
            IOException found = failure.getAndSet(null);
            if (found != null) {
                throw found;
            }
            SocketChannel arrived = arrived();
            SocketLink link = arrived == null ? null : admit(arrived);
            if (link != null) {
                return link;
            }
            long left = deadline - System.nanoTime();
            if (left <= 0 && (arrived == null || ++takenInLate > Guests.MOST)) {
                return null;
            }
            if (self.isInterrupted()) {
                throw new InterruptedIOException("interrupted while waiting at " + socket.address());
            }
            if (arrived == null) {
                LockSupport.parkNanos(this, prepareToSleep(left));
            }
        }
    }

    /**
     * {@return who has arrived} When too many are proving themselves he stays at the door; so he does when descriptors have run out,
     * and is asked in again after a moment.
     */
    private @Nullable SocketChannel arrived() throws IOException {
        if (closed) {
            throw new IOException("this listener is closed");
        }
        if (!isRoomForOneMore()) {
            return null;
        }
        try {
            SocketChannel channel = socket.accept();
            tellOfShortage();
            return channel;
        } catch (ClosedChannelException e) {
            throw new IOException("this listener is closed", e);
        } catch (IOException e) {
            if (shortage == null) {
                shortSince = System.nanoTime();
                shortage = e;
            }
            if (System.nanoTime() - shortSince > PATIENCE.toNanos()) {
                shortage = null;
                throw new IOException(
                        "somebody who came to " + socket.address() + " can't be let in: " + e.getMessage()
                                + "; close files or raise the limit (ulimit -n)",
                        e);
            }
            if (guests != null) {
                guests.turnAwayOne("this process has no descriptor left");
            }
            return null;
        }
    }

    private boolean isRoomForOneMore() {
        return guests == null || guests.hasRoom();
    }

    /** Not before it is over, as a log needs descriptors, too. One that fails keeps nobody from coming in. */
    private void tellOfShortage() {
        IOException over = shortage;
        shortage = null;
        if (over != null) {
            try {
                LibraryLog.logger()
                        .log(
                                Level.WARNING,
                                "somebody who came to {0} had to wait for {1} ms to be let in: {2}; close files or"
                                        + " raise the limit (ulimit -n)",
                                socket.address(),
                                TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - shortSince),
                                over.getMessage());
            } catch (RuntimeException | Error e) {
                Thread current = Thread.currentThread();
                current.getUncaughtExceptionHandler().uncaughtException(current, e);
            }
        }
    }

    /** {@return the connection, if he need not prove himself first} */
    private @Nullable SocketLink admit(SocketChannel channel) throws IOException {
        try {
            if (guests == null) {
                return new SocketLink(channel, options);
            }
            guests.greet(channel);
            return null;
        } catch (IOException | OutOfMemoryError e) {
            channel.close();
            LibraryLog.logger().log(Level.DEBUG, "somebody who came to {0} left at once: {1}", socket.address(), e);
            return null;
        } catch (Throwable t) {
            channel.close();
            throw t;
        }
    }

    /** Sees to it that whoever waits is woken when somebody can be let in. {@return how long to sleep at most} */
    private synchronized long prepareToSleep(long left) throws IOException {
        if (shortage != null) {
            return Math.min(left, BETWEEN_TRIES_NANOS);
        }
        if (isRoomForOneMore()
                && (arrivals == null || arrivals.isDone())) { // or who leaves room has those woken who wait
            arrivals = SocketPoller.shared().watch(socket.channel(), SelectionKey.OP_ACCEPT, this::change);
        }
        return left;
    }

    private void change() {
        waiting.forEach(LockSupport::unpark);
        watches.forEach(watch -> Callbacks.run(watch.action));
    }

    /** {@return whether {@link #await} would not wait} Takes in who is there. */
    boolean isReady() {
        if (closed || isSomebodyWelcome()) {
            return true;
        }
        try {
            letIn();
        } catch (IOException e) {
            failure.set(e);
            return true;
        }
        return isSomebodyWelcome();
    }

    private boolean isSomebodyWelcome() {
        return failure.get() != null || (guests == null ? !early.isEmpty() : guests.isAnyWelcome());
    }

    private void letIn() throws IOException {
        for (int i = 0; i < Guests.MOST; i++) {
            SocketChannel arrived = arrived();
            if (arrived == null) {
                return;
            }
            SocketLink link = admit(arrived);
            if (link != null) {
                early.add(link);
                waiting.forEach(LockSupport::unpark);
                leaveIfClosed();
                return;
            }
        }
    }

    private void leaveIfClosed() {
        if (closed) {
            for (SocketLink each = early.poll(); each != null; each = early.poll()) {
                each.close();
            }
        }
    }

    /** Has somebody told, as {@link Waitable#whenReady} says. */
    Waitable.Registration watch(Runnable action) {
        Watch watch = new Watch(action);
        watches.add(watch);
        try {
            prepareToSleep(0);
            if (isReady()) {
                action.run();
            }
        } catch (IOException e) {
            watch.close();
            throw new UncheckedIOException(e);
        }
        return watch;
    }

    /** Somebody who wants to be told. */
    private final class Watch implements Waitable.Registration {
        private final Runnable action;

        Watch(Runnable action) {
            this.action = action;
        }

        @Override
        public void close() {
            watches.remove(this);
        }
    }

    boolean isClosed() {
        return closed;
    }

    void close() {
        closed = true;
        socket.close();
        if (guests != null) {
            guests.close();
        }
        leaveIfClosed();
        change();
    }
}
