package io.github.multiprocessing4j.manager;

import java.util.Iterator;
import java.util.List;
import java.util.Spliterator;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * An array of a fixed length in a manager. CPython's {@code multiprocessing.managers.ArrayProxy}.
 *
 * <pre>{@code
 * ArrayProxy<Integer> numbers = manager.array('i', List.of(1, 2, 3));
 * ChildProcess.start(() -> numbers.set(0, numbers.get(1) * 10)).join();
 * System.out.println(numbers);                                  // [20, 2, 3]
 * }</pre>
 *
 * <p>Each method is one call, and no other comes in between. An iterator goes through what the array has when it is made. {@code getValue} is a copy as a list.
 * Between processes of one machine, {@link io.github.multiprocessing4j.sharedtypes.Array} is many times faster.
 *
 * @param <T> its elements
 */
public interface ArrayProxy<T extends @Nullable Object> extends Iterable<T>, BaseProxy {
    /** {@return how many elements it has} CPython's {@code len}. */
    int length();

    /**
     * {@return an element}
     *
     * @param index its index, from 0 on
     * @throws IndexOutOfBoundsException if there is none
     */
    T get(int index);

    /**
     * Sets an element.
     *
     * @param index its index, from 0 on
     * @param value what it is then
     * @throws IndexOutOfBoundsException if there is none
     * @throws IllegalArgumentException if the array has a type code, and the value is not of that type
     */
    void set(int index, T value);

    /**
     * {@return a copy of some elements}
     *
     * @param from where it begins
     * @param to before which it ends
     * @throws IndexOutOfBoundsException if there are none
     */
    List<T> slice(int from, int to);

    /**
     * Sets some elements.
     *
     * @param from the index of the first one
     * @param values what they are then
     * @throws IndexOutOfBoundsException if there are fewer
     * @throws IllegalArgumentException if the array has a type code, and a value is not of that type; no element is set
     */
    void setSlice(int from, List<? extends T> values);

    /** {@return a copy of all elements} */
    List<T> elements();

    @Override
    default Iterator<T> iterator() {
        return elements().iterator();
    }

    @Override
    default Spliterator<T> spliterator() {
        return elements().spliterator();
    }

    @Override
    default void forEach(Consumer<? super T> action) {
        elements().forEach(action);
    }
}
