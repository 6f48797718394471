package io.github.multiprocessing4j.manager;

import io.github.multiprocessing4j.queue.Queue;
import java.util.AbstractQueue;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Spliterator;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A queue in a server. Thread-safe. */
class ManagedQueue<E> extends AbstractQueue<E> implements BlockingQueue<E> {
    private final Queue<E> queue;

    ManagedQueue(Queue<E> queue) {
        this.queue = queue;
    }

    /** The caller has taken some elements. */
    void taken(int count) {}

    @Override
    public void put(E element) throws InterruptedException {
        queue.put(element);
    }

    @Override
    public boolean offer(E element) {
        return queue.offer(element);
    }

    @Override
    public boolean offer(E element, long timeout, TimeUnit unit) throws InterruptedException {
        return queue.offer(element, timeout, unit);
    }

    @Override
    public E take() throws InterruptedException {
        E element = queue.take();
        taken(1);
        return element;
    }

    @Override
    public @Nullable E poll() {
        return polled(queue.poll());
    }

    @Override
    public @Nullable E poll(long timeout, TimeUnit unit) throws InterruptedException {
        return polled(queue.poll(timeout, unit));
    }

    private @Nullable E polled(@Nullable E element) {
        if (element != null) {
            taken(1);
        }
        return element;
    }

    public List<E> drain(int most) {
        List<E> drained = new ArrayList<>();
        drainTo(drained, most);
        return drained;
    }

    @Override
    public int drainTo(Collection<? super E> target) {
        return drainTo(target, Integer.MAX_VALUE);
    }

    @Override
    public int drainTo(Collection<? super E> target, int most) {
        int count = queue.drainTo(target, most);
        taken(count);
        return count;
    }

    @Override
    public int size() {
        return queue.size();
    }

    @Override
    public int remainingCapacity() {
        return queue.remainingCapacity();
    }

    public boolean isFull() {
        return queue.isFull();
    }

    public void shutdown() {
        queue.shutdown();
    }

    public void shutdown(boolean immediate) {
        queue.shutdown(immediate);
    }

    public boolean isShutdown() {
        return queue.isShutdown();
    }

    @Override
    public E peek() {
        throw new UnsupportedOperationException("elements of a queue can't be looked at without being taken");
    }

    @Override
    public Iterator<E> iterator() {
        throw new UnsupportedOperationException("elements of a queue can't be iterated over or searched");
    }

    @Override
    public Spliterator<E> spliterator() {
        throw new UnsupportedOperationException("elements of a queue can't be iterated over or searched");
    }

    @Override
    public boolean remove(Object element) {
        throw new UnsupportedOperationException("elements of a queue can't be removed from the middle");
    }

    @Override
    public String toString() {
        return queue.toString();
    }
}
