package io.github.multiprocessing4j.process;

import io.github.multiprocessing4j.wire.Channel;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/*
 * Two wait for what the parent says: the main thread for what to run, and whoever asked for a class for the answer, one at a time. No thread
 * is there to receive for both, since a child's start has no time for one. So one of those who wait receives, and lays down what is not for it.
 */
/** What a parent says to its child, told apart. Thread-safe. */
final class ParentMessages {
    /** The first byte of an answer to who asked for a class, or for resources. Other messages are the {@link StartMessage}'s. */
    static final byte CLASS = 3;

    private final Channel channel;

    /** Guarded by this, as is what follows. */
    private boolean receiving;

    private @Nullable ByteBuffer start;

    private @Nullable ByteBuffer answer;

    ParentMessages(Channel channel) {
        this.channel = channel;
    }

    /** {@return what it says next of what to run} */
    ByteBuffer nextStart() throws IOException {
        while (true) {
            ByteBuffer message = take(false);
            if (message != null) {
                return message;
            }
            receive();
        }
    }

    /** {@return its answer to the only question that was put, after the first byte} */
    ByteBuffer nextAnswer() throws IOException {
        while (true) {
            ByteBuffer message = take(true);
            if (message != null) {
                var _ = message.get();
                return message;
            }
            receive();
        }
    }

    /** {@return what is there; null if there is nothing yet and the caller is to receive} Waits while another one does. */
    private synchronized @Nullable ByteBuffer take(boolean answers) {
        while (true) {
            ByteBuffer there = answers ? answer : start;
            if (there != null) {
                answer = answers ? null : answer;
                start = answers ? start : null;
                return there;
            } else if (!receiving) {
                receiving = true;
                return null;
            }
            try {
                wait();
            } catch (InterruptedException e) {
                // It is not known yet what is to run, or this thread is none of the user's: there is nobody who means
                // this.
            }
        }
    }

    private void receive() throws IOException {
        ByteBuffer message = null;
        try {
            message = channel.receive();
            if (message == null) {
                throw new EOFException("the parent has ended");
            }
        } finally {
            received(message);
        }
    }

    private synchronized void received(@Nullable ByteBuffer message) {
        receiving = false;
        if (message != null && message.get(message.position()) == CLASS) {
            answer = message;
        } else if (message != null) {
            start = message;
        }
        notifyAll();
    }
}
