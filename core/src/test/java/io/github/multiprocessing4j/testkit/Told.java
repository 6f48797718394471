package io.github.multiprocessing4j.testkit;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** What an exception tells. */
public final class Told {
    private Told() {}

    public static String message(Throwable thrown) {
        String message = thrown.getMessage();
        assertNotNull(message);
        return message;
    }

    public static <T extends Throwable> T cause(Class<T> type, Throwable thrown) {
        return assertInstanceOf(type, thrown.getCause());
    }

    public static void assertTells(Throwable thrown, String... parts) {
        for (String part : parts) {
            assertTrue(message(thrown).contains(part), () -> "no \"" + part + "\" in: " + thrown);
        }
    }
}
