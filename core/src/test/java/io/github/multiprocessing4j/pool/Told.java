package io.github.multiprocessing4j.pool;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** What an exception tells. */
final class Told {
    private Told() {}

    static String message(Throwable thrown) {
        String message = thrown.getMessage();
        assertNotNull(message);
        return message;
    }

    static <T extends Throwable> T cause(Class<T> type, Throwable thrown) {
        return assertInstanceOf(type, thrown.getCause());
    }

    static void assertTells(Throwable thrown, String... parts) {
        for (String part : parts) {
            assertTrue(message(thrown).contains(part), () -> "no \"" + part + "\" in: " + thrown);
        }
    }
}
