package io.github.multiprocessing4j.failuremodel;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Cells by their names. */
final class Table {
    private final Map<String, Cell> cells = new LinkedHashMap<>();

    void cell(Mishap mishap, Api api, Expected... expected) {
        cell(mishap, api, Cell.ONE_SECOND, expected);
    }

    void cell(Mishap mishap, Api api, long boundMillis, Expected... expected) {
        Cell cell = new Cell(api, mishap, List.of(expected), boundMillis);
        if (cells.put(cell.name(), cell) != null) {
            throw new IllegalStateException(cell.name() + " is there twice");
        }
    }

    @Nullable
    Cell get(Api api, Mishap mishap) {
        return cells.get(Cells.key(api, mishap));
    }

    Map<String, Cell> cells() {
        return cells;
    }
}
