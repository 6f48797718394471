package io.github.multiprocessing4j.queue;

import io.github.multiprocessing4j.connection.Waitable;
import io.github.multiprocessing4j.failure.QueueShutDownException;
import java.io.InvalidObjectException;
import java.io.ObjectInputStream;
import java.io.ObjectStreamException;
import java.io.Serial;
import java.io.Serializable;
import java.util.AbstractQueue;
import java.util.Collection;
import java.util.Iterator;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A {@link BlockingQueue} that any number of processes put into and take from, through shared memory. CPython's counterpart is
 * {@code multiprocessing.Queue}.
 *
 * <pre>{@code
 * try (var q = Queue.<String>create()) {
 *     var p = ChildProcess.start(() -> q.put("done"));
 *     System.out.println(q.take());
 *     p.join();
 * }
 * }</pre>
 *
 * <p>Elements are copies, made as they are put: one that can't be serialized is an exception at who puts it. They come out in the
 * order in which they were put. Without a limit, putting never waits for somebody to take: what does not find room goes to
 * further shared memory. An element is in the queue, and nowhere else, as soon as it was put; there is no thread that still has
 * to send it, so a producer may end at once, or be killed.
 *
 * <p><b>When a process is killed</b> as it puts or takes, that element is in the queue or not, whole; all others are there,
 * once, and in their order. Nobody waits for longer than a second for the dead one.
 *
 * <p><b>Between threads.</b> A queue that {@link #betweenThreads()} or {@code Context.threads()} makes has the same methods and works as told here, but
 * hands its elements over as they are: nothing is copied, what is taken is the very object that was put, and it need not be
 * serializable. Such a queue takes no shared memory, and can't be sent to another process: that is a {@link
 * io.github.multiprocessing4j.failure.SerializationException}. All threads of a process have it in common, and one that closes
 * it closes it for all.
 *
 * <p>Thread-safe and process-safe. A queue can be sent to other processes at any time, also in a queue.
 *
 * <p><b>Memory consistency effects:</b> what a thread did before it put an element <i>happens-before</i> what follows its removal, in
 * whatever process.
 *
 * @param <E> what it holds; null is no element
 */
public sealed class Queue<E> extends AbstractQueue<E> implements BlockingQueue<E>, AutoCloseable, Serializable, Waitable
        permits JoinableQueue {
    @Serial
    private static final long serialVersionUID = 1L;

    final transient QueueStorage storage;

    Queue(QueueStorage storage) {
        this.storage = storage;
    }

    /**
     * {@return a new queue without a limit}
     *
     * @param <E> what it holds
     * @throws java.io.UncheckedIOException if there is no room in shared memory
     */
    public static <E> Queue<E> create() {
        return create(Integer.MAX_VALUE);
    }

    /**
     * {@return a new queue with a limit}
     *
     * @param <E> what it holds
     * @param capacity how many elements it may hold; who puts more waits
     * @throws java.io.UncheckedIOException if there is no room in shared memory
     * @throws IllegalArgumentException if the capacity is not positive
     */
    public static <E> Queue<E> create(int capacity) {
        return new Queue<>(SharedQueue.create(QueueKind.PLAIN, capacity));
    }

    /**
     * {@return a new queue without a limit, between threads of this process} What {@code Context.threads().queue()} gives.
     *
     * @param <E> what it holds
     */
    public static <E> Queue<E> betweenThreads() {
        return betweenThreads(Integer.MAX_VALUE);
    }

    /**
     * {@return a new queue with a limit, between threads of this process}
     *
     * @param <E> what it holds
     * @param capacity how many elements it may hold; who puts more waits
     * @throws IllegalArgumentException if the capacity is not positive
     */
    public static <E> Queue<E> betweenThreads(int capacity) {
        return new Queue<>(new LocalQueue(QueueKind.PLAIN, capacity));
    }

    /**
     * Puts an element, waiting while the queue is full. CPython's {@code put(obj)}.
     *
     * @param element what to put; a copy is taken
     * @throws io.github.multiprocessing4j.failure.QueueShutDownException if the queue is or gets {@linkplain #shutdown shut down}
     * @throws io.github.multiprocessing4j.failure.SerializationException if it can't be sent to another process
     * @throws java.io.UncheckedIOException if there is no room for it in shared memory
     * @throws IllegalStateException if the queue is closed in this process
     * @throws InterruptedException if the thread is or gets interrupted; in all these cases the queue is as it was
     */
    @Override
    public void put(E element) throws InterruptedException {
        storage.put(Objects.requireNonNull(element), Long.MAX_VALUE);
    }

    /**
     * Puts an element if the queue is or gets not full within some time. CPython's {@code put(obj, timeout=...)}.
     *
     * @param element what to put; a copy is taken
     * @param timeout how long to wait; not at all if it is not positive
     * @param unit of the time
     * @return whether it was put
     * @throws InterruptedException if the thread is or gets interrupted; it and what else is thrown are as for {@link #put}
     */
    @Override
    public boolean offer(E element, long timeout, TimeUnit unit) throws InterruptedException {
        return storage.put(Objects.requireNonNull(element), unit.toNanos(timeout));
    }

    /**
     * Puts an element if the queue is not full. CPython's {@code put_nowait}. It may have to wait a moment for another one who
     * is just putting; an interrupt does not end that.
     *
     * @param element what to put; a copy is taken
     * @return whether it was put
     */
    @Override
    public boolean offer(E element) {
        Objects.requireNonNull(element);
        return Patiently.call(nanos -> storage.put(element, nanos));
    }

    /**
     * Takes the first element, waiting until there is one. CPython's {@code get()}.
     *
     * @return the element
     * @throws io.github.multiprocessing4j.failure.QueueShutDownException if the queue is or gets {@linkplain #shutdown shut down} and
     *     there is nothing left to take
     * @throws io.github.multiprocessing4j.failure.SerializationException if it can't be made here; it is lost
     * @throws IllegalStateException if the queue is closed in this process
     * @throws InterruptedException if the thread is or gets interrupted
     */
    @Override
    public E take() throws InterruptedException {
        E element = poll(Long.MAX_VALUE, TimeUnit.NANOSECONDS);
        return Objects.requireNonNull(element, "a wait without end has ended");
    }

    /**
     * Takes the first element if there is one within some time. CPython's {@code get(timeout=...)}.
     *
     * @param timeout how long to wait; not at all if it is not positive
     * @param unit of the time
     * @return the element, or null if there is none
     * @throws InterruptedException if the thread is or gets interrupted; it and what else is thrown are as for {@link #take}
     */
    @Override
    @SuppressWarnings("unchecked") // only E are put
    public @Nullable E poll(long timeout, TimeUnit unit) throws InterruptedException {
        return (E) storage.take(unit.toNanos(timeout)).element();
    }

    /**
     * Takes the first element if there is one. CPython's {@code get_nowait}. It may have to wait a moment for another one who is
     * just taking; an interrupt does not end that.
     *
     * @return the element, or null if there is none
     */
    @Override
    @SuppressWarnings("unchecked") // only E are put
    public @Nullable E poll() {
        return (E) Patiently.call(storage::take).element();
    }

    /** {@return how many elements there are at the moment} CPython's {@code qsize}. */
    @Override
    public int size() {
        return (int) Math.min(Integer.MAX_VALUE, storage.size());
    }

    /** {@return whether who puts had to wait at the moment} CPython's {@code full}. */
    public boolean isFull() {
        return remainingCapacity() == 0;
    }

    /** {@return how many elements there is room for at the moment; {@link Integer#MAX_VALUE} if there is no limit} */
    @Override
    public int remainingCapacity() {
        int capacity = storage.capacity();
        return capacity == Integer.MAX_VALUE ? capacity : Math.max(0, capacity - size());
    }

    @Override
    public int drainTo(Collection<? super E> target) {
        return drainTo(target, Integer.MAX_VALUE);
    }

    /**
     * Takes as many elements as there are at the moment, and adds them to a collection.
     *
     * @param target where to add them; an element that it refuses is lost
     * @param most how many to take at most; none if it is not positive
     * @return how many were taken
     * @throws IllegalArgumentException if the target is this queue
     */
    @Override
    @SuppressWarnings(
            "ReferenceEquality") // another handle of this queue is no error: each element goes to its end once
    public int drainTo(Collection<? super E> target, int most) {
        if (Objects.requireNonNull(target) == this) {
            throw new IllegalArgumentException("a queue can't be drained to itself");
        }
        int present = Math.min(most, size());
        int drained = 0;
        while (drained < present) {
            E element = pollIfAny();
            if (element == null) {
                break;
            }
            target.add(element);
            drained++;
        }
        return drained;
    }

    private @Nullable E pollIfAny() {
        try {
            return poll();
        } catch (QueueShutDownException e) {
            return null; // somebody else has taken the last one
        }
    }

    /**
     * Not possible: looking at an element would have to copy it, and what it holds may be something that can move once only.
     *
     * @throws UnsupportedOperationException always
     */
    @Override
    public E peek() {
        throw unsupported("looked at without being taken");
    }

    /**
     * Not possible.
     *
     * @throws UnsupportedOperationException always
     */
    @Override
    public Iterator<E> iterator() {
        throw unsupported("iterated over or searched");
    }

    /**
     * Not possible.
     *
     * @throws UnsupportedOperationException always
     */
    @Override
    public boolean remove(Object element) {
        throw unsupported("removed from the middle");
    }

    private static UnsupportedOperationException unsupported(String what) {
        return new UnsupportedOperationException("elements of a queue can't be " + what
                + ": between processes they are bytes in shared memory until somebody takes them");
    }

    /**
     * Shuts the queue down: nothing can be put into it any more, by no process; what is there can be taken. Who waits to put, and
     * who waits to take when there is nothing left, gets a {@link io.github.multiprocessing4j.failure.QueueShutDownException}.
     */
    public void shutdown() {
        shutdown(false);
    }

    /**
     * Shuts the queue down in all processes. Python's counterpart is {@code queue.Queue.shutdown}, which its queues between
     * processes do not have.
     *
     * @param immediate whether what is there can't be taken any more either
     */
    public void shutdown(boolean immediate) {
        storage.shutDown(immediate);
    }

    /** {@return whether the queue was shut down, by whatever process} */
    public boolean isShutdown() {
        return storage.isShutDown();
    }

    /** Does nothing, since there is no thread that still has to send elements. CPython's {@code join_thread}. */
    public void joinThread() {}

    /** Does nothing, since there is no thread that still has to send elements. CPython's {@code cancel_join_thread}. */
    public void cancelJoinThread() {}

    /**
     * Gives up this process's share of the queue; others have it further, with all its elements. Its methods throw an
     * {@link IllegalStateException} then, also in threads that wait in them; calling this again does nothing.
     */
    @Override
    public void close() {
        storage.close();
    }

    /** {@return whether taking would not wait now: because there is an element, or the queue was shut down,
     * or is closed in this process} Others may take the element before the caller does. */
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
        return getClass().getSimpleName() + "[" + storage + "]";
    }

    @Serial
    final Object writeReplace() throws ObjectStreamException {
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
