package io.github.multiprocessing4j.manager;

import io.github.multiprocessing4j.failure.WaitInterruptedException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** An iterator in a server, with one call at a time in it, from which several elements can be had at once. */
class ManagedIterator<E extends @Nullable Object> implements Iterator<E> {
    private static final long SOON = TimeUnit.MILLISECONDS.toNanos(1);

    private final Iterator<E> elements;

    private final ReentrantLock lock = new ReentrantLock();

    /** What has come in place of an element, behind others that were handed out. Guarded by the lock. */
    private @Nullable Throwable failure;

    ManagedIterator(Iterator<E> elements) {
        this.elements = elements;
    }

    /** {@return what a server has instead of an object: of an iterator one that can give what its proxies ask for} */
    static Object inPlaceOf(Object object, ManagedType<?> type) {
        return type.proxyType() == IteratorProxy.class
                        && object instanceof Iterator<?> plain
                        && !(plain instanceof ManagedIterator<?>)
                ? new ManagedIterator<>(plain)
                : object;
    }

    @Override
    public final boolean hasNext() {
        return alone(() -> failure != null || elements.hasNext());
    }

    @Override
    public final E next() {
        return alone(() -> {
            throwFailure();
            return elements.next();
        });
    }

    @Override
    public final void remove() {
        var _ = alone(() -> {
            elements.remove();
            return true;
        });
    }

    public final List<E> take(int most) {
        if (most < 1) {
            throw new IllegalArgumentException("at least 1 element can be taken, not " + most);
        }
        return alone(() -> {
            throwFailure();
            List<E> taken = new ArrayList<>();
            if (elements.hasNext()) {
                taken.add(elements.next());
                addThoseThatAreThere(taken, most);
            }
            return taken;
        });
    }

    private void throwFailure() {
        Throwable thrown = failure;
        failure = null;
        switch (thrown) {
            case RuntimeException e -> throw e;
            case Error e -> throw e;
            case null, default -> {}
        }
    }

    private void addThoseThatAreThere(List<E> taken, int most) {
        try {
            addMore(taken, most);
        } catch (RuntimeException | Error e) {
            failure = e; // for the next call: these have their place before it
        }
    }

    /** Adds elements for which nobody has to wait. */
    void addMore(List<E> taken, int most) {
        long start = System.nanoTime();
        while (taken.size() < most && System.nanoTime() - start < SOON && elements.hasNext()) {
            taken.add(elements.next());
        }
    }

    private <T extends @Nullable Object> T alone(Supplier<T> call) {
        try {
            lock.lockInterruptibly();
        } catch (InterruptedException e) {
            throw WaitInterruptedException.of("others that wait for an element of the same iterator", e);
        }
        try {
            return call.get();
        } finally {
            lock.unlock();
        }
    }
}
