package io.github.multiprocessing4j.failuremodel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * {@code docs/failure-model.md} says what is tried and what was measured. {@code -Dfailuremodel.write=true} writes the page's tables.
 */
class FailureModelPageTest {
    private static final int RUNS = 100;

    @Test
    void eachCaseIsEitherTriedOrThereIsAReasonWhyNot() {
        for (Api api : Api.values()) {
            for (Mishap mishap : Mishap.values()) {
                String key = Cells.key(api, mishap);
                assertTrue(
                        Cells.all().containsKey(key) != Reasons.all().containsKey(key),
                        () -> key + ": " + Cells.all().get(key) + ", "
                                + Reasons.all().get(key));
            }
        }
    }

    @Test
    void eachWasMeasuredOftenEnoughAndKeptItsBound() throws Exception {
        Map<String, Measured> measured = Measured.read(Page.MEASURED);
        assertEquals(Cells.all().keySet(), measured.keySet());
        for (Cell cell : Cells.all().values()) {
            Measured one = measured.get(cell.name());
            assertNotNull(one, cell.name());
            assertTrue(one.runs() >= RUNS, one::toString);
            assertTrue(one.worst() <= cell.boundMillis(), one::toString);
        }
    }

    @Test
    void thePageSaysSo() throws Exception {
        String expected = Page.expected();
        if (Page.IS_WRITTEN) {
            Files.writeString(Page.TEXT, expected);
        }
        assertEquals(
                expected,
                Files.readString(Page.TEXT),
                "write it anew: mvn -pl core test" + " -Dtest=FailureModelPageTest -Dfailuremodel.write=true");
    }
}
