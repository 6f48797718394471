package io.github.multiprocessing4j.process;

import io.github.multiprocessing4j.os.LibraryLog;
import io.github.multiprocessing4j.wire.Channel;
import io.github.multiprocessing4j.wire.Rendezvous;
import java.io.IOException;
import java.io.StreamCorruptedException;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The parent's end of the conversation with one child: meets it, tells it what to run, at once or when that is known, takes in what it announces.
 */
final class ControlLink implements Runnable, AutoCloseable {
    /** A slow or stopped child is not a dead one: only its death, which closes the meeting place, ends the wait for it. */
    private static final Duration UNTIL_IT_DIES = Duration.ofDays(10_000);

    private final Rendezvous rendezvous;

    private final ClassOffice classes;

    private final Announcements announcements;

    /** Let go of as soon as it is sent. Guarded by this. */
    private @Nullable Order order;

    /** Guarded by this. */
    private @Nullable Runnable settle;

    /** Set with this held. */
    private volatile @Nullable Channel channel;

    private volatile boolean ended;

    /** Set before the child comes, as is what follows. */
    private @Nullable ByteBuffer preparation;

    private Runnable logs = () -> {};

    private Runnable unanswered = () -> {};

    /**
     * Makes one.
     *
     * @param rendezvous where the child will come
     * @param classes where it finds classes that it does not have
     * @param prepared to be told when it has made itself ready, if it is to do so before it is told what to run
     */
    ControlLink(Rendezvous rendezvous, ClassOffice classes, Runnable prepared) {
        this.rendezvous = rendezvous;
        this.classes = classes;
        this.announcements = new Announcements(this::settle, prepared, this::logs, this::answer);
    }

    /** Says what the child is to run, which is told when it has come. */
    void order(Order order) {
        classes.useContext();
        synchronized (this) {
            this.settle = order.settle();
            this.order = order;
        }
        if (ended) {
            settle(); // it ended before it could be told
        }
    }

    /** Tells the child, if it has come, what was ordered. May be called by any thread that nobody interrupts. */
    void tell() {
        try {
            sendStart();
        } catch (IOException e) {
            LibraryLog.logger().log(Level.DEBUG, "a child that waited to be told what to run has ended", e);
        }
    }

    /** Has the child make itself ready while it is not known yet what it is to run. Called before it comes. */
    void prepare(ByteBuffer message) {
        preparation = message;
    }

    /** Says what to do when the child logs. Called before it comes. */
    void whenItLogs(Runnable action) {
        logs = action;
    }

    /** Says what to do with a child that waits for an answer and won't get it. Called before it comes. */
    void whenUnanswered(Runnable action) {
        unanswered = action;
    }

    private void logs() {
        logs.run();
    }

    @Override
    public void run() {
        try (Channel met = rendezvous.await(UNTIL_IT_DIES)) {
            rendezvous.close();
            ByteBuffer first = preparation;
            if (first != null) {
                met.send(first);
            }
            synchronized (this) {
                channel = met;
            }
            sendStart();
            ByteBuffer announcement;
            while ((announcement = met.receive()) != null) {
                take(announcement);
            }
        } catch (StreamCorruptedException e) {
            LibraryLog.logger()
                    .log(
                            Level.WARNING,
                            "a child sent garbage over its control channel, to which nobody listens any more",
                            e);
        } catch (IOException e) {
            if (channel == null && !ended) {
                LibraryLog.logger().log(Level.WARNING, "a child can't be told what to run, and will end", e);
            } else {
                LibraryLog.logger().log(ended ? Level.TRACE : Level.DEBUG, "the control channel of a child ended", e);
            }
        } finally {
            // One that was never met would wait for ever at a place where nobody is.
            rendezvous.close();
        }
    }

    /** What is to be done about it may fail, for lack of threads say; there are more to come. */
    private void take(ByteBuffer announcement) throws StreamCorruptedException {
        try {
            announcements.take(announcement);
        } catch (RuntimeException | Error e) {
            LibraryLog.attempt(logger -> logger.log(Level.WARNING, "can't act on what a child has announced", e));
        }
    }

    /** Once: by whoever comes to it first when the child is there and it is known what it is to run. */
    private void sendStart() throws IOException {
        Order message;
        Channel open;
        synchronized (this) {
            open = channel;
            message = open == null ? null : order;
            if (message != null) {
                order = null;
            }
        }
        if (message != null && open != null) {
            open.send(message.beginning(), message.message());
        }
    }

    /** On a thread with a stack of the usual size: class loaders may need that, or take long, and the child has more to announce meanwhile. */
    private void answer(ByteBuffer question) {
        Channel open = channel;
        if (open != null) {
            try {
                Tellers.all().execute(() -> answer(question, open));
            } catch (RuntimeException | Error e) {
                unanswered.run(); // or the child would wait for ever
                throw e;
            }
        }
    }

    private void answer(ByteBuffer question, Channel open) {
        try {
            open.send(classes.answer(question));
        } catch (IOException e) {
            LibraryLog.logger().log(Level.DEBUG, "a child that asked for a class has ended", e);
        } catch (RuntimeException | Error e) {
            unanswered.run();
            LibraryLog.attempt(logger ->
                    logger.log(Level.WARNING, "a child that asked for a class can't be answered, and was killed", e));
        }
    }

    /** {@return whether the child has come} */
    boolean isMet() {
        return channel != null;
    }

    /** Nobody will decode the start message any more, or it was decoded. */
    void settle() {
        Runnable action;
        synchronized (this) {
            action = settle;
        }
        if (action != null) {
            action.run();
        }
    }

    Announcements announcements() {
        return announcements;
    }

    /** If the child never came, nobody needs to wait for it any more. */
    void childHasEnded() {
        ended = true;
        rendezvous.close();
    }

    @Override
    public void close() {
        rendezvous.close();
        Channel open = channel;
        if (open != null) {
            open.close();
        }
    }
}
