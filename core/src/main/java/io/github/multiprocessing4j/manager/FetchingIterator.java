package io.github.multiprocessing4j.manager;

import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/** Goes through an iterator in a server and fetches many elements at a time. Not thread-safe. */
final class FetchingIterator<E extends @Nullable Object> implements Iterator<E> {
    private static final int MOST = 1024;

    private final IteratorProxy<E> elements;

    private List<E> fetched = List.of();

    private int next;

    FetchingIterator(IteratorProxy<E> elements) {
        this.elements = elements;
    }

    @Override
    public boolean hasNext() {
        if (next == fetched.size()) {
            fetched = elements.take(MOST);
            next = 0;
        }
        return !fetched.isEmpty();
    }

    @Override
    public E next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        return fetched.get(next++);
    }
}
