package io.github.multiprocessing4j.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class ThreadlessTest {
    @Test
    void onlyThatThreadCanStartNone() throws Exception {
        Thread other = Threadless.call(() -> {
            Thread unstarted = Thread.ofPlatform().unstarted(() -> {});
            assertThrows(OutOfMemoryError.class, unstarted::start);
            return Thread.ofPlatform().unstarted(() -> {});
        });
        other.start();
        other.join();
    }

    @Test
    void passesOnWhatIsReturnedAndThrown() throws Exception {
        assertEquals(1, Threadless.call(() -> 1));
        assertThrows(
                NoSuchFieldException.class,
                () -> Threadless.call(() -> {
                    throw new NoSuchFieldException();
                }));
    }
}
