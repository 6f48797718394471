package io.github.multiprocessing4j.manager;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** An array in a server. */
final class ManagedArray<T extends @Nullable Object> implements Iterable<T>, Executor.CopiedAs {
    private final ElementCheck check;

    private final List<T> elements;

    ManagedArray(ElementCheck check, Collection<? extends T> elements) {
        this.check = check;
        elements.forEach(check::check);
        this.elements = new ArrayList<>(elements);
    }

    public int length() {
        return elements.size();
    }

    public T get(int index) {
        return elements.get(index);
    }

    public void set(int index, T value) {
        check.check(value);
        elements.set(index, value);
    }

    public List<T> slice(int from, int to) {
        return new ArrayList<>(elements.subList(from, to));
    }

    public void setSlice(int from, List<? extends T> values) {
        Objects.checkFromIndexSize(from, values.size(), elements.size());
        values.forEach(check::check);
        int index = from;
        for (T value : values) {
            elements.set(index++, value);
        }
    }

    public List<T> elements() {
        return new ArrayList<>(elements);
    }

    @Override
    public Iterator<T> iterator() {
        return elements().iterator();
    }

    @Override
    public Object copy() {
        return elements();
    }

    @Override
    public String toString() {
        return elements.toString();
    }
}
