package io.github.multiprocessing4j.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.multiprocessing4j.testkit.ShortLived;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A caller whose stack overflows harms nobody else. */
@Timeout(120)
class FullStackTest {
    private static final int STACK_BYTES = 256 << 10;

    private static final int CALLS_AT_THE_END = 160;

    @Test
    void othersGoOn() throws Exception {
        try (Pool pool = ShortLived.pool(1)) {
            AtomicBoolean over = new AtomicBoolean();
            CompletableFuture<Integer> other = new CompletableFuture<>();
            Thread.ofPlatform().name("test-other").start(() -> {
                int wrong = 0;
                while (!over.get()) {
                    wrong += pool.<Integer>apply(() -> 42) == 42 ? 0 : 1;
                }
                other.complete(wrong);
            });
            int[] overflows = new int[1];
            for (int i = 0; i < 5; i++) {
                Thread deep = Thread.ofPlatform()
                        .stackSize(STACK_BYTES)
                        .name("test-deep")
                        .start(() -> {
                            int[] left = {CALLS_AT_THE_END};
                            toTheEnd(0, pool, left, overflows);
                        });
                deep.join();
            }
            over.set(true);
            assertEquals(0, other.get(60, TimeUnit.SECONDS));
            assertTrue(overflows[0] > 0, "nothing was tried");
            assertEquals(1, pool.<Integer>apply(() -> 1));
        }
    }

    /** Calls the pool from each of the last frames that there is room for, on the way back. */
    private static void toTheEnd(int depth, Pool pool, int[] left, int[] overflows) {
        if (depth == Integer.MAX_VALUE) {
            return; // no stack is so large
        }
        try {
            toTheEnd(depth + 1, pool, left, overflows);
        } catch (StackOverflowError e) {
            // here it ends
        }
        if (left[0]-- > 0) {
            try {
                assertEquals(1, pool.<Integer>apply(() -> 1));
            } catch (StackOverflowError e) {
                overflows[0]++;
            }
        }
    }
}
