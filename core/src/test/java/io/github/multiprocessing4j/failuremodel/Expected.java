package io.github.multiprocessing4j.failuremodel;

import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a caller is to see.
 *
 * @param text so that the page tells it
 * @param matches whether that is so
 */
record Expected(String text, Predicate<Outcome> matches) {
    /** The call returns something. */
    static Expected returns(@Nullable Object value, String meaning) {
        return new Expected(meaning, outcome -> outcome.thrown() == null && Objects.equals(outcome.value(), value));
    }

    /** The call throws something that says something. */
    static Expected throwing(Class<? extends Throwable> type, String... parts) {
        return new Expected(text(type, parts), outcome -> is(outcome.thrown(), type, parts));
    }

    /** The call throws what a future throws whose task failed. */
    static Expected failing(Class<? extends Throwable> cause, String... parts) {
        return new Expected(
                "`ExecutionException` by " + text(cause, parts),
                outcome -> outcome.thrown() instanceof ExecutionException e && is(e.getCause(), cause, parts));
    }

    private static String text(Class<? extends Throwable> type, String... parts) {
        String told = Arrays.stream(parts).map(part -> "“" + part + "”").collect(Collectors.joining(", "));
        return "`" + type.getSimpleName() + "`" + (told.isEmpty() ? "" : ": " + told);
    }

    private static boolean is(@Nullable Throwable thrown, Class<? extends Throwable> type, String... parts) {
        return type.isInstance(thrown) && Arrays.stream(parts).allMatch(String.valueOf(thrown.getMessage())::contains);
    }

    /** {@return the same, told in other words} */
    Expected told(String words) {
        return new Expected(words, matches);
    }

    /** {@return the same, and words that go on} */
    Expected and(String words) {
        return told(text + words);
    }
}
