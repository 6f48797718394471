package io.github.multiprocessing4j.failuremodel;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/** {@code docs/failure-model.md}, whose tables are made of what is expected and what was measured. */
final class Page {
    /** Seen from the directory of the module, where Maven runs the tests. */
    static final Path TEXT = Path.of("..", "docs", "failure-model.md");

    static final Path MEASURED = Path.of("..", "docs", "failure-model.tsv");

    /** With this system property set to {@code true}, tests write the page instead of checking it. */
    static final boolean IS_WRITTEN = Boolean.getBoolean("failuremodel.write");

    private static final String BEGIN = "<!-- made by FailureModelPageTest: begin -->\n";

    private static final String END = "<!-- end -->\n";

    private Page() {}

    /** {@return the page as it should be} */
    static String expected() throws IOException {
        String page = Files.readString(TEXT);
        int begin = page.indexOf(BEGIN) + BEGIN.length();
        int end = page.indexOf(END, begin);
        if (begin < BEGIN.length() || end < 0) {
            throw new IOException(TEXT + " has no place for the tables");
        }
        return page.substring(0, begin) + tables(Measured.read(MEASURED)) + page.substring(end);
    }

    private static String tables(Map<String, Measured> measured) {
        StringBuilder text = new StringBuilder();
        for (Mishap mishap : Mishap.values()) {
            text.append("\n## ").append(mishap.title()).append("\n\n");
            text.append("The time is ").append(mishap.measured()).append(".\n\n");
            text.append("| in | what the caller sees | within | worst of runs |\n|---|---|---|---|\n");
            for (Api api : Api.values()) {
                Cell cell = Cells.all().get(Cells.key(api, mishap));
                if (cell != null) {
                    text.append(row(cell, Objects.requireNonNull(measured.get(cell.name()), cell.name())));
                }
            }
            text.append(exceptions(mishap));
        }
        return text.append('\n').toString();
    }

    private static String row(Cell cell, Measured measured) {
        return String.format(
                Locale.ROOT,
                "| %s | %s | %s | %s of %d |\n",
                cell.api().title(),
                cell.expected().stream().map(Expected::text).collect(Collectors.joining("; ")),
                cell.boundMillis() / 1_000 + " s",
                millis(measured.worst()),
                measured.runs());
    }

    private static String millis(double time) {
        return time < 1 ? "less than 1 ms" : Math.round(time) + " ms";
    }

    private static String exceptions(Mishap mishap) {
        Map<String, String> byReason = new LinkedHashMap<>();
        for (Api api : Api.values()) {
            String reason = Reasons.all().get(Cells.key(api, mishap));
            if (reason != null) {
                byReason.merge(reason, api.title(), (before, more) -> before + ", " + more);
            }
        }
        return byReason.isEmpty()
                ? ""
                : byReason.entrySet().stream()
                        .map(each -> each.getValue() + " (" + each.getKey() + ")")
                        .collect(Collectors.joining("; ", "\nNot in the table: ", ".\n"));
    }
}
