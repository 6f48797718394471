package io.github.multiprocessing4j.process;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.multiprocessing4j.pool.Pool;
import io.github.multiprocessing4j.testkit.JavaProgram;
import io.github.multiprocessing4j.testkit.ShortLived;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** More processes at a time than there are processors, and than there are in stock. */
class ManyProcessesTest {
    private static final int SOME = 5;

    private static final int MANY = 100;

    @AfterEach
    void clear() {
        StockForTests.clear();
    }

    /** As CPython's test_many_processes. */
    @ParameterizedTest
    @EnumSource(StartMethod.class)
    @Timeout(60)
    void allEndWellOrByTheSignalThatWasSentAtOnce(StartMethod method) {
        startAndEnd(method, SOME);
    }

    @Test
    @Tag("stress")
    @Timeout(600)
    void manyOfThem() {
        startAndEnd(StartMethod.FORKSERVER, MANY);
    }

    private static void startAndEnd(StartMethod method, int count) {
        List<ChildProcess> ending = new ArrayList<>();
        List<ChildProcess> terminated = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            ending.add(ShortLived.child().startMethod(method).start(() -> {}));
        }
        ending.forEach(ChildProcess::join);
        ending.forEach(process -> assertEquals(0, process.exitCode().getAsInt()));
        for (int i = 0; i < count; i++) {
            terminated.add(ShortLived.child().startMethod(method).start(() -> new CountDownLatch(1).await()));
        }
        terminated.forEach(ChildProcess::terminate);
        terminated.forEach(ChildProcess::join);
        terminated.forEach(process -> assertEquals(-15, process.exitCode().getAsInt()));
    }

    /** Two hundred workers. */
    static final class LargePool {
        public static void main(String[] args) {
            try (Pool pool = ShortLived.pool(200)) {
                System.out.println(
                        pool.map(n -> n * n, IntStream.range(0, 1_000).boxed().toList()).stream()
                                .mapToInt(n -> n)
                                .sum());
            }
        }
    }

    /** As CPython's test_large_pool. */
    @Test
    @Tag("stress")
    @Timeout(300)
    void aPoolMayBeLarge() throws Exception {
        var result =
                JavaProgram.of(LargePool.class).deadline(Duration.ofMinutes(4)).run();
        assertEquals("332833500\n", result.stdout(), result::toString);
        assertEquals("", result.stderr());
        assertEquals(0, result.exitValue());
    }
}
