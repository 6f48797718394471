package io.github.multiprocessing4j.failuremodel;

import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** All cells that are tried by themselves. */
final class Trials {
    private Trials() {}

    static List<Trial> all() {
        return Stream.of(StartTrials.all(), ValueTrials.all(), GarbageTrials.all())
                .flatMap(List::stream)
                .toList();
    }

    static void assertIs(Object expected, @Nullable Object actual) {
        if (!Objects.equals(expected, actual)) {
            throw new AssertionError(actual + " came, not " + expected);
        }
    }
}
