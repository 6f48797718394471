package io.github.multiprocessing4j.region;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedMap;

/**
 * The arenas some of whose blocks this process has closed and others have not, in the order in which they are looked at. Guarded
 * by {@link Heap}.
 */
final class Lenders {
    /** How many blocks of each are lent. */
    private final SequencedMap<Arena, Integer> lent = new LinkedHashMap<>();

    /** How many of all. */
    private int blocks;

    /** The number of an arena's lent blocks may have changed. */
    void update(Arena arena) {
        int now = arena.lent();
        Integer before = now > 0 ? lent.put(arena, now) : lent.remove(arena);
        blocks += now - (before == null ? 0 : before);
    }

    /** {@return how many blocks are lent} */
    int blocks() {
        return blocks;
    }

    /** {@return the one that was looked at longest ago, and is the last one from now on} There must be one. */
    Arena next() {
        Map.Entry<Arena, Integer> first = Objects.requireNonNull(lent.firstEntry(), "nothing is lent");
        lent.putLast(first.getKey(), first.getValue());
        return first.getKey();
    }
}
