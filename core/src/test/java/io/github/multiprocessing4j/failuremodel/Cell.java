package io.github.multiprocessing4j.failuremodel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;

/**
 * What a caller is to see in one case.
 *
 * @param api what it is in
 * @param mishap what happens
 * @param expected what it sees, one after the other
 * @param boundMillis within what time
 */
record Cell(Api api, Mishap mishap, List<Expected> expected, long boundMillis) {
    static final long ONE_SECOND = 1_000;

    String name() {
        return api + "/" + mishap;
    }

    /** @param most how long it may take, in milliseconds */
    void check(Seen seen, long most) {
        assertEquals(expected.size(), seen.outcomes().size(), () -> name() + " saw " + seen);
        for (int i = 0; i < expected.size(); i++) {
            Expected one = expected.get(i);
            Outcome outcome = seen.outcomes().get(i);
            assertTrue(
                    one.matches().test(outcome), () -> name() + " should see " + one.text() + ", and saw " + outcome);
        }
        assertTrue(seen.nanos() <= most * 1_000_000, () -> name() + " took " + seen.nanos() / 1_000_000 + " ms");
    }
}
