package io.github.multiprocessing4j.pool;

import io.github.multiprocessing4j.function.RemoteBiFunction;
import io.github.multiprocessing4j.function.RemoteCallable;
import io.github.multiprocessing4j.function.RemoteFunction;
import io.github.multiprocessing4j.process.Captured;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What the items of a chunk are given to: the user's code, by the shape of its argument list. */
public sealed interface Task {
    /** {@return the user's code, which is serializable} */
    Object code();

    /**
     * Runs the code on one item.
     *
     * @param item the item, of the form that the kind of task asks for
     * @return the result
     * @throws Exception whatever the code throws
     */
    @Nullable
    Object run(@Nullable Object item) throws Exception;

    /**
     * {@return the same with something in force while it runs}
     *
     * @param captured what
     */
    Task with(Captured captured);

    /**
     * Code without an argument; its only item is null.
     *
     * @param code the code
     */
    record Call(RemoteCallable<? extends @Nullable Object> code) implements Task {
        @Override
        public @Nullable Object run(@Nullable Object item) throws Exception {
            return code.call();
        }

        @Override
        public Task with(Captured captured) {
            RemoteCallable<? extends @Nullable Object> inner = code;
            return new Call(() -> captured.around(inner));
        }
    }

    /**
     * Code with one argument, the item.
     *
     * @param code the code
     */
    record Apply(RemoteFunction<@Nullable Object, ? extends @Nullable Object> code) implements Task {
        @Override
        public @Nullable Object run(@Nullable Object item) throws Exception {
            return code.apply(item);
        }

        @Override
        public Task with(Captured captured) {
            RemoteFunction<@Nullable Object, ? extends @Nullable Object> inner = code;
            return new Apply(item -> captured.around(() -> inner.apply(item)));
        }
    }

    /**
     * Code with two arguments, the key and the value of the item, a {@link Map.Entry}.
     *
     * @param code the code
     */
    record Spread(RemoteBiFunction<@Nullable Object, @Nullable Object, ? extends @Nullable Object> code)
            implements Task {
        @Override
        public @Nullable Object run(@Nullable Object item) throws Exception {
            Map.Entry<?, ?> pair = (Map.Entry<?, ?>) Objects.requireNonNull(item, "an item of starmap is null");
            return code.apply(pair.getKey(), pair.getValue());
        }

        @Override
        public Task with(Captured captured) {
            RemoteBiFunction<@Nullable Object, @Nullable Object, ? extends @Nullable Object> inner = code;
            return new Spread((key, value) -> captured.around(() -> inner.apply(key, value)));
        }
    }
}
