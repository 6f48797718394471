package io.github.multiprocessing4j.failuremodel;

import java.util.Map;

/** All that callers are to see. */
final class Cells {
    private static final Map<String, Cell> ALL = made();

    private Cells() {}

    private static Map<String, Cell> made() {
        Table table = new Table();
        DeathCells.addTo(table);
        WaitingCells.addTo(table);
        ValueCells.addTo(table);
        return table.cells();
    }

    static Map<String, Cell> all() {
        return ALL;
    }

    static String key(Api api, Mishap mishap) {
        return api + "/" + mishap;
    }
}
