package io.github.multiprocessing4j.manager;

import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * A set of a manager, in the order in which its elements came. CPython's {@code multiprocessing.managers.SetProxy}, which is there from 3.14 on. Each method is one
 * call, and no other comes in between; but {@code removeIf} with a plain lambda calls that here and removes each element by a call of its own. Iterators and streams go
 * through what the set has when they are made.
 *
 * <pre>{@code
 * Set<String> seen = manager.set();
 * if (seen.add(url)) {          // of all processes one is told so
 *     fetch(url);
 * }
 * }</pre>
 *
 * @param <E> what it holds; null, too
 */
public interface SetProxy<E extends @Nullable Object> extends Set<E>, BaseProxy {
    /** {@return a copy of all elements} */
    List<E> elements();

    @Override
    default Iterator<E> iterator() {
        return new MapViews.CopyIterator<>(elements().iterator(), element -> element, this::remove);
    }

    @Override
    default Spliterator<E> spliterator() {
        return Spliterators.spliterator(elements(), Spliterator.DISTINCT | Spliterator.ORDERED);
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
    default void forEach(Consumer<? super E> action) {
        elements().forEach(action);
    }

    @Override
    default Object[] toArray() {
        return elements().toArray();
    }

    @Override
    default <T extends @Nullable Object> T[] toArray(T[] array) {
        return elements().toArray(array);
    }
}
