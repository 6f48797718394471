package io.github.multiprocessing4j.manager;

import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/** Goes through a list in a server and fetches many elements at a time, the more the farther it comes. */
final class SliceIterator<E extends @Nullable Object> implements Iterator<E> {
    private static final int FIRST = 32;

    private static final int MOST = 4096;

    private final ListProxy<E> list;

    private List<E> slice = List.of();

    /** Where the slice begins, and the next element in it. */
    private int from;

    private int next;

    private boolean removable;

    SliceIterator(ListProxy<E> list) {
        this.list = list;
    }

    @Override
    public boolean hasNext() {
        if (next == slice.size()) {
            from += next;
            int count = Math.clamp(2L * slice.size(), FIRST, MOST);
            slice = list.slice(from, from + count);
            next = 0;
        }
        return next < slice.size();
    }

    @Override
    public E next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        removable = true;
        return slice.get(next++);
    }

    /** Removes the element at that place, which is another one if somebody else has changed the list meanwhile. */
    @Override
    public void remove() {
        if (!removable) {
            throw new IllegalStateException("no element to remove");
        }
        removable = false;
        list.remove(from + next - 1);
        from--;
    }
}
