package io.github.multiprocessing4j.pool;

import static io.github.multiprocessing4j.testkit.Together.awaitTrue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.multiprocessing4j.os.ProcessIdentity;
import io.github.multiprocessing4j.queue.Queue;
import io.github.multiprocessing4j.testkit.ShortLived;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Nobody closes a pool, and nobody can any more. */
@Timeout(60)
class ForgottenPoolTest {
    private static final Logger LOGGER = Logger.getLogger("io.github.multiprocessing4j");

    /** What was said. */
    private static final class Words extends Handler {
        final List<String> all = new CopyOnWriteArrayList<>();

        @Override
        public void publish(LogRecord logged) {
            String message = String.valueOf(logged.getMessage());
            if (message.contains("made in " + ForgottenPoolTest.class.getName())) { // other tests have forgotten theirs
                all.add(message);
            }
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }

    private final Words words = new Words();

    @BeforeEach
    void listen() {
        LOGGER.addHandler(words);
        LOGGER.setUseParentHandlers(false);
    }

    @AfterEach
    void listenNoMore() {
        LOGGER.removeHandler(words);
        LOGGER.setUseParentHandlers(true);
    }

    private static void awaitCollected(ProcessIdentity worker) {
        awaitTrue(() -> {
            System.gc();
            return worker.isDead();
        });
    }

    private static ProcessIdentity useAndForget() {
        Pool pool = ShortLived.poolBuilder().processes(1).build();
        return ProcessIdentity.of(pool.apply(() -> ProcessHandle.current().pid()));
    }

    @Test
    void itsWorkersEndAndItSaysSo() {
        awaitCollected(useAndForget());
        assertEquals(1, words.all.size(), words.all::toString);
        assertTrue(words.all.getFirst().contains("was not closed"), words.all::toString);
    }

    private static AsyncResult<Long> workAndForget(Queue<Integer> go) {
        ProcessPoolExecutor executor =
                ProcessPoolExecutor.create(ShortLived.poolBuilder().processes(1));
        return executor.submit(() -> {
            go.take();
            return ProcessHandle.current().pid();
        });
    }

    /** It may be collected as soon as the task is submitted, but the workers have something to do. */
    @Test
    void whatItWasGivenIsDoneAllTheSame() throws Exception {
        try (Queue<Integer> go = Queue.create()) {
            AsyncResult<Long> result = workAndForget(go);
            awaitTrue(() -> {
                System.gc();
                return !words.all.isEmpty();
            });
            go.put(1);
            awaitCollected(ProcessIdentity.of(result.get()));
        }
    }

    private static ProcessIdentity useAndClose() {
        try (Pool pool = ShortLived.poolBuilder().processes(1).build()) {
            return ProcessIdentity.of(pool.apply(() -> ProcessHandle.current().pid()));
        }
    }

    /** The other one is forgotten later, so whatever was to be said of the first was said before. */
    @Test
    void nothingIsSaidOfOneThatWasClosed() {
        assertTrue(useAndClose().isDead());
        awaitCollected(useAndForget());
        assertEquals(1, words.all.size(), words.all::toString);
    }
}
