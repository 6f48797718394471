package io.github.multiprocessing4j.failuremodel;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.multiprocessing4j.testkit.Alone;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Every cell of {@code docs/failure-model.md}, many times. Writes {@code
 * target/failure-model.tsv} and, with {@code -Dfailuremodel.write=true}, what the page has been made of and the page. That takes 18
 * minutes; to see that the bounds are still kept, a tenth of it does.
 */
@Alone("it measures how long things take")
@Tag("stress")
class FailureModelMeasurementTest {
    private static final int RUNS = Integer.getInteger("failuremodel.runs", Page.IS_WRITTEN ? 100 : 10);

    private static final Path MEASURED = Path.of("target", "failure-model.tsv");

    @Test
    @Timeout(value = 90, unit = TimeUnit.MINUTES)
    void callersSeeItInTime() throws Exception {
        Map<String, List<Long>> nanos = new LinkedHashMap<>();
        List<String> problems = new ArrayList<>();
        Cells.all().keySet().forEach(name -> nanos.put(name, new ArrayList<>()));
        try {
            Model.tryAll(RUNS, seen -> {
                Cell cell = Objects.requireNonNull(Cells.all().get(Cells.key(seen.api(), seen.mishap())));
                Objects.requireNonNull(nanos.get(cell.name())).add(seen.nanos());
                try {
                    cell.check(seen, cell.boundMillis());
                } catch (AssertionError e) {
                    problems.add(e.getMessage());
                }
            });
        } catch (ExecutionException e) {
            problems.add(String.valueOf(e.getCause())); // what was measured is worth being written
        }
        List<Measured> all = new ArrayList<>();
        nanos.forEach((name, each) -> {
            if (each.isEmpty()) {
                problems.add(name + " was not tried");
            } else {
                all.add(Measured.of(name, each));
            }
        });
        Measured.write(MEASURED, all);
        if (Page.IS_WRITTEN && all.size() == nanos.size()) {
            Measured.write(Page.MEASURED, all);
            Files.writeString(Page.TEXT, Page.expected());
        }
        assertEquals(List.of(), problems);
    }
}
