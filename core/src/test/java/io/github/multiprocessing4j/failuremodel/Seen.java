package io.github.multiprocessing4j.failuremodel;

import java.util.List;
import java.util.stream.Stream;

/**
 * What a caller saw, and how long that took.
 *
 * @param api what it was in
 * @param mishap what happened
 * @param outcomes what it saw
 * @param nanos how long that took, by the mishap's rule
 */
record Seen(Api api, Mishap mishap, List<Outcome> outcomes, long nanos) {
    Seen(Api api, Mishap mishap, Outcome outcome, long nanos) {
        this(api, mishap, List.of(outcome), nanos);
    }

    /** {@return this and what it saw afterwards; what took longer counts} */
    Seen then(Seen other) {
        return new Seen(
                api,
                mishap,
                Stream.concat(outcomes.stream(), other.outcomes.stream()).toList(),
                Math.max(nanos, other.nanos));
    }
}
