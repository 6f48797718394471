package io.github.multiprocessing4j.logging;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.multiprocessing4j.connection.Pipe;
import io.github.multiprocessing4j.testkit.ShortLived;
import io.github.multiprocessing4j.testkit.Together;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A parent that is slow to log does not keep its children waiting for ever, nor does what they log grow: it is lost, and counted. */
@Timeout(60)
class SlowParentTest {
    private static final String NAME = "test.slow";

    private static final int COUNT = 20_000;

    @Test
    void whatFindsNoRoomIsLostAndCounted() throws Exception {
        CountDownLatch mayGoOn = new CountDownLatch(1);
        try (Heard heard = new Heard(NAME);
                Heard library = new Heard("io.github.multiprocessing4j");
                Pipe pipe = Pipe.create()) {
            heard.logger.setFilter(_ -> awaited(mayGoOn));
            var there = pipe.second();
            var child = ShortLived.child().start(() -> {
                long start = System.nanoTime();
                for (int i = 0; i < COUNT; i++) {
                    Logger.getLogger(NAME).info(Integer.toString(i));
                }
                there.send(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start));
                var _ = there.recv(String.class); // it lives, and there is room again
                Logger.getLogger(NAME).info("last");
            });
            long millis = Objects.requireNonNull(pipe.first().recv(Long.class));
            mayGoOn.countDown();
            Together.awaitTrue(() -> !library.records().isEmpty());
            pipe.first().send("go on");
            Together.endsWell(child);
            heard.logger.setFilter(null);

            assertTrue(millis < 20_000, () -> millis + " ms");
            assertEquals("last", heard.texts().getLast());
            int came = heard.records().size() - 1;
            assertTrue(came > 100 && came < COUNT, () -> came + " came");
            for (int i = 0; i < came; i++) {
                assertEquals(Integer.toString(i), heard.texts().get(i)); // the first ones, in their order
            }
            int lost = library.messages().stream()
                    .mapToInt(message -> Integer.parseInt(message.replaceFirst(" .*", "")))
                    .sum();
            assertEquals(COUNT, came + lost, library.messages()::toString);
        }
    }

    private static boolean awaited(CountDownLatch latch) {
        try {
            return latch.await(30, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Half a second for all that it has left; then its end is told. */
    @Test
    void anEndIsToldAlthoughTheParentIsSlow() {
        CountDownLatch mayGoOn = new CountDownLatch(1);
        try (Heard heard = new Heard(NAME)) {
            heard.logger.setFilter(_ -> awaited(mayGoOn));
            Together.endsWell(
                    ShortLived.child().start(() -> Logger.getLogger(NAME).info("only")));
            assertEquals(List.of(), heard.texts());
            mayGoOn.countDown();
            heard.await(1);
            heard.logger.setFilter(null);
        }
    }
}
