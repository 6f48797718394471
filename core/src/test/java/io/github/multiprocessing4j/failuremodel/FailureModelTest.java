package io.github.multiprocessing4j.failuremodel;

import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;

/** Every cell of {@code docs/failure-model.md}, once. */
@Timeout(180)
class FailureModelTest {
    /**
     * The first time of each takes longer, as classes are loaded for it, and here other tests run at the same time. Within what time
     * they are seen is measured by {@link FailureModelMeasurementTest}; here it shows that nobody hangs.
     */
    private static final long LENIENCY = 5;

    @TestFactory
    Stream<DynamicTest> callersSeeWhatThePageSays() throws Exception {
        Map<String, Seen> seen = new HashMap<>();
        Model.tryAll(1, each -> seen.put(Cells.key(each.api(), each.mishap()), each));
        return Cells.all().values().stream()
                .map(cell -> dynamicTest(cell.name(), () -> {
                    Seen what = seen.get(cell.name());
                    assertNotNull(what, "was not tried");
                    cell.check(what, LENIENCY * cell.boundMillis());
                }));
    }
}
