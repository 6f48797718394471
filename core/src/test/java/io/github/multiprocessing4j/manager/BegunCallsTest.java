package io.github.multiprocessing4j.manager;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.multiprocessing4j.failure.CallTimeoutException;
import io.github.multiprocessing4j.failure.ManagerDiedException;
import io.github.multiprocessing4j.process.ChildProcess;
import java.io.ObjectInputStream;
import java.io.Serializable;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What comes behind calls that a thread has begun and not waited for, and values that can't be read for reasons that are not theirs. */
@Timeout(60)
class BegunCallsTest extends SharedManager {
    /** There is no memory for it in the server, or here. */
    private static final class Picky implements Serializable {
        private static final long serialVersionUID = 1L;

        private final boolean inTheServer;

        Picky(boolean inTheServer) {
            this.inTheServer = inTheServer;
        }

        private void readObject(ObjectInputStream in) throws java.io.IOException, ClassNotFoundException {
            in.defaultReadObject();
            if (inTheServer == ChildProcess.parent().isPresent()) {
                throw new OutOfMemoryError("as if");
            }
        }
    }

    @Test
    void whoWaitsBehindABegunCallMayHaveALimit() throws Exception {
        try (QueueProxy<String> queue = manager.queue();
                ListProxy<String> list = manager.list()) {
            FutureTask<String> behind = new FutureTask<>(() -> {
                Future<?> taking = BaseProxy.of(queue).callMethodAsync("take");
                assertThrows(
                        CallTimeoutException.class,
                        () -> BaseProxy.withTimeout(list, Duration.ofMillis(20)).size());
                Thread.currentThread().interrupt();
                assertThrows(
                        InterruptedException.class, () -> BaseProxy.of(queue).callMethod("poll"));
                assertFalse(Thread.currentThread().isInterrupted());
                Thread.startVirtualThread(() -> queue.add("at last"));
                assertEquals(0, list.size()); // however long it takes
                assertTrue(taking.isDone());
                return String.valueOf(taking.get());
            });
            Thread.ofPlatform().start(behind);
            assertEquals("at last", behind.get(20, TimeUnit.SECONDS));
        }
    }

    @Test
    void aBegunCallThatIsCancelledKeepsItsPlace() throws Exception {
        try (QueueProxy<String> queue = manager.queue();
                ListProxy<String> list = manager.list()) {
            BaseProxy.of(queue).callMethodAsync("take");
            BaseProxy.of(list).callMethodAsync("add", "e").cancel(true);
            Thread.startVirtualThread(() -> queue.add("go on"));
            assertEquals(List.of("e"), BaseProxy.of(list).getValue());
            assertEquals(1, list.size());
        }
    }

    @Test
    void aLimitMayBeForEver() {
        try (ListProxy<String> list = manager.list();
                ListProxy<String> patient = BaseProxy.withTimeout(list, Duration.ofSeconds(Long.MAX_VALUE))) {
            assertEquals(0, patient.size());
        }
    }

    @Test
    void anAnswerThatCannotBeReadForWantOfMemoryKeepsNobodyWaiting() throws Exception {
        try (ListProxy<Object> list = manager.list()) {
            list.add(new Picky(false));
            Future<?> unreadable = BaseProxy.of(list).callMethodAsync("getLast");
            ExecutionException failure =
                    assertThrows(ExecutionException.class, () -> unreadable.get(20, TimeUnit.SECONDS));
            assertEquals(
                    ManagerDiedException.class,
                    Objects.requireNonNull(failure.getCause()).getClass());
            assertEquals(1, list.size());
        }
    }

    @Test
    void anArgumentThatCannotBeReadForWantOfMemoryEndsOnlyItsCall() {
        try (ListProxy<Object> list = manager.list()) {
            assertEquals(
                    "as if",
                    assertThrows(OutOfMemoryError.class, () -> list.add(new Picky(true)))
                            .getMessage());
            assertEquals(0, list.size());
        }
    }
}
