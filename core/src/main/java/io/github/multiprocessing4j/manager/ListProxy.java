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
 * A list of a manager. CPython's {@code ListProxy}. Each method without a function is one call, and no other comes in between. Elements are fetched many at a time by
 * whoever iterates, who sees what is in the list by then. {@link #subList} is a copy, for which the size is asked first, and {@link #reversed} a view; a {@link
 * #listIterator()} goes through the list by one call for each step.
 *
 * <p><b>Functions.</b> A plain lambda stays here: {@code removeIf}, {@link #replaceAll} and {@link #sort} fetch what it needs and store what comes of it by several
 * calls. If others change the list meanwhile, their changes may be lost, or another element be removed: a {@link LockProxy} prevents that. Each of
 * them with a function that serializes is one call, which executes it in the server, as {@link MapProxy} says:
 *
 * <pre>{@code
 * List<Integer> numbers = manager.list(List.of(1, 2, 3));
 * numbers.removeIf(n -> n > 2);                                       // from here, by several calls
 * numbers.removeIf((Predicate<Integer> & Serializable) n -> n > 1);   // one call
 * numbers.sort(Comparator.reverseOrder());                            // one call
 * }</pre>
 *
 * <p>{@link #forEach} calls its function here in any case. {@link #subList} is a copy that can't be changed.
 *
 * <p><b>Elements are copies</b>, unless they are proxies: {@code list.get(0).add(1)} changes a copy only. Put it back by {@link #set}, or have {@code manager.list()} as an
 * element.
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
