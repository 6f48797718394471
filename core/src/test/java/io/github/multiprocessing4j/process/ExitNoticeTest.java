package io.github.multiprocessing4j.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.github.multiprocessing4j.failure.ExitStatus;
import io.github.multiprocessing4j.testkit.Threadless;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Who is told of a process's end may take his time, and nobody else waits for him. */
@Timeout(60)
class ExitNoticeTest {
    private static final ExitStatus KILLED = new ExitStatus.Signaled(9);

    private final CountDownLatch told = new CountDownLatch(2);

    private final CountDownLatch release = new CountDownLatch(1);

    private void block() {
        told.countDown();
        try {
            release.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void aDependentThatBlocksKeepsNobodyElse() throws Exception {
        ChildProcess process = ChildProcess.of(() -> new CountDownLatch(1).await());
        ChildProcess other = ChildProcess.of(() -> new CountDownLatch(1).await());
        process.start();
        CompletableFuture<ExitStatus> before = process.onExit(); // a future may tell the latest first
        CompletableFuture<Void> blocked = process.onExit().thenRun(this::block);
        process.sentinel().whenReady(this::block);
        CompletableFuture<ExitStatus> after = process.onExit();
        CountDownLatch ready = new CountDownLatch(1);
        process.sentinel().whenReady(ready::countDown);
        process.kill();
        try {
            told.await(); // both of them block now
            assertEquals(KILLED, before.get(30, TimeUnit.SECONDS));
            assertEquals(KILLED, after.get(30, TimeUnit.SECONDS));
            assertEquals(KILLED, process.onExit().get(30, TimeUnit.SECONDS));
            ready.await();
            process.join();
            assertEquals(KILLED, process.exitStatus());
            other.start().kill();
            assertEquals(KILLED, other.onExit().get(30, TimeUnit.SECONDS));
            other.join();
            assertFalse(blocked.isDone());
        } finally {
            release.countDown();
        }
        blocked.get(30, TimeUnit.SECONDS);
    }

    @Test
    void isGivenWhereNoThreadIsToBeHad() throws Exception {
        CompletableFuture<Integer> exit = new CompletableFuture<>();
        CompletableFuture<Integer> well = ExitNotice.of("process", exit);
        CompletableFuture<Integer> badly = ExitNotice.of("process", exit.thenApply(n -> Math.divideExact(n, 0)));
        Threadless.call(() -> exit.complete(7));
        assertEquals(7, well.resultNow());
        assertEquals(ArithmeticException.class, badly.exceptionNow().getClass());
    }
}
