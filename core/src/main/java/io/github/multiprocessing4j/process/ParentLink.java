package io.github.multiprocessing4j.process;

import io.github.multiprocessing4j.os.LibraryLog;
import io.github.multiprocessing4j.wire.Channel;
import io.github.multiprocessing4j.wire.Invitation;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** A child's end of the conversation with its parent. */
final class ParentLink {
    /** What can be said when there is no memory left to prepare it. */
    private static final ByteBuffer LAST_WORDS =
            ByteBuffer.allocateDirect(1).put(Announcements.OUT_OF_MEMORY).flip();

    private static final long LOOK_AGAIN_MILLIS = 20;

    private static final Object LOCK = new Object();

    /** Null until the parent was met. Guarded by {@link #LOCK}. */
    private static @Nullable ParentLink current;

    /** Whether a signal is ending this process already. Guarded by {@link #LOCK}. */
    private static boolean ending;

    private final Channel channel;

    private final ParentMessages messages;

    private final Object asking = new Object();

    private ParentLink(Channel channel) {
        this.channel = channel;
        this.messages = new ParentMessages(channel);
    }

    /**
     * Meets the parent. From the announcement that this process is ready on, its parent counts on being told of every
     * signal that ends it; one that came before must therefore end it before it can say so.
     */
    static ParentLink to(Invitation invitation) throws IOException {
        ParentLink link = new ParentLink(invitation.accept());
        synchronized (LOCK) {
            waitIfEnding();
            current = link;
            link.send(Announcements.READY);
        }
        return link;
    }

    private static void waitIfEnding() {
        while (ending || SignalAnnouncer.endsThisProcess()) {
            try {
                LOCK.wait(LOOK_AGAIN_MILLIS);
            } catch (InterruptedException e) {
                // The JVM is on its way out, and ends whatever this thread does.
            }
        }
    }

    /** Tells the parent, if it was met, which signal is ending this process. */
    static void announceSignal(int signal) {
        synchronized (LOCK) {
            ending = true;
            if (current != null) {
                current.send(Announcements.SIGNAL, (byte) signal);
            }
        }
    }

    /** Tells the parent, which was met, that there is something to be read of what this process logs. */
    static void announceLogs() {
        synchronized (LOCK) {
            if (current != null) {
                current.send(Announcements.LOGS);
            }
        }
    }

    void announceDecoded() {
        send(Announcements.DECODED);
    }

    void announcePrepared() {
        send(Announcements.PREPARED);
    }

    void announceUnprepared(String why) {
        byte[] text = why.getBytes(StandardCharsets.UTF_8);
        send(ByteBuffer.allocate(1 + text.length)
                .put(Announcements.UNPREPARED)
                .put(text)
                .array());
    }

    void announceOutOfMemory() {
        trySend(LAST_WORDS);
    }

    private void send(byte... announcement) {
        trySend(ByteBuffer.wrap(announcement));
    }

    private void trySend(ByteBuffer announcement) {
        try {
            channel.send(announcement);
        } catch (IOException e) {
            // The parent is gone, and nobody is interested any more; the parent watch sees to the rest.
            LibraryLog.logger().log(Level.TRACE, "nobody hears this announcement", e);
        }
    }

    /** {@return what the parent says next of what to run} */
    ByteBuffer nextMessage() throws IOException {
        return messages.nextStart();
    }

    /** {@return the parent's answer, from its outcome on} Not to be called by a thread that somebody may interrupt. */
    ByteBuffer ask(byte question, String name) throws IOException {
        byte[] text = name.getBytes(StandardCharsets.UTF_8);
        synchronized (asking) {
            channel.send(
                    ByteBuffer.allocate(1 + text.length).put(question).put(text).flip());
            return messages.nextAnswer();
        }
    }
}
