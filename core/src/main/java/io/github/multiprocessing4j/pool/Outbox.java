package io.github.multiprocessing4j.pool;

import io.github.multiprocessing4j.os.LibraryLog;
import io.github.multiprocessing4j.recording.Recording;
import io.github.multiprocessing4j.recording.TaskSent;
import io.github.multiprocessing4j.wire.Channel;
import io.github.multiprocessing4j.wire.Letter;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.util.Deque;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/*
 * Whoever has put something in sends it, as long as that does not block: another thread would have to be woken for it, which takes longer
 * than all else. What does not fit is left to the outbox's own thread, so that callers, who may be interrupted or virtual, and the receiver, for whom
 * the worker may be waiting, never wait for the worker.
 *
 * One at a time sends. Who finds another one at it leaves, for that one looks once more when it has let go.
 */
/** What is on its way to a worker. */
final class Outbox {
    private static final int STACK_BYTES = 256 << 10;

    private final Worker worker;

    private final Deque<Assignment> letters = new ConcurrentLinkedDeque<>();

    private final ReentrantLock sending = new ReentrantLock();

    /** For the thread: something does not fit, or there will be nothing more. */
    private final Semaphore stuck = new Semaphore(0);

    private volatile @Nullable Channel channel;

    private volatile boolean closed;

    Outbox(Worker worker) {
        this.worker = worker;
    }

    void start(Channel open) {
        Thread.ofPlatform()
                .daemon()
                .stackSize(STACK_BYTES)
                .name("mp4j-pool-sender to " + worker.id())
                .start(() -> sendWhatIsStuck(open));
        channel = open;
    }

    /** Perhaps with the dispatcher's lock held; to be {@linkplain #flush flushed} without. */
    void add(Assignment assignment) {
        letters.add(assignment);
    }

    /** Takes back what was recalled, so that what a worker does not fetch does not pile up. It may have been sent. */
    void remove(Assignment assignment) {
        letters.remove(assignment);
    }

    void close() {
        closed = true;
        stuck.release();
    }

    /** Sends what fits, and has the rest sent. Never waits for the worker. */
    void flush() {
        Channel open = channel;
        if (open == null || closed) {
            return;
        }
        boolean fits = false;
        try {
            fits = sendWhatFits(open);
        } finally {
            if (!fits) {
                stuck.release(); // also if the caller's stack has overflown: what is left may be somebody else's
            }
        }
    }

    /** {@return whether all has fitted, or somebody else is at it} */
    private boolean sendWhatFits(Channel open) {
        boolean fits = true;
        while (fits && !letters.isEmpty() && sending.tryLock()) {
            try {
                fits = tryAll(open);
            } finally {
                sending.unlock();
            }
        }
        return fits;
    }

    /** {@return whether all has fitted} */
    private boolean tryAll(Channel open) {
        for (Assignment next = letters.peek(); next != null; next = letters.peek()) {
            boolean sent = false;
            try {
                sent = send(next, open::trySend);
            } catch (IOException | OutOfMemoryError e) {
                // The thread, which sends it next, will find the same, and deals with it; callers have nothing to do
                // with it.
            }
            if (!sent) {
                return false;
            }
            letters.remove(next); // only now, for to put it back may take memory that there is not
        }
        return true;
    }

    // -- the thread
    // ----------------------------------------------------------------------------------------------------

    private void sendWhatIsStuck(Channel open) {
        try {
            while (!closed) {
                stuck.acquire();
                stuck.drainPermits();
                sendAll(open);
                flush(); // what was put in meanwhile by who found this thread at it
            }
        } catch (IOException e) {
            LibraryLog.logger().log(Level.DEBUG, "nothing more can be sent to " + worker, e);
            worker.killIfItLingers(); // most likely it is dying, and how is what callers want to know
        } catch (OutOfMemoryError e) {
            worker.terminate(); // what it was to be sent it will not get
            throw e;
        } catch (InterruptedException e) {
            throw new AssertionError("nobody knows this thread", e);
        }
    }

    private void sendAll(Channel open) throws IOException {
        sending.lock();
        try {
            for (Assignment next = letters.poll(); next != null && !closed; next = letters.poll()) {
                send(next, message -> {
                    open.send(message);
                    return true;
                });
            }
        } finally {
            sending.unlock();
        }
    }

    /** How a message is sent. */
    private interface Way {
        /** {@return whether it was sent} */
        boolean send(Letter message) throws IOException;
    }

    /** {@return whether there is nothing more to be done for it} */
    private static boolean send(Assignment assignment, Way way) throws IOException {
        Letter message = assignment.chunk().message(assignment.slot(), assignment.id());
        if (message == null) {
            return true;
        }
        TaskSent event = Recording.isOn() ? began(assignment) : null;
        boolean sent = way.send(message);
        if (sent && event != null) {
            event.ended(message.length());
        }
        return sent;
    }

    private static TaskSent began(Assignment assignment) {
        CallSite site = assignment.chunk().site;
        return TaskSent.began(
                site.name(),
                site.firstItem(),
                assignment.chunk().size,
                assignment.worker().toString());
    }
}
