package io.github.multiprocessing4j.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.multiprocessing4j.failure.TaskFailedException;
import io.github.multiprocessing4j.testkit.Told;
import java.io.FileNotFoundException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class AsyncResultTest {
    private final InMemoryBackend backend = InMemoryBackend.stepwise(2);

    private final Pool pool = Pool.over(backend);

    @AfterEach
    void terminate() {
        pool.terminate();
    }

    @Test
    void isReadyWhenTheTaskHasEnded() throws Exception {
        AsyncResult<Integer> result = pool.applyAsync(() -> 6 * 7);
        assertFalse(result.ready());
        assertFalse(result.await(Duration.ofMillis(1)));
        assertThrows(IllegalStateException.class, result::successful);
        assertThrows(TimeoutException.class, () -> result.get(1, TimeUnit.MILLISECONDS));
        backend.runNext();
        assertTrue(result.ready() && result.successful() && result.await(Duration.ofDays(1)));
        assertEquals(42, result.get());
        assertEquals(42, result.resultNow());
        assertFalse(result.cancel(true));
    }

    @Test
    void givesTheTasksOwnExceptionAsTheCause() throws Exception {
        AsyncResult<Integer> result = pool.applyAsync(() -> {
            throw new FileNotFoundException("x");
        });
        backend.runNext();
        assertFalse(result.successful());
        ExecutionException failure = assertThrows(ExecutionException.class, result::get);
        assertInstanceOf(FileNotFoundException.class, failure.getCause());
        Told.assertTells(failure, "pid 42");
        assertInstanceOf(FileNotFoundException.class, result.exceptionNow());
        assertEquals(Future.State.FAILED, result.state());
    }

    @Test
    void cancellingTakesBackWhatHasNotBegun() throws Exception {
        AsyncResult<List<Integer>> result = pool.mapAsync(n -> n, List.of(1, 2, 3), 1);
        InMemoryBackend.Work begun = backend.take(0);
        assertTrue(result.cancel(true));
        assertEquals(0, backend.waiting());
        assertTrue(result.isCancelled() && result.isDone());
        assertThrows(CancellationException.class, result::get);
        begun.run();
        pool.close(); // nothing is left to be waited for
        assertTrue(backend.isStopped());
    }

    @Test
    void saysThatItWasCancelledByTheCaller() {
        AsyncResult<List<Integer>> result = pool.mapAsync(n -> n, List.of(1, 2, 3));
        assertTrue(result.cancel(false));
        assertTrue(result.cancel(false), "a second time, as any Future");
        assertEquals(Future.State.CANCELLED, result.state());
        assertTellsOfTheCancelling(assertThrows(CancellationException.class, result::get));
        assertTellsOfTheCancelling(assertThrows(CancellationException.class, () -> result.get(1, TimeUnit.DAYS)));
        assertTellsOfTheCancelling(assertThrows(CancellationException.class, result::join));
    }

    /** As with a CompletableFuture, the cause is from where it was cancelled. */
    private static void assertTellsOfTheCancelling(CancellationException told) {
        assertEquals("map was cancelled by a call of AsyncResult.cancel", told.getMessage());
        var cancelled = assertInstanceOf(CancellationException.class, told.getCause());
        assertEquals("cancel", cancelled.getStackTrace()[0].getMethodName(), () -> "not made in cancel: " + cancelled);
    }

    @Test
    void itsFutureIsCancelledWithIt() throws Exception {
        AsyncResult<Integer> result = pool.applyAsync(() -> 1);
        CompletableFuture<Integer> future = result.toCompletableFuture();
        result.cancel(true);
        var told = assertThrows(CancellationException.class, () -> future.get(10, TimeUnit.SECONDS));
        assertTrue(future.isCancelled());
        Told.assertTells(
                Told.cause(CancellationException.class, told), "apply was cancelled by a call of AsyncResult.cancel");
    }

    @Test
    void completesItsFutureOnAnotherThread() throws Exception {
        AsyncResult<Integer> result = pool.applyAsync(() -> 1);
        CompletableFuture<Thread> thread = result.toCompletableFuture().thenApply(n -> Thread.currentThread());
        backend.runNext();
        assertTrue(thread.get().getName().startsWith("mp4j-pool-helper"), thread::toString);
    }

    @Test
    void failsItsFutureWithWhatTheBlockingCallsThrow() throws Exception {
        AsyncResult<Integer> result = pool.applyAsync(() -> {
            throw new IllegalStateException("no");
        });
        backend.runNext();
        ExecutionException failure = assertThrows(
                ExecutionException.class, () -> result.toCompletableFuture().get(10, TimeUnit.SECONDS));
        assertInstanceOf(TaskFailedException.class, failure.getCause());
    }

    @Test
    void anInterruptEndsTheWaitAndNothingElse() throws Exception {
        AsyncResult<Integer> result = pool.applyAsync(() -> 1);
        Thread.currentThread().interrupt();
        assertThrows(InterruptedException.class, result::get);
        backend.runNext();
        assertEquals(1, result.get());
    }

    @Test
    void callsBackInOneThreadAndInOrder() throws Exception {
        List<String> calls = Collections.synchronizedList(new ArrayList<>());
        AsyncResult<Integer> result = pool.applyAsync(() -> 6 * 7);
        result.onSuccess(value -> calls.add(Thread.currentThread().getName() + " " + value))
                .onFailure(failure -> calls.add("not called"))
                .onSuccess(value -> calls.add("then " + value));
        backend.runNext();
        result.onSuccess(value -> calls.add("late " + value));
        pool.close();
        assertEquals(List.of("mp4j-pool-callbacks 42", "then 42", "late 42"), calls);
    }

    @Test
    void callsBackWithWhatTheTaskHasThrown() throws Exception {
        List<Throwable> failures = Collections.synchronizedList(new ArrayList<>());
        AsyncResult<Integer> fails = pool.applyAsync(() -> {
            throw new FileNotFoundException("x");
        });
        fails.onSuccess(_ -> failures.add(new AssertionError("it has failed")))
                .onFailure(failures::add)
                .onFailure(failures::add);
        AsyncResult<Integer> cancelled = pool.applyAsync(() -> 1).onFailure(failures::add);
        backend.runNext();
        assertTrue(cancelled.cancel(false));
        pool.close();
        assertEquals(3, failures.size());
        assertInstanceOf(FileNotFoundException.class, failures.get(0));
        assertInstanceOf(FileNotFoundException.class, failures.get(1));
        assertInstanceOf(CancellationException.class, failures.get(2));
    }

    /** It is logged. */
    @Test
    void aCallbackThatThrowsHarmsNothing() throws Exception {
        List<Integer> values = Collections.synchronizedList(new ArrayList<>());
        AsyncResult<Integer> result = pool.applyAsync(() -> 1)
                .onSuccess(_ -> {
                    throw new StackOverflowError("for the test");
                })
                .onSuccess(values::add);
        backend.runNext();
        assertEquals(1, result.get());
        AsyncResult<Integer> next = pool.applyAsync(() -> 2).onSuccess(values::add);
        backend.runNext();
        assertEquals(2, next.get());
        pool.close();
        assertEquals(List.of(1, 2), values);
    }

    @Test
    void aCallbackMayCloseThePool() throws Exception {
        var closed = new CompletableFuture<Boolean>();
        AsyncResult<Integer> result = pool.applyAsync(() -> 1).onSuccess(_ -> {
            pool.close();
            closed.complete(true);
        });
        backend.runNext();
        assertEquals(1, result.get());
        assertTrue(closed.get(30, TimeUnit.SECONDS));
    }
}
