package io.github.multiprocessing4j.failuremodel;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/**
 * What a caller saw.
 *
 * @param value what was returned
 * @param thrown what was thrown instead
 * @param at when, as {@link System#nanoTime} has it, which is the same clock in all processes
 */
record Outcome(@Nullable Object value, @Nullable Throwable thrown, long at) {
    static Outcome of(Callable<@Nullable Object> call) {
        try {
            Object value = call.call();
            return new Outcome(value, null, System.nanoTime());
        } catch (Throwable e) {
            return new Outcome(null, e, System.nanoTime());
        }
    }

    /** {@return what was returned, or throws what was thrown} */
    @Nullable
    Object valueOrThrow() throws Exception {
        switch (thrown) {
            case null -> {
                return value;
            }
            case Exception e -> throw e;
            case Error e -> throw e;
            default -> throw new AssertionError(thrown);
        }
    }
}
