package io.github.multiprocessing4j.manager;

import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.ListIterator;
import java.util.Objects;
import java.util.RandomAccess;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * A list of a manager. CPython's {@code ListProxy}. Each method is one call, and no other comes in between. Those with a function run it in the server if it serializes; a
 * plain lambda stays here, and what it needs is fetched and stored by calls of its own. Elements are fetched many at a time by whoever iterates, who sees
 * what is in the list by then. {@link #subList} and {@link #reversed} are copies; a {@link #listIterator()} goes through the list by one call for each step.
 *
 * @param <E> what it holds; null, too
 */
public interface ListProxy<E extends @Nullable Object> extends List<E>, RandomAccess, BaseProxy {
    /**
     * {@return a copy of a part}
     *
     * @param from where it begins; beyond the end nothing is left
     * @param to where it ends at the latest
     */
    List<E> slice(int from, int to);

    @Override
    default List<E> subList(int from, int to) {
        Objects.checkFromToIndex(from, to, size());
        return Collections.unmodifiableList(slice(from, to)); // a change would be lost
    }

    @Override
    default Iterator<E> iterator() {
        return new SliceIterator<>(this);
    }

    @Override
    default ListIterator<E> listIterator() {
        return listIterator(0);
    }

    @Override
    default ListIterator<E> listIterator(int index) {
        Objects.checkIndex(index, size() + 1);
        return new SteppingIterator<>(this, index);
    }

    @Override
    default Spliterator<E> spliterator() {
        return Spliterators.spliteratorUnknownSize(iterator(), Spliterator.ORDERED);
    }

    @Override
    default Stream<E> stream() {
        return StreamSupport.stream(spliterator(), false);
    }

    @Override
    default Stream<E> parallelStream() {
        return StreamSupport.stream(spliterator(), true);
    }

    @Override
    default <T extends @Nullable Object> T[] toArray(T[] array) {
        return slice(0, Integer.MAX_VALUE).toArray(array);
    }

    @Override
    default List<E> reversed() {
        return List.super.reversed();
    }

    @Override
    default void forEach(Consumer<? super E> action) {
        Objects.requireNonNull(action);
        iterator().forEachRemaining(action);
    }
}
