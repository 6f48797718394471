package io.github.multiprocessing4j.manager;

import java.util.ListIterator;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/** Goes through a list in a server to and fro, by a call for each step. */
final class SteppingIterator<E extends @Nullable Object> implements ListIterator<E> {
    private final ListProxy<E> list;

    private int next;

    /** Of the element that can be changed; -1 if there is none. */
    private int last = -1;

    SteppingIterator(ListProxy<E> list, int index) {
        this.list = list;
        this.next = index;
    }

    @Override
    public boolean hasNext() {
        return next < list.size();
    }

    @Override
    public E next() {
        E element = get(next);
        last = next++;
        return element;
    }

    @Override
    public boolean hasPrevious() {
        return next > 0;
    }

    @Override
    public E previous() {
        E element = get(next - 1);
        last = --next;
        return element;
    }

    private E get(int index) {
        try {
            return list.get(index);
        } catch (IndexOutOfBoundsException e) {
            throw new NoSuchElementException(e);
        }
    }

    @Override
    public int nextIndex() {
        return next;
    }

    @Override
    public int previousIndex() {
        return next - 1;
    }

    private int requireLast() {
        if (last < 0) {
            throw new IllegalStateException("no element to change");
        }
        return last;
    }

    @Override
    public void remove() {
        list.remove(requireLast());
        next = last;
        last = -1;
    }

    @Override
    public void set(E element) {
        list.set(requireLast(), element);
    }

    @Override
    public void add(E element) {
        list.add(next++, element);
        last = -1;
    }
}
