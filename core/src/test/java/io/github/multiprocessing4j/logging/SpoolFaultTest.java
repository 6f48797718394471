package io.github.multiprocessing4j.logging;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.multiprocessing4j.testkit.Together;
import java.util.List;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the parent finds if a child dies between two stores as it logs. */
@Timeout(60)
class SpoolFaultTest {
    private static final String NAME = "test.fault";

    @Test
    void aRecordThatWasNotPublishedIsNotSeen() {
        assertEquals(List.of(), heardOfOneThatDiesAt("spool.content"));
    }

    /** Nobody was woken for it. */
    @Test
    void aRecordThatWasPublishedIsSeen() {
        assertEquals(List.of("first"), heardOfOneThatDiesAt("spool.tail"));
    }

    private static List<String> heardOfOneThatDiesAt(String point) {
        try (Heard heard = new Heard(NAME);
                Heard library = new Heard("io.github.multiprocessing4j")) {
            Together.diesAt(point, () -> Logger.getLogger(NAME).info("first"));
            assertEquals(List.of(), library.messages());
            return heard.texts();
        }
    }
}
