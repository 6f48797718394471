package io.github.multiprocessing4j.logging;

import static io.github.multiprocessing4j.testkit.Together.awaitTrue;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** What comes to one logger of this process, and goes nowhere else. */
final class Heard extends Handler implements AutoCloseable {
    final Logger logger;

    private final boolean parents;

    private final Level level;

    private final List<LogRecord> records = new CopyOnWriteArrayList<>();

    Heard(String name) {
        logger = Logger.getLogger(name);
        parents = logger.getUseParentHandlers();
        level = logger.getLevel();
        logger.setUseParentHandlers(false);
        logger.addHandler(this);
    }

    @Override
    public void publish(LogRecord logged) {
        records.add(logged);
    }

    List<LogRecord> records() {
        return records;
    }

    List<String> messages() {
        return records.stream().map(LogRecord::getMessage).toList();
    }

    /** {@return the messages without who has logged them} */
    List<String> texts() {
        return messages().stream()
                .map(message -> message.replaceFirst("^\\[[^]]*] ", ""))
                .toList();
    }

    void await(int count) {
        awaitTrue(() -> records.size() >= count);
    }

    @Override
    public void flush() {}

    @Override
    public void close() {
        logger.removeHandler(this);
        logger.setUseParentHandlers(parents);
        logger.setLevel(level);
    }
}
