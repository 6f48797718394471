package io.github.multiprocessing4j.queue;

import io.github.multiprocessing4j.connection.Waitable;
import java.io.InvalidObjectException;
import java.io.ObjectInputStream;
import java.io.ObjectStreamException;
import java.io.Serial;
import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * A queue without a limit that any number of processes put into and take from, and that can do no more than that. CPython's
 * counterpart is {@code multiprocessing.SimpleQueue}.
 *
 * <p>Like a {@link Queue}, but null is an element like any other.
 *
 * @param <E> what it holds
 */
public final class SimpleQueue<E extends @Nullable Object> implements AutoCloseable, Serializable, Waitable {
    @Serial
    private static final long serialVersionUID = 1L;

    private final transient QueueStorage storage;

    SimpleQueue(QueueStorage storage) {
        this.storage = storage;
    }

    /**
     * {@return a new queue}
     *
     * @param <E> what it holds
     * @throws java.io.UncheckedIOException if there is no room in shared memory
     */
    public static <E extends @Nullable Object> SimpleQueue<E> create() {
        return new SimpleQueue<>(SharedQueue.create(QueueKind.SIMPLE, Integer.MAX_VALUE));
    }

    /**
     * {@return a new queue between threads of this process} See {@link Queue} for how it differs.
     *
     * @param <E> what it holds
     */
    public static <E extends @Nullable Object> SimpleQueue<E> betweenThreads() {
        return new SimpleQueue<>(new LocalQueue(QueueKind.SIMPLE, Integer.MAX_VALUE));
    }

    /**
     * Puts an element. CPython's {@code put}.
     *
     * @param element what to put; a copy is taken
     * @throws io.github.multiprocessing4j.failure.SerializationException if it can't be sent to another process; the queue is as it
     *     was
     * @throws java.io.UncheckedIOException if there is no room for it in shared memory; the queue is as it was
     * @throws InterruptedException if the thread is or gets interrupted; the queue is as it was
     */
    public void put(E element) throws InterruptedException {
        storage.put(element, Long.MAX_VALUE);
    }

    /**
     * Takes the first element, waiting until there is one. CPython's {@code get}.
     *
     * @return the element
     * @throws io.github.multiprocessing4j.failure.SerializationException if it can't be made here; it is lost
     * @throws InterruptedException if the thread is or gets interrupted
     */
    @SuppressWarnings({"unchecked", "NullAway"}) // only E are put, and null only if it is one
    public E take() throws InterruptedException {
        return (E) storage.take(Long.MAX_VALUE).element();
    }

    /** {@return whether there are no elements at the moment} */
    public boolean isEmpty() {
        return storage.size() == 0;
    }

    /** Gives up this process's share of the queue. Its methods throw then; calling this again does nothing. */
    @Override
    public void close() {
        storage.close();
    }

    /** {@return whether taking would not wait now: because there is an element, or the
     * queue is closed in this process} Others may take the element before the caller does. */
    @Override
    public boolean isReady() {
        return storage.isReady();
    }

    /**
     * {@inheritDoc}
     *
     * <p>Who is told takes nothing away from others: those who are blocked in taking, in whatever process, get the element as if nobody
     * had been told.
     */
    @Override
    public Registration whenReady(Runnable action) {
        return storage.whenReady(action);
    }

    @Override
    public String toString() {
        return "SimpleQueue[" + storage + "]";
    }

    @Serial
    private Object writeReplace() throws ObjectStreamException {
        return storage.handle();
    }

    @Serial
    private void readObject(ObjectInputStream in) throws InvalidObjectException {
        throw new InvalidObjectException("a queue is sent as a handle");
    }

    @Serial
    private void readObjectNoData() throws InvalidObjectException {
        throw new InvalidObjectException("a queue is sent as a handle");
    }
}
