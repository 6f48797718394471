package io.github.multiprocessing4j.benchmarks;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/** What the machine can't do better is measured once in each round, whatever is compared with it: that is the machine's and not the measure's. */
final class Limits {
    private final Sides sides;

    private final Map<Key, Measured> measured = new HashMap<>();

    /**
     * What is known.
     *
     * @param limit which
     * @param unit in which; some are known in several
     * @param round when
     */
    private record Key(Rival limit, String unit, int round) {}

    Limits(Sides sides) {
        this.sides = sides;
    }

    Measured of(Measure measure, Rival limit, int round) throws IOException, InterruptedException {
        var key = new Key(limit, measure.unit(), round);
        Measured known = measured.get(key);
        if (known == null) {
            known = sides.rival(measure, limit);
            measured.put(key, known);
        }
        return known;
    }
}
