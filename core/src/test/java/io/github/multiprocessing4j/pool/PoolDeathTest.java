package io.github.multiprocessing4j.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.multiprocessing4j.failure.ExitStatus;
import io.github.multiprocessing4j.failure.ExitStatus.Exited;
import io.github.multiprocessing4j.failure.ExitStatus.Signaled;
import io.github.multiprocessing4j.failure.SerializationException;
import io.github.multiprocessing4j.failure.TaskFailedException;
import io.github.multiprocessing4j.failure.WorkerDiedException;
import io.github.multiprocessing4j.testkit.Death;
import io.github.multiprocessing4j.testkit.DyingClassLoader;
import io.github.multiprocessing4j.testkit.ShortLived;
import io.github.multiprocessing4j.testkit.Told;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.Serial;
import java.io.Serializable;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Workers that die of whatever at whatever moment: one chunk is lost and nothing else. */
@Timeout(180)
class PoolDeathTest {
    /** From the call to the exception; a crash report and a busy machine take most of it. */
    private static final Duration BOUND = Duration.ofSeconds(20);

    private static final int LAST = 40;

    enum Moment {
        DECODING,
        RUNNING,
        ENCODING
    }

    /** Every other combination; {@link PoolDeathMatrixTest} has all of them. */
    static Stream<Arguments> deaths() {
        return Stream.of(Moment.values())
                .flatMap(moment -> Stream.of(Death.values())
                        .filter(death -> (moment.ordinal() + death.ordinal()) % 2 == 0)
                        .map(death -> Arguments.of(moment, death)));
    }

    @Tag("stress")
    @ParameterizedTest
    @MethodSource("deaths")
    void losesOneChunkAndGoesOn(Moment moment, Death death) throws Exception {
        try (Pool pool =
                Pool.builder().processes(2).jvmOptions(Death.SMALL_HEAP).build()) {
            IMapIterator<Object> results = pool.imap(
                    item -> item.run(),
                    IntStream.range(0, LAST)
                            .mapToObj(n -> item(n, moment, death))
                            .toList());
            List<Object> arrived = new ArrayList<>();
            Throwable failure = null;
            long start = System.nanoTime();
            while (results.hasNext()) {
                try {
                    arrived.add(results.next(BOUND));
                } catch (TaskFailedException | WorkerDiedException | SerializationException e) {
                    failure = e;
                }
            }
            assertTrue(System.nanoTime() - start < BOUND.toNanos());
            assertEquals(LAST - 1, arrived.size());
            check(moment, death, failure);
            goesOnAtItsSize(pool);
        }
    }

    /** The tenth item is deadly. */
    private static Item item(int n, Moment moment, Death death) {
        return new Item(n == 10 ? moment : null, death, n);
    }

    private static void check(Moment moment, Death death, @Nullable Throwable failure) {
        if (death == Death.EXCEPTION) {
            Class<?> expected = moment == Moment.RUNNING ? TaskFailedException.class : SerializationException.class;
            assertEquals(expected, failure == null ? null : failure.getClass());
        } else {
            WorkerDiedException died = assertThrows(WorkerDiedException.class, () -> {
                if (failure != null) {
                    throw failure;
                }
            });
            assertEquals(death.exitStatus(), died.exitStatus(), died::toString);
            Told.assertTells(died, "item 10 of imap", "(pid " + died.pid() + ")");
        }
    }

    private static void goesOnAtItsSize(Pool pool) {
        assertEquals(
                100, pool.map(n -> n, IntStream.range(0, 100).boxed().toList()).size());
    }

    /** Something that a worker does not survive, or does. */
    private static final class Item implements Serializable {
        @Serial
        private static final long serialVersionUID = 1L;

        private final @Nullable Moment moment;

        private final Death death;

        private final int number;

        Item(@Nullable Moment moment, Death death, int number) {
            this.moment = moment;
            this.death = death;
            this.number = number;
        }

        Object run() {
            if (moment == Moment.RUNNING) {
                death.now();
            }
            return moment == Moment.ENCODING ? new Poison(death) : number;
        }

        @Serial
        private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
            in.defaultReadObject();
            if (moment == Moment.DECODING) {
                death.now();
            }
        }
    }

    private record Poison(Death death) implements Serializable {
        @Serial
        private Object writeReplace() {
            death.now();
            return this;
        }
    }

    static Stream<Death> idleDeaths() {
        return Stream.of(Death.EXIT, Death.HALT, Death.SIGKILL, Death.SIGSEGV);
    }

    @ParameterizedTest
    @MethodSource("idleDeaths")
    void anIdleWorkersDeathIsNobodysLoss(Death death) throws Exception {
        try (Pool pool = ShortLived.pool(1)) {
            long pid = pool.apply(() -> {
                Thread.ofPlatform().daemon().start(() -> awaitGone(death));
                return ProcessHandle.current().pid();
            });
            ProcessHandle.of(pid).ifPresent(worker -> worker.onExit().join());
            assertTrue(pool.apply(() -> ProcessHandle.current().pid()) != pid);
        }
    }

    /** The task's thread is idle when it waits for its next task in a system call. */
    private static void awaitGone(Death death) {
        Thread main = Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals("main"))
                .findFirst()
                .orElseThrow();
        while (Stream.of(main.getStackTrace())
                .noneMatch(frame -> frame.getMethodName().equals("receive"))) {
            Thread.onSpinWait();
        }
        death.now();
    }

    /** Three in a row, and those who wait are told; with the truth about the last of them. */
    @ParameterizedTest
    @EnumSource(Death.class)
    void workersThatDieBeforeTheyAreToldWhatToRunAreAnErrorAtTheCaller(Death death) {
        boolean endsInitialization = death == Death.EXCEPTION || death == Death.OUT_OF_MEMORY;
        try (Pool pool = Pool.builder()
                .processes(1)
                .jvmOptions(
                        "-Xmx32m",
                        "-Djava.system.class.loader=" + DyingClassLoader.class.getName(),
                        "-D" + DyingClassLoader.PROPERTY + "=" + death)
                .build()) {
            WorkerDiedException e = assertThrows(WorkerDiedException.class, () -> pool.apply(() -> 1));
            assertEquals(endsInitialization ? new ExitStatus.Exited(1) : death.exitStatus(), e.exitStatus());
        }
    }

    @Test
    void whatTheDeadOneHadNotBegunIsRunElsewhere() throws Exception {
        try (Pool pool = ShortLived.pool(1)) {
            AsyncResult<Integer> deadly = pool.applyAsync(() -> {
                Death.SIGKILL.now();
                return 0;
            });
            List<AsyncResult<Integer>> others = new ArrayList<>();
            for (int i = 0; i < 10; i++) {
                int n = i;
                others.add(pool.applyAsync(() -> n));
            }
            ExecutionException e = assertThrows(ExecutionException.class, deadly::get);
            Told.assertTells(e, "killed by SIGKILL while it ran the task of apply");
            for (int i = 0; i < 10; i++) {
                assertEquals(i, others.get(i).get(30, TimeUnit.SECONDS));
            }
        }
    }

    @Test
    void aProgramThatHoldsTheWorkersSocketDoesNotHideItsDeath(@TempDir Path folder) throws Exception {
        String note = folder.resolve("pid").toString();
        try (Pool pool = ShortLived.pool(1)) {
            AsyncResult<Integer> result = pool.applyAsync(() -> {
                runInShell("sleep 60 & echo $! > " + note);
                Files.writeString(Path.of(note + ".time"), String.valueOf(System.currentTimeMillis()));
                Death.SIGKILL.now();
                return 0;
            });
            ExecutionException e = assertThrows(ExecutionException.class, () -> result.get(30, TimeUnit.SECONDS));
            long told = System.currentTimeMillis();
            assertEquals(
                    new Signaled(9), Told.cause(WorkerDiedException.class, e).exitStatus());
            long died = Long.parseLong(Files.readString(Path.of(note + ".time")));
            assertTrue(told - died < 2_000, () -> "after " + (told - died) + " ms"); // kill(1) has to start meanwhile
            ProcessHandle program = ProcessHandle.of(
                            Long.parseLong(Files.readString(Path.of(note)).strip()))
                    .orElseThrow();
            assertTrue(program.isAlive());
            program.destroyForcibly();
            program.onExit().join();
        }
    }

    /** As C's system(3): the shell inherits every descriptor that is not close-on-exec, as the JDK's sockets are not. */
    @SuppressWarnings("restricted")
    private static void runInShell(String command) {
        Linker linker = Linker.nativeLinker();
        FunctionDescriptor signature = FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.ADDRESS);
        MethodHandle system = linker.downcallHandle(linker.defaultLookup().findOrThrow("system"), signature);
        try (Arena arena = Arena.ofConfined()) {
            int status = (int) system.invokeExact(arena.allocateFrom(command));
            assertEquals(0, status);
        } catch (Throwable t) {
            throw new AssertionError(t);
        }
    }

    @Test
    void aMessageTooLargeForEveryWorkerIsGivenUp() throws Exception {
        byte[] large = new byte[100 << 20];
        try (Pool pool =
                Pool.builder().processes(1).jvmOptions(Death.SMALL_HEAP).build()) {
            AsyncResult<Integer> lost = pool.applyAsync(() -> large.length);
            AsyncResult<Integer> other = pool.applyAsync(() -> 1);
            ExecutionException e = assertThrows(ExecutionException.class, () -> lost.get(60, TimeUnit.SECONDS));
            assertTrue(Told.cause(WorkerDiedException.class, e).exitStatus().outOfMemory());
            assertEquals(1, other.get(60, TimeUnit.SECONDS));
        }
    }

    @Test
    void exitStatusesAreTold() {
        try (Pool pool = ShortLived.pool(1)) {
            WorkerDiedException e = assertThrows(
                    WorkerDiedException.class,
                    () -> pool.apply(() -> {
                        System.exit(0);
                        return 1;
                    }));
            assertEquals(new Exited(0), e.exitStatus());
        }
    }
}
