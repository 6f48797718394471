package io.github.multiprocessing4j.failuremodel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.github.multiprocessing4j.function.RemoteRunnable;
import io.github.multiprocessing4j.manager.SyncManager;
import io.github.multiprocessing4j.os.Signals;
import io.github.multiprocessing4j.process.ChildProcess;
import io.github.multiprocessing4j.process.JvmSettings;
import io.github.multiprocessing4j.process.Output;
import io.github.multiprocessing4j.sharedtypes.LongValue;
import io.github.multiprocessing4j.sharedtypes.Value;
import io.github.multiprocessing4j.sync.Semaphore;
import io.github.multiprocessing4j.testkit.Death;
import io.github.multiprocessing4j.testkit.ShortLived;
import io.github.multiprocessing4j.testkit.Stopped;
import io.github.multiprocessing4j.testkit.Work;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Something happens to a process that is being started, or to who starts it. */
final class StartTrials {
    private static final int SIGCONT = 18;

    private static final int SIGSTOP = 19;

    private StartTrials() {}

    static List<Trial> all() {
        return List.of(
                new Trial(Api.START, Mishap.KILLED, StartTrials::killed),
                new Trial(Api.MANAGER_START, Mishap.KILLED, stage -> diesAsItStarts(stage, Death.SIGKILL)),
                new Trial(Api.MANAGER_START, Mishap.OUT_OF_MEMORY, stage -> diesAsItStarts(stage, Death.OUT_OF_MEMORY)),
                new Trial(Api.MANAGER_START, Mishap.STOPPED, StartTrials::isStopped),
                new Trial(Api.MANAGER_START, Mishap.INTERRUPT, StartTrials::isInterrupted),
                new Trial(Api.MANAGER_START, Mishap.UNSERIALIZABLE, _ -> {
                    Unsendable unsendable = new Unsendable();
                    return startAndClose(() -> unsendable.touched());
                }),
                new Trial(Api.MANAGER_START, Mishap.UNREADABLE, stage -> {
                    Unreadable unreadable = new Unreadable();
                    return startAndClose(() -> unreadable.touched());
                }));
    }

    private static @Nullable Object killed(Stage stage) {
        ChildProcess child = ShortLived.child().output(Output.DISCARD).start(() -> Work.endless());
        stage.clock().startsNow();
        child.kill();
        child.join();
        return child.exitStatus().toString();
    }

    private static String startAndClose(RemoteRunnable initializer) {
        start(initializer).close();
        return "started";
    }

    private static SyncManager start(RemoteRunnable initializer) {
        return SyncManager.syncBuilder()
                .jvm(JvmSettings.usual().toBuilder()
                        .jvmOptions(Death.SMALL_HEAP)
                        .build())
                .initializer(initializer)
                .start();
    }

    private static @Nullable Object diesAsItStarts(Stage stage, Death death) throws Exception {
        try (LongValue when = Value.ofLong(0)) {
            try {
                return startAndClose(() -> {
                    when.set(System.nanoTime());
                    death.now();
                });
            } finally {
                stage.clock().startedAt(when.get());
            }
        }
    }

    private static @Nullable Object isStopped(Stage stage) throws Exception {
        try (LongValue pid = Value.ofLong(0);
                Semaphore comesUp = Semaphore.create(0)) {
            Waiter starting = new Waiter(
                    "start",
                    () -> start(() -> {
                        pid.set(ProcessHandle.current().pid());
                        comesUp.release();
                        comesUp.acquire(2);
                    }));
            comesUp.acquire();
            assertEquals(0, Signals.kill(pid.get(), SIGSTOP));
            Stopped.awaitStopped(pid.get());
            comesUp.release(2);
            starting.awaitAsleep();
            assertFalse(starting.isDone());
            long start = System.nanoTime();
            assertEquals(0, Signals.kill(pid.get(), SIGCONT));
            Outcome outcome = starting.outcome();
            ((SyncManager) Objects.requireNonNull(outcome.valueOrThrow())).close();
            stage.clock().startedAt(System.nanoTime() - (outcome.at() - start));
            return "started";
        }
    }

    private static @Nullable Object isInterrupted(Stage stage) throws Exception {
        try (Semaphore comesUp = Semaphore.create(0)) {
            Waiter starting = new Waiter(
                    "start",
                    () -> startAndClose(() -> {
                        comesUp.release();
                        Work.endless();
                    }));
            comesUp.acquire();
            starting.awaitAsleep();
            stage.clock().startsNow();
            starting.interrupt();
            return starting.outcome().valueOrThrow();
        }
    }
}
