package io.github.multiprocessing4j.soak;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.logging.Filter;
import java.util.logging.Formatter;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import org.jspecify.annotations.Nullable;

/** Counts what the library warns of, which is a line for each death, and keeps it from the output. */
final class LoggedMeanwhile implements AutoCloseable {
    private static final Logger LOGGER = Logger.getLogger("io.github.multiprocessing4j");

    private static final Formatter TEXT = new SimpleFormatter();

    private final @Nullable Filter before = LOGGER.getFilter();

    private final Map<String, Integer> counts = new ConcurrentHashMap<>();

    LoggedMeanwhile() {
        LOGGER.setFilter(record -> {
            if (record.getLevel().intValue() >= Level.WARNING.intValue()) {
                counts.merge(TEXT.formatMessage(record).replaceAll("[0-9]+", "N"), 1, Integer::sum);
            }
            return false;
        });
    }

    /** {@return how often it was said, with N in place of all numbers} */
    Map<String, Integer> counts() {
        return counts;
    }

    @Override
    public void close() {
        LOGGER.setFilter(before);
    }
}
