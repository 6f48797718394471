package io.github.multiprocessing4j.connection;

import io.github.multiprocessing4j.failure.AuthenticationException;
import io.github.multiprocessing4j.os.LibraryLog;
import java.io.IOException;
import java.io.StreamCorruptedException;
import java.lang.System.Logger.Level;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.LinkedHashSet;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/*
 * There are two to be told apart who look alike: a crowd that comes at once, to a machine that has too much to do, and somebody who
 * opens connections all the time and says nothing. The crowd needs room, and time before it is sent away for being silent; against
 * the other one seats have to become free, or the kernel's backlog fills up and turns away everybody. A seat that is free after a
 * quarter of a second lets in two thousand a second.
 */
/**
 * Who has come to a listener and was not handed out yet. Each proves himself in a virtual thread of his own, so that nobody waits
 * for a silent one. There is room for so many; more stay at the door until somebody goes in, or until the first of those who have
 * said nothing had his time for it, and has to leave. Who has given the right answer never has to.
 */
final class Guests {
    /** Made ahead: in want of descriptors nobody could look into jars for it, and a listener has to go on. */
    private static final System.Logger LOG = LibraryLog.logger();

    /** How many may be busy proving themselves. */
    static final int MOST = 512;

    /** How long somebody may be silent while others are at the door. */
    static final Duration GRACE = Duration.ofMillis(250);

    /** Null if nobody has to know a key. */
    private final @Nullable Handshake handshake;

    private final Duration patience;

    private final LinkOptions options;

    private final Runnable onChange;

    /** The first one first. Guarded by this. */
    private final Set<Guest> pending = new LinkedHashSet<>();

    /** Who has proved himself. Guarded by this. */
    private final Queue<SocketLink> welcome = new ArrayDeque<>();

    /** Guarded by this. */
    private final Warnings warnings = new Warnings();

    /** Whether somebody will have those at the door asked in when the first silent one had his time. Guarded by this. */
    private boolean isTimed;

    /** Guarded by this. */
    private boolean closed;

    /**
     * @param handshake by which guests prove that they know a key; null if they need not
     * @param patience how long somebody may take to prove himself
     * @param options what connections are made with
     * @param onChange called when somebody has proved himself, and when there may be room again
     */
    Guests(@Nullable Handshake handshake, Duration patience, LinkOptions options, Runnable onChange) {
        this.handshake = handshake;
        this.patience = patience;
        this.options = options;
        this.onChange = onChange;
    }

    /** {@return the next one who has proved himself; null if there is none} */
    synchronized @Nullable SocketLink next() {
        return welcome.poll();
    }

    synchronized boolean isAnyWelcome() {
        return !welcome.isEmpty();
    }

    /** {@return whether somebody more may come in} If not, there will be a call when it is worth asking again. */
    synchronized boolean hasRoom() {
        if (pending.size() < MOST || closed) {
            return true;
        }
        Guest silent = firstSilent();
        if (silent == null) {
            return false; // all have answered, and go in, or leave, when their threads get to run
        }
        long left = GRACE.toNanos() - silent.nanosHere();
        if (left > 0 && !isTimed) {
            Thread.ofVirtual().name("mp4j-door").start(() -> lookAgainIn(left));
            isTimed = true; // not if there was no memory for the thread
        }
        return left <= 0;
    }

    private void lookAgainIn(long nanos) {
        LockSupport.parkNanos(nanos); // if that is too short it is done once more
        synchronized (this) {
            isTimed = false;
        }
        onChange.run();
    }

    private @Nullable Guest firstSilent() {
        return pending.stream().filter(g -> !g.hasSpoken()).findFirst().orElse(null);
    }

    /** Lets somebody prove himself, once there {@linkplain #hasRoom is room} for him. A silent one may have to leave. */
    void greet(SocketChannel channel) throws IOException {
        SocketLink link = new SocketLink(channel, options);
        link.longest(HandshakePeer.LONGEST_MESSAGE);
        link.stream().limit(System.nanoTime() + patience.toNanos(), patience.toNanos());
        Guest guest = new Guest(link);
        synchronized (this) {
            if (closed) {
                guest.close();
                return;
            }
            if (pending.size() >= MOST) {
                turnAwayOne("too many others are waiting to prove themselves");
            }
            pending.add(guest);
        }
        Thread.ofVirtual().name("mp4j-guest").start(() -> receive(guest));
    }

    /** The first one who has said nothing, or else the first one, has to leave. {@return whether there is anybody} */
    synchronized boolean turnAwayOne(String reason) {
        if (pending.isEmpty()) {
            return false;
        }
        Guest silent = firstSilent();
        turnAway(silent != null ? silent : pending.iterator().next(), reason);
        return true;
    }

    private void turnAway(Guest guest, String reason) {
        LOG.log(Level.DEBUG, "{0} was turned away: {1}", guest, reason);
        pending.remove(guest);
        guest.close();
    }

    private void receive(Guest guest) {
        boolean proved = false;
        try {
            prove(guest);
            proved = true;
        } catch (SSLException e) {
            tellWhy(guest, Tls.told(e));
        } catch (IOException | RuntimeException | OutOfMemoryError e) {
            tellWhy(guest, e);
        } finally {
            dismiss(guest, proved);
        }
        onChange.run();
    }

    private void prove(Guest guest) throws IOException {
        if (options.tls() != null) {
            options.tls().asListener(guest.link().stream());
        }
        if (handshake != null) {
            handshake.asListener(guest);
        }
        guest.link().stream().limit(0, 0);
        guest.link().longest(options.longest());
    }

    private synchronized void tellWhy(Guest guest, Throwable reason) {
        if (pending.contains(guest)) { // or it was told before
            boolean strange = reason instanceof AuthenticationException || reason instanceof StreamCorruptedException;
            boolean warns = strange && warnings.hasOne();
            LOG.log(warns ? Level.WARNING : Level.DEBUG, "{0} was turned away: {1}", guest, reason.getMessage());
            if (warns && warnings.wasLast()) {
                LOG.log(
                        Level.WARNING,
                        "who else is turned away before {0} are over is logged as DEBUG only",
                        Warnings.PERIOD);
            }
        }
    }

    private synchronized void dismiss(Guest guest, boolean proved) {
        if (pending.remove(guest) && proved && !closed) {
            welcome.add(guest.link());
        } else {
            guest.close();
        }
    }

    /** All have to leave. */
    synchronized void close() {
        closed = true;
        pending.forEach(Guest::close);
        pending.clear();
        welcome.forEach(SocketLink::close);
        welcome.clear();
    }
}
