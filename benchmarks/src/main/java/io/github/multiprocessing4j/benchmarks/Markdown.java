package io.github.multiprocessing4j.benchmarks;

import java.util.List;
import java.util.stream.Collectors;

/** Tables in pages. */
final class Markdown {
    private Markdown() {}

    /** {@return a table whose first column begins at the left, and all others end at the right} */
    static String table(List<String> header, List<List<String>> rows) {
        return row(header)
                + "|---" + "|---:".repeat(header.size() - 1) + "|\n"
                + rows.stream().map(Markdown::row).collect(Collectors.joining());
    }

    private static String row(List<String> cells) {
        return cells.stream().collect(Collectors.joining(" | ", "| ", " |\n"));
    }
}
