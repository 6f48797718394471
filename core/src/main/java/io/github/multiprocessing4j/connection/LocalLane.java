package io.github.multiprocessing4j.connection;

import io.github.multiprocessing4j.region.Watchers;
import java.io.EOFException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** One direction of a pipe between threads: messages in the heap. Thread-safe. */
final class LocalLane {
    private final long capacity;

    /** Guards all that follows. */
    private final ReentrantLock lock = new ReentrantLock();

    private final Condition come = lock.newCondition();

    private final Condition room = lock.newCondition();

    private final Queue<LocalMessage> messages = new ArrayDeque<>();

    /** What the messages take of the capacity. */
    private long used;

    /** Why the end that sends is closed; null if it is not. */
    private @Nullable String senderClosed;

    /** Why the end that receives is closed; null if it is not. */
    private @Nullable String receiverClosed;

    private final Watchers watchers = new Watchers();

    LocalLane(long capacity) {
        this.capacity = capacity;
    }

    /** Sends a message as soon as there is room, of which a long one may take more than there is. */
    void send(LocalMessage message) throws IOException {
        lock.lock();
        try {
            requireBothEnds();
            while (used >= capacity) {
                room.await();
                requireBothEnds();
            }
            messages.add(message);
            used += message.cost();
            come.signal();
        } catch (InterruptedException e) {
            throw interrupted();
        } finally {
            lock.unlock();
        }
        watchers.tell();
    }

    private void requireBothEnds() throws IOException {
        if (senderClosed != null) {
            throw new IOException(senderClosed);
        }
        if (receiverClosed != null) {
            throw new IOException("the other end of this connection was closed");
        }
    }

    /** {@return the next message, as soon as there is one} */
    LocalMessage receive() throws IOException {
        lock.lock();
        try {
            while (!hasSomething()) {
                come.await();
            }
            LocalMessage message = messages.poll();
            if (message == null) {
                throw new EOFException("the other end of this connection was closed");
            }
            used -= message.cost();
            room.signalAll(); // what was one long message may be room for many
            return message;
        } catch (InterruptedException e) {
            throw interrupted();
        } finally {
            lock.unlock();
        }
    }

    /** {@return whether there is a message, or the end, by then} */
    boolean await(long nanos) throws IOException {
        long left = nanos;
        lock.lock();
        try {
            while (!hasSomething()) {
                if (left <= 0) {
                    return false;
                }
                left = come.awaitNanos(left);
            }
            come.signal(); // this takes nothing, so one who does is woken in its place
            return true;
        } catch (InterruptedException e) {
            throw interrupted();
        } finally {
            lock.unlock();
        }
    }

    private boolean hasSomething() throws IOException {
        if (receiverClosed != null) {
            throw new IOException(receiverClosed);
        }
        return senderClosed != null || !messages.isEmpty();
    }

    private static InterruptedIOException interrupted() {
        Thread.currentThread().interrupt();
        return new InterruptedIOException("interrupted while waiting for the other end of this connection");
    }

    boolean isReady() {
        lock.lock();
        try {
            return receiverClosed != null || hasSomething();
        } catch (IOException e) {
            return true; // who receives gets that exception
        } finally {
            lock.unlock();
        }
    }

    Waitable.Registration whenReady(Runnable action) {
        Runnable stop = watchers.add(action);
        if (isReady()) {
            action.run();
        }
        return stop::run;
    }

    /** Closes the end that sends; what was sent is received. */
    void closeSender(String reason) {
        lock.lock();
        try {
            senderClosed = senderClosed == null ? reason : senderClosed;
            wakeAll();
        } finally {
            lock.unlock();
        }
        watchers.tell();
    }

    /** Closes the end that receives; what it has not received is lost. */
    void closeReceiver(String reason) {
        lock.lock();
        try {
            receiverClosed = receiverClosed == null ? reason : receiverClosed;
            messages.clear();
            wakeAll();
        } finally {
            lock.unlock();
        }
        watchers.tell();
    }

    private void wakeAll() {
        come.signalAll();
        room.signalAll();
    }
}
