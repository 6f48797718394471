package io.github.multiprocessing4j.manager;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Values in a manager, by their names. CPython's {@code multiprocessing.managers.Namespace} and {@code NamespaceProxy}, whose attributes they are.
 *
 * <pre>{@code
 * Namespace global = manager.namespace();
 * global.set("x", 1);
 * ChildProcess.start(() -> global.set("y", global.get("x", Integer.class) + 1)).join();
 * System.out.println(global);                                   // Namespace(x=1, y=2)
 * }</pre>
 *
 * <p>Each method is one call, and no other comes in between. {@code getValue} is a copy as a map.
 */
public interface Namespace extends BaseProxy {
    /**
     * {@return a value}
     *
     * @param name its name
     * @throws java.util.NoSuchElementException if there is none of that name
     */
    @Nullable
    Object get(String name);

    /**
     * {@return a value of a type; null is of any}
     *
     * @param <T> the type
     * @param name the value's name
     * @param type the type
     * @throws java.util.NoSuchElementException if there is none of that name
     * @throws ClassCastException if it is of another type
     */
    <T> @Nullable T get(String name, Class<T> type);

    /**
     * Sets a value, which may have been there.
     *
     * @param name its name
     * @param value the value; what does not serialize can't be sent
     */
    void set(String name, @Nullable Object value);

    /**
     * Removes a value. CPython's {@code del}.
     *
     * @param name its name
     * @throws java.util.NoSuchElementException if there is none of that name
     */
    void remove(String name);

    /**
     * {@return whether there is a value}
     *
     * @param name its name
     */
    boolean contains(String name);

    /** {@return all names, sorted} */
    List<String> names();

    /** {@return names and values, sorted by name, but for those whose name begins with an underscore} */
    @Override
    String toString();
}
