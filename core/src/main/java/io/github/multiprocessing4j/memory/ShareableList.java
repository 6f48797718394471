package io.github.multiprocessing4j.memory;

import java.io.InvalidObjectException;
import java.io.ObjectInputStream;
import java.io.Serial;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.RandomAccess;
import org.jspecify.annotations.Nullable;

/**
 * A list of a fixed length in {@linkplain SharedMemory shared memory}, of numbers, booleans, strings, bytes and null. CPython's
 * counterpart is {@code multiprocessing.shared_memory.ShareableList}, whose layout it has: either side opens the
 * other's by name, reads and writes it.
 *
 * <pre>{@code
 * try (var list = ShareableList.create(List.of(1, 2.5, "three"))) {
 *     var name = list.name();
 *     ChildProcess.start(() -> {
 *         try (var same = ShareableList.open(name)) {
 *             same.set(0, 42);
 *         }
 *     }).join();
 *     list.get(0);                            // 42L
 *     list.unlink();
 * }
 * }</pre>
 *
 * <table>
 * <caption>What an item can be</caption>
 * <tr><th>put in</th><th>read back</th><th>in Python</th></tr>
 * <tr><td>{@code Long, Integer, Short, Byte}</td><td>{@code Long}</td><td>{@code int} of 64 bits</td></tr>
 * <tr><td>{@code Double, Float}</td><td>{@code Double}</td><td>{@code float}</td></tr>
 * <tr><td>{@code Boolean}</td><td>{@code Boolean}</td><td>{@code bool}</td></tr>
 * <tr><td>{@code String}</td><td>{@code String}</td><td>{@code str}</td></tr>
 * <tr><td>{@code byte[]}</td><td>{@code byte[]}, a copy</td><td>{@code bytes}</td></tr>
 * <tr><td>{@code null}</td><td>{@code null}</td><td>{@code None}</td></tr>
 * </table>
 *
 * <p>An item may be replaced by one of another type. A string (in UTF-8) or bytes must fit into the place that the item got when the
 * list was created: the next multiple of 8 bytes that is larger than what it had then. Numbers, booleans and null
 * have 8 bytes.
 *
 * <p><b>What CPython loses.</b> It gives a string as many bytes as it has characters, so one that is not ASCII may come back cut;
 * here it gets those of its UTF-8, and Python reads it whole. CPython takes NULs at the end for padding; here they stay, and
 * Python reads such an item without them. If Python then replaces this item by a longer one, CPython cuts that to
 * the length of the old one. An item that ends in NULs can't fill its place to the last byte.
 *
 * <p>Each item is read and written on its own; who reads while another writes the same item may see a mixture, or get an
 * {@link IllegalStateException}. So guard it by a lock if several write. For what others see see the
 * {@linkplain io.github.multiprocessing4j.memory package}. If a writer is killed, the item that it was
 * writing may be a mixture as well; the others are not touched.
 *
 * <p>Life and end are those of its {@linkplain #memory() block}, which is tracked and reserved. It is {@link Serializable} and
 * travels by name. After {@link #close()} access throws {@link IllegalStateException}. As a {@link List} it equals one with equal
 * items, so a list with byte arrays in it equals only itself; nothing can be added or removed.
 */
public final class ShareableList extends AbstractList<@Nullable Object>
        implements RandomAccess, AutoCloseable, Serializable {
    @Serial
    private static final long serialVersionUID = 1;

    private final transient SharedMemory memory;

    private final transient ListLayout layout;

    private ShareableList(SharedMemory memory, ListLayout layout) {
        this.memory = memory;
        this.layout = layout;
    }

    /**
     * Creates a list in a block with a new name.
     *
     * @param items what is in it; none is fine
     * @return the list
     * @throws IllegalArgumentException if an item is of another type, or has more than 9,999,991 bytes
     * @throws UncheckedIOException if there is no room for it
     */
    public static ShareableList create(Collection<? extends @Nullable Object> items) {
        return create(SharedMemory.builder(), items);
    }

    /**
     * Creates a list in a block.
     *
     * @param name the block's, as {@link SharedMemory#create(String, long)} wants it
     * @param items what is in it; none is fine
     * @return the list
     * @throws IllegalArgumentException if an item is of another type, or has more than 9,999,991 bytes, or the name can be none
     * @throws UncheckedIOException if there is no room for it, or a block of that name
     */
    public static ShareableList create(String name, Collection<? extends @Nullable Object> items) {
        return create(SharedMemory.builder().name(name), items);
    }

    private static ShareableList create(SharedMemoryBuilder block, Collection<? extends @Nullable Object> items) {
        List<ListItem> encoded = new ArrayList<>(items.size());
        for (Object item : items) {
            encoded.add(ListItem.of(item));
        }
        SharedMemory memory = block.create(ListLayout.bytes(encoded));
        return new ShareableList(memory, ListLayout.write(memory.segment(), encoded));
    }

    /**
     * Opens a list that this or another process, or Python, has created.
     *
     * @param name its block's
     * @return the list
     * @throws IllegalArgumentException if the block holds no list, or the name can be none
     * @throws UncheckedIOException as {@link SharedMemory#open(String)}
     */
    public static ShareableList open(String name) {
        SharedMemory memory = SharedMemory.open(name);
        try {
            return new ShareableList(memory, ListLayout.read(memory.segment()));
        } catch (RuntimeException e) {
            memory.close();
            throw e;
        }
    }

    @Override
    public int size() {
        return layout.length();
    }

    /**
     * {@inheritDoc}
     *
     * @throws IllegalStateException if the list is closed, or the item is nothing that can be read
     */
    @Override
    public @Nullable Object get(int index) {
        checkIndex(index);
        return layout.get(index).value();
    }

    /**
     * {@inheritDoc}
     *
     * @return what was there; null also if that could not be read
     * @throws IllegalArgumentException if the item is of a type that can't be, or does not fit into its place
     * @throws IllegalStateException if the list is closed
     */
    @Override
    public @Nullable Object set(int index, @Nullable Object item) {
        checkIndex(index);
        ListItem encoded = ListItem.of(item, layout.slot(index));
        ListItem old = layout.get(index);
        layout.set(index, encoded);
        return old.valueOrNull();
    }

    private void checkIndex(int index) {
        if (index < 0 || index >= size()) {
            throw new IndexOutOfBoundsException("there is no item " + index + " in a list of " + size());
        }
    }

    /**
     * {@return the formats of all items, one after the other, as CPython's {@code struct} has them} {@code q} is a whole number,
     * {@code d} another one, {@code xxxxxxx?} a boolean, {@code xxxxxx?x} null, {@code 16s} a string or bytes in 16 bytes.
     */
    public String format() {
        StringBuilder formats = new StringBuilder();
        for (int i = 0; i < size(); i++) {
            formats.append(layout.format(i));
        }
        return formats.toString();
    }

    /**
     * {@return how many items are equal to a value} Whole numbers of any type are equal if they are the same number, byte arrays
     * if they have the same bytes.
     *
     * @param value what to look for
     */
    public int count(@Nullable Object value) {
        int count = 0;
        for (Object item : this) {
            if (ListItem.same(item, value)) {
                count++;
            }
        }
        return count;
    }

    /**
     * {@return where the first item is that is equal to a value, as of {@link #count}}
     *
     * @param value what to look for
     * @throws NoSuchElementException if there is none; {@link #indexOf} gives -1 then
     */
    public int index(@Nullable Object value) {
        int index = indexOf(value);
        if (index < 0) {
            throw new NoSuchElementException(value + " is not in this list");
        }
        return index;
    }

    @Override
    public int indexOf(@Nullable Object value) {
        for (int i = 0; i < size(); i++) {
            if (ListItem.same(get(i), value)) {
                return i;
            }
        }
        return -1;
    }

    @Override
    public int lastIndexOf(@Nullable Object value) {
        for (int i = size() - 1; i >= 0; i--) {
            if (ListItem.same(get(i), value)) {
                return i;
            }
        }
        return -1;
    }

    @Override
    public boolean contains(@Nullable Object value) {
        return indexOf(value) >= 0;
    }

    /** {@return the name of its block} */
    public String name() {
        return memory.name();
    }

    /** {@return its block} */
    public SharedMemory memory() {
        return memory;
    }

    /** Ends this process's use of the list by this object, as {@link SharedMemory#close()}. */
    @Override
    public void close() {
        memory.close();
    }

    /**
     * Takes the block's name away, as {@link SharedMemory#unlink()}.
     *
     * @throws UncheckedIOException if there is no such name
     */
    public void unlink() {
        memory.unlink();
    }

    @Override
    public String toString() {
        return memory.isClosed()
                ? "ShareableList[" + name() + ", closed]"
                : "ShareableList[" + name() + ", " + super.toString() + "]";
    }

    @Serial
    private Object writeReplace() {
        return new Sent(name());
    }

    @Serial
    private void readObject(ObjectInputStream in) throws InvalidObjectException {
        throw new InvalidObjectException("a ShareableList travels by its name");
    }

    /** What travels. */
    private record Sent(String name) implements Serializable {
        @Serial
        private Object readResolve() {
            return open(name);
        }
    }
}
