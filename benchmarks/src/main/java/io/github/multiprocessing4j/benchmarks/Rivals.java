package io.github.multiprocessing4j.benchmarks;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/** With whom a measure is compared. */
final class Rivals {
    static final Set<Rival> NOBODY = Set.of();

    static final Set<Rival> CPYTHON = only(Rival.CPYTHON);

    private Rivals() {}

    static Set<Rival> only(Rival rival) {
        return Collections.unmodifiableSet(EnumSet.of(rival));
    }

    static Set<Rival> cpythonAnd(Rival... others) {
        return Collections.unmodifiableSet(EnumSet.of(Rival.CPYTHON, others));
    }
}
