package io.github.multiprocessing4j.queue;

import io.github.multiprocessing4j.failure.QueueShutDownException;
import io.github.multiprocessing4j.region.Watchers;
import java.io.NotSerializableException;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** The elements of a queue between threads of this process: references, in its heap. */
final class LocalQueue implements QueueStorage {
    private final QueueKind kind;

    private final int capacity;

    /** Guards all that follows. */
    private final ReentrantLock lock = new ReentrantLock();

    private final Condition items = lock.newCondition();

    private final Condition room = lock.newCondition();

    private final Condition allDone = lock.newCondition();

    /** As they are given to who takes them, since one may be null. */
    private final Queue<Taken> elements = new ArrayDeque<>();

    private long unfinished;

    private boolean shutDown;

    private boolean closed;

    private final Watchers watchers = new Watchers();

    LocalQueue(QueueKind kind, int capacity) {
        this.kind = kind;
        this.capacity = QueueShape.checked(capacity);
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException("this queue is closed");
        }
    }

    @Override
    public boolean put(@Nullable Object element, long nanos) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            if (!awaitRoom(nanos)) {
                return false;
            }
            elements.add(new Taken(true, element));
            unfinished++;
            items.signal();
        } finally {
            lock.unlock();
        }
        watchers.tell();
        return true;
    }

    private boolean awaitRoom(long nanos) throws InterruptedException {
        long left = nanos;
        requireNotShutDown();
        while (elements.size() >= capacity) {
            if (left <= 0) {
                return false;
            }
            left = room.awaitNanos(left);
            requireNotShutDown();
        }
        return true;
    }

    private void requireNotShutDown() {
        requireOpen();
        if (shutDown) {
            throw new QueueShutDownException("the queue was shut down: nothing can be put into it any more");
        }
    }

    @Override
    public Taken take(long nanos) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            if (!awaitElement(nanos)) {
                return Taken.NOTHING;
            }
            room.signal();
            return elements.remove();
        } finally {
            lock.unlock();
        }
    }

    private boolean awaitElement(long nanos) throws InterruptedException {
        long left = nanos;
        requireOpen();
        while (elements.isEmpty()) {
            if (shutDown) {
                throw new QueueShutDownException("the queue was shut down: there is nothing to take from it any more");
            }
            if (left <= 0) {
                return false;
            }
            left = items.awaitNanos(left);
            requireOpen();
        }
        return true;
    }

    @Override
    public long size() {
        lock.lock();
        try {
            requireOpen();
            return elements.size();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public int capacity() {
        return capacity;
    }

    @Override
    public void taskDone() {
        lock.lock();
        try {
            requireOpen();
            if (unfinished == 0) {
                throw new IllegalStateException("taskDone was called more often than elements were put into the queue");
            }
            done(1);
        } finally {
            lock.unlock();
        }
    }

    private void done(long more) {
        unfinished -= more;
        if (unfinished == 0) {
            allDone.signalAll();
        }
    }

    @Override
    public boolean join(long nanos) throws InterruptedException {
        long left = nanos;
        lock.lockInterruptibly();
        try {
            requireOpen();
            while (unfinished > 0 && left > 0) {
                left = allDone.awaitNanos(left);
                requireOpen();
            }
            return unfinished == 0;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void shutDown(boolean now) {
        lock.lock();
        try {
            requireOpen();
            shutDown = true;
            if (now) {
                done(elements.size());
                elements.clear();
            }
            wakeAll();
        } finally {
            lock.unlock();
        }
        watchers.tell();
    }

    @Override
    public boolean isShutDown() {
        lock.lock();
        try {
            requireOpen();
            return shutDown;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            elements.clear();
            wakeAll();
        } finally {
            lock.unlock();
        }
        watchers.tell();
    }

    private void wakeAll() {
        items.signalAll();
        room.signalAll();
        allDone.signalAll();
    }

    @Override
    public boolean isReady() {
        lock.lock();
        try {
            return closed || shutDown || !elements.isEmpty();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public Registration whenReady(Runnable action) {
        Runnable stop = watchers.add(action);
        if (isReady()) {
            action.run();
        }
        return stop::run;
    }

    @Override
    public Object handle() throws NotSerializableException {
        throw new NotSerializableException("this queue is one between threads, whose elements are references that"
                + " mean nothing to another process: take one that Context.processes() or create() makes");
    }

    @Override
    public String toString() {
        lock.lock();
        try {
            return closed ? "closed" : describe();
        } finally {
            lock.unlock();
        }
    }

    private String describe() {
        return elements.size()
                + (capacity == Integer.MAX_VALUE ? "" : " of at most " + capacity)
                + (kind.counts() ? ", " + unfinished + " unfinished" : "")
                + (shutDown ? ", shut down" : "")
                + ", between threads";
    }
}
