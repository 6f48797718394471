package io.github.multiprocessing4j.manager;

import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * An iterator that stays in a manager's server. CPython's {@code IteratorProxy}.
 *
 * <pre>{@code
 * interface Source { Iterator<String> lines(); }
 *
 * var source = ManagedType.of("source", Source.class).factory(FileSource::new).result("lines", "Iterator");
 * try (var manager = SyncManager.syncBuilder().register(source).start()) {
 *     for (String line : (IteratorProxy<String>) manager.create(source).lines()) { ... }
 * }
 * }</pre>
 *
 * <p>{@link #hasNext()} and {@link #next()} are a call each, as in CPython. Who goes through the rest of it, by a {@code for} loop, {@link #iterator()}, {@link
 * #forEachRemaining}, or {@link #stream()}, fetches many elements by one call as {@link #take} does, up to 1024, and has those for himself that were fetched and that he does
 * not look at.
 *
 * <p>Several processes may share one; each element goes to one of them, and none is lost but what was on its way to one that has died. Waiting, interrupts and the end of the
 * server are as {@link BaseProxy} says. What the iterator throws is thrown in its place among the elements.
 *
 * @param <E> the elements' type
 */
@SuppressWarnings("IterableAndIterator") // once through, as the results of a pool are
public interface IteratorProxy<E extends @Nullable Object> extends Iterator<E>, Iterable<E>, BaseProxy {
    /**
     * {@return the next elements: the first one, waiting for it, and those after it that are there} Results of a pool are there when they have come. Of another iterator as many
     * are as it yields within a millisecond; one that waits later than that holds up those before.
     *
     * @param most how many at most; at least 1
     */
    List<E> take(int most);

    /** {@return the rest of the elements, which are fetched many at a time} */
    @Override
    default Iterator<E> iterator() {
        return new FetchingIterator<>(this);
    }

    @Override
    default void forEachRemaining(Consumer<? super E> action) {
        Objects.requireNonNull(action);
        iterator().forEachRemaining(action);
    }

    @Override
    default void forEach(Consumer<? super E> action) {
        forEachRemaining(action);
    }

    @Override
    default Spliterator<E> spliterator() {
        return Spliterators.spliteratorUnknownSize(iterator(), Spliterator.ORDERED);
    }

    /** {@return the rest of the elements, which are fetched many at a time} */
    default Stream<E> stream() {
        return StreamSupport.stream(spliterator(), /* parallel= */ false);
    }
}
