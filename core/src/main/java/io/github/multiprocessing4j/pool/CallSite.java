package io.github.multiprocessing4j.pool;

import io.github.multiprocessing4j.failure.SerializationException;
import io.github.multiprocessing4j.pool.PoolBackend.Preparation;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What messages say of a chunk: the call that it belongs to, and its items.
 *
 * @param name the method that was called
 * @param firstItem the number of the chunk's first item in the call's input, or {@link #NO_ITEMS} if the call has no input
 * @param size how many items the chunk has
 */
public record CallSite(String name, long firstItem, int size) {
    /** The call has no input. */
    public static final long NO_ITEMS = -1;

    static CallSite ofCall(String name) {
        return new CallSite(name, NO_ITEMS, 1);
    }

    /**
     * {@return one of the chunk's items, as in "item 17 of map"}
     *
     * @param index its index in the chunk
     */
    public String item(int index) {
        return firstItem == NO_ITEMS ? "the task of " + name : "item " + (firstItem + index) + " of " + name;
    }

    /** {@return one of some of the chunk's items, which one is not known} */
    String oneOf(int index, int count) {
        return count == 1
                ? item(index)
                : "one of the items " + (firstItem + index) + " to " + (firstItem + index + count - 1) + " of " + name;
    }

    /** Says of a refused chunk which item it was; to learn that, each is tried alone. */
    SerializationException refusal(
            Preparation code, List<? extends @Nullable Object> items, SerializationException refusal) {
        for (int i = 0; i < items.size(); i++) {
            try {
                code.chunk(this, items.subList(i, i + 1), _ -> {});
            } catch (SerializationException e) {
                return new SerializationException(item(i) + ": " + e.getMessage(), e.getCause());
            }
        }
        return refusal;
    }
}
