package io.github.multiprocessing4j.process;

import io.github.multiprocessing4j.wire.Channel;
import io.github.multiprocessing4j.wire.Rendezvous;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The parent's end of the conversation with one child: meets it, tells it what to run, takes in what it announces. */
final class ControlLink implements Runnable, AutoCloseable {
    private static final Logger LOG = System.getLogger("io.github.multiprocessing4j");

    /** A slow or stopped child is not a dead one: only its death, which closes the meeting place, ends the wait for it. */
    private static final Duration UNTIL_IT_DIES = Duration.ofDays(10_000);

    private final Rendezvous rendezvous;

    private final Announcements announcements;

    private final Runnable settle;

    /** Let go of as soon as it is sent. */
    private @Nullable ByteBuffer startMessage;

    private volatile @Nullable Channel channel;

    private volatile boolean ended;

    /**
     * Makes one.
     *
     * @param settle to be told when the start message was decoded, or never will be
     */
    ControlLink(Rendezvous rendezvous, ByteBuffer startMessage, Runnable settle) {
        this.rendezvous = rendezvous;
        this.announcements = new Announcements(settle);
        this.settle = settle;
        this.startMessage = startMessage;
    }

    @Override
    public void run() {
        try (Channel met = rendezvous.await(UNTIL_IT_DIES)) {
            channel = met;
            rendezvous.close();
            sendStart(met);
            ByteBuffer announcement;
            while ((announcement = met.receive()) != null) {
                announcements.take(announcement);
            }
        } catch (IOException e) {
            if (channel == null && !ended) {
                LOG.log(Level.WARNING, "a child can't be told what to run, and will end", e);
            } else {
                LOG.log(ended ? Level.TRACE : Level.DEBUG, "the control channel of a child ended", e);
            }
        } catch (IllegalArgumentException | BufferUnderflowException e) {
            LOG.log(
                    Level.WARNING,
                    "a child sent garbage over its control channel, to which nobody listens any more",
                    e);
        } finally {
            // One that was never met would wait for ever at a place where nobody is.
            rendezvous.close();
        }
    }

    private void sendStart(Channel met) throws IOException {
        ByteBuffer message = startMessage;
        startMessage = null;
        if (message != null) {
            met.send(message);
        }
    }

    /** Nobody will decode the start message any more. */
    void settle() {
        settle.run();
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
