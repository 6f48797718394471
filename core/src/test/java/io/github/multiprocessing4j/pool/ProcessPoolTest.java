package io.github.multiprocessing4j.pool;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.multiprocessing4j.failure.RemoteThrowable;
import io.github.multiprocessing4j.failure.SerializationException;
import io.github.multiprocessing4j.failure.TaskFailedException;
import io.github.multiprocessing4j.process.ChildProcess;
import java.io.FileNotFoundException;
import java.io.Serial;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a pool of real processes does while nobody dies. */
@Timeout(120)
class ProcessPoolTest {
    private static Pool pool = Pool.over(InMemoryBackend.running(1));

    @BeforeAll
    static void open() {
        pool = Pool.create(2);
        while (!pool.toString().contains("2 ready")) { // or one that comes up later would look like a leak
            Thread.onSpinWait();
        }
    }

    @AfterAll
    static void close() {
        pool.close();
    }

    private static long pid() {
        return ProcessHandle.current().pid();
    }

    @Test
    void mapsInOtherProcessesAndInOrder() {
        List<Integer> items = IntStream.range(0, 1000).boxed().toList();
        assertEquals(items.stream().map(n -> n * n).toList(), pool.map(n -> n * n, items));
        Set<Long> pids = new HashSet<>(pool.map(n -> pid(), items, 1));
        assertTrue(pids.size() <= 2 && !pids.contains(pid()), pids::toString);
    }

    @Test
    void everyCallWorks() throws Exception {
        assertEquals(List.of(3, 7), pool.starmap((a, b) -> a + b, List.of(Map.entry(1, 2), Map.entry(3, 4))));
        assertEquals("one call", pool.apply(() -> "one call"));
        assertEquals(42, pool.applyAsync(() -> 6 * 7).get());
        List<Integer> results = new ArrayList<>();
        pool.imap(n -> n + 1, List.of(1, 2, 3)).forEachRemaining(results::add);
        pool.imapUnordered(n -> n + 1, List.of(4), 5).forEachRemaining(results::add);
        assertEquals(List.of(2, 3, 4, 5), results);
        assertEquals(
                Arrays.asList(null, null),
                pool.<@Nullable Integer, @Nullable Object>map(n -> null, Arrays.asList(null, 1)));
    }

    @Test
    void workersAreNamedDaemons() {
        String name = pool.apply(() ->
                ChildProcess.current().name() + " " + ChildProcess.current().isDaemon());
        assertTrue(name.matches("PoolWorker-\\d+ true"), name);
    }

    @Test
    void aFailureHasTheTasksOwnFramesAndTheWorkersPid() {
        long worker = pool.apply(ProcessPoolTest::pid);
        TaskFailedException e =
                assertThrows(TaskFailedException.class, () -> pool.map(ProcessPoolTest::failing, List.of(1)));
        FileNotFoundException cause = Told.cause(FileNotFoundException.class, e);
        assertEquals("number 1", cause.getMessage());
        assertEquals("failing", cause.getStackTrace()[0].getMethodName());
        assertEquals(ProcessPoolTest.class.getName(), cause.getStackTrace()[0].getClassName());
        Told.assertTells(e, "item 0 of map", "(pid " + e.pid() + ")", "PoolWorker-");
        assertNotEquals(pid(), e.pid());
        assertTrue(worker > 0);
    }

    private static int failing(int n) throws FileNotFoundException {
        throw new FileNotFoundException("number " + n);
    }

    @Test
    void errorsAreFailuresLikeOthers() {
        assertInstanceOf(StackOverflowError.class, causeOf(() -> endless(0)));
        assertInstanceOf(AssertionError.class, causeOf(() -> {
            throw new AssertionError("x");
        }));
        assertInstanceOf(LinkageError.class, causeOf(() -> Unloadable.VALUE));
    }

    private static int endless(int depth) {
        return depth < 0 ? 0 : endless(depth + 1) + 1;
    }

    private static final class Unloadable {
        static final Integer VALUE = Integer.valueOf("no number");
    }

    private static Throwable causeOf(io.github.multiprocessing4j.function.RemoteCallable<Object> code) {
        return Told.cause(Throwable.class, assertThrows(TaskFailedException.class, () -> pool.apply(code)));
    }

    @Test
    void anExceptionThatDoesNotSerializeArrivesAsText() {
        Throwable cause = causeOf(() -> {
            throw new Stubborn();
        });
        RemoteThrowable standIn = assertInstanceOf(RemoteThrowable.class, cause);
        assertEquals(Stubborn.class.getName(), standIn.className());
        assertEquals("stubborn", standIn.getMessage());
    }

    private static final class Stubborn extends RuntimeException {
        @Serial
        private static final long serialVersionUID = 1L;

        @SuppressWarnings("unused")
        private final Object socket = new Object();

        Stubborn() {
            super("stubborn");
        }
    }

    @Test
    void anArgumentThatDoesNotSerializeIsRefusedAtOnce() {
        SerializationException e = assertThrows(
                SerializationException.class, () -> pool.mapAsync(o -> o.hashCode(), List.of(new Object())));
        Told.assertTells(e, "item 0 of map", "java.lang.Object");
        SerializationException third = assertThrows(
                SerializationException.class,
                () -> pool.map(o -> o.hashCode(), List.<Object>of(1, 2, new Object(), new Object()), 2));
        Told.assertTells(third, "item 2 of map: java.lang.Object cannot be sent");
        IMapIterator<Integer> chunked =
                pool.imap(o -> o.hashCode(), List.<Object>of(1, new Object(), 3, new Object()), 4);
        Told.assertTells(assertThrows(SerializationException.class, chunked::next), "item 1 of imap: java.lang.Object");
        Object captured = new Object();
        assertThrows(SerializationException.class, () -> pool.applyAsync(captured::toString));
        IMapIterator<Integer> results = pool.imap(Object::hashCode, List.<Object>of(1, new Object(), 3));
        assertEquals(1, results.next());
        assertThrows(SerializationException.class, results::next);
        assertEquals(3, results.next());
    }

    @Test
    void aResultThatDoesNotSerializeIsRefusedAtGet() {
        AsyncResult<Object> result = pool.applyAsync(Object::new);
        ExecutionException e = assertThrows(ExecutionException.class, result::get);
        SerializationException cause = Told.cause(SerializationException.class, e);
        Told.assertTells(cause, "java.lang.Object", "the result could not be sent by PoolWorker-");
        IMapIterator<Object> results = pool.imap(n -> n == 2 ? new Object() : n, List.of(1, 2, 3), 3);
        assertEquals(1, results.next());
        assertThrows(SerializationException.class, results::next);
    }

    @Test
    void aResultThatCantBeReadIsRefusedAtGet() {
        SerializationException e = assertThrows(SerializationException.class, () -> pool.apply(Unreadable::new));
        Told.assertTells(e, "could not be read here");
        assertThrows(SerializationException.class, () -> pool.map(u -> 1, List.of(new Unreadable())));
    }

    private static final class Unreadable implements Serializable {
        @Serial
        private static final long serialVersionUID = 1L;

        @Serial
        private void readObject(java.io.ObjectInputStream in) {
            throw new IllegalStateException("won't");
        }
    }

    @Test
    void aTaskMayLeaveItsThreadInterrupted() {
        List<Boolean> interrupted = pool.map(
                n -> {
                    boolean before = Thread.currentThread().isInterrupted();
                    Thread.currentThread().interrupt();
                    return before;
                },
                IntStream.range(0, 20).boxed().toList(),
                1);
        assertTrue(interrupted.stream().noneMatch(b -> b), interrupted::toString);
    }

    @Test
    void largeValuesCross() {
        byte[] large = new byte[64 << 20];
        large[12345678] = 42;
        assertArrayEquals(large, pool.apply(() -> {
            byte[] result = new byte[64 << 20];
            result[12345678] = 42;
            return result;
        }));
        assertEquals(List.of(42, 42, 42), pool.map(bytes -> (int) bytes[12345678], List.of(large, large, large), 1));
    }

    @Test
    void largeValuesInBothDirectionsAtOnceDoNotBlock() {
        List<byte[]> items = new ArrayList<>();
        for (int i = 0; i < 24; i++) {
            items.add(new byte[4 << 20]);
        }
        assertEquals(24, pool.map(bytes -> bytes, items, 1).size());
    }

    @Test
    void manySmallItemsCross() {
        List<Long> items = LongStream.range(0, 200_000).boxed().toList();
        assertEquals(items, pool.map(n -> n, items));
        List<Long> some = items.subList(0, 20_000);
        assertEquals(some, pool.map(n -> n, some, 1));
        long sum = 0;
        for (long n : pool.imapUnordered(n -> n, items, 100)) {
            sum += n;
        }
        assertEquals(200_000L * 199_999 / 2, sum);
    }

    @Test
    void severalThreadsShareAPool() throws Exception {
        List<Integer> items = IntStream.range(0, 500).boxed().toList();
        List<AsyncResult<List<Integer>>> results = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            int shift = i;
            results.add(pool.mapAsync(n -> n + shift, items, 10));
        }
        for (int i = 0; i < 8; i++) {
            int shift = i;
            assertEquals(
                    items.stream().map(n -> n + shift).toList(), results.get(i).get());
        }
    }

    @Test
    void workersMayNotHaveChildren() {
        Throwable cause = causeOf(() -> {
            Pool.create(1).close();
            return 1;
        });
        assertInstanceOf(IllegalStateException.class, cause);
    }
}
