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
import io.github.multiprocessing4j.testkit.ShortLived;
import io.github.multiprocessing4j.testkit.Told;
import java.io.Serial;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What a pool of real processes does while nobody dies. */
class ProcessPoolTest extends PoolContract {
    @Override
    Pool newPool(int workers) {
        return ShortLived.pool(workers);
    }

    /** As a user's. */
    @Override
    Pool newSharedPool() {
        return Pool.create(2);
    }

    private static long pid() {
        return ProcessHandle.current().pid();
    }

    @Test
    void mapsInOtherProcesses() {
        List<Integer> items = IntStream.range(0, 1000).boxed().toList();
        Set<Long> pids = new HashSet<>(pool().map(n -> pid(), items, 1));
        assertTrue(pids.size() <= 2 && !pids.contains(pid()), pids::toString);
    }

    @Test
    void workersAreNamedDaemons() {
        String name = pool().apply(() ->
                ChildProcess.current().name() + " " + ChildProcess.current().isDaemon());
        assertTrue(name.matches("PoolWorker-\\d+ true"), name);
    }

    @Test
    void aFailureTellsWhichProcessItWas() {
        TaskFailedException e = assertThrows(
                TaskFailedException.class,
                () -> pool().apply(() -> {
                    throw new IllegalStateException("in " + pid());
                }));
        assertNotEquals(pid(), e.pid());
        Told.assertTells(e, "PoolWorker-", "(pid " + e.pid() + ")");
        Told.assertTells(Told.cause(IllegalStateException.class, e), "in " + e.pid());
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
                SerializationException.class, () -> pool().mapAsync(o -> o.hashCode(), List.of(new Object())));
        Told.assertTells(e, "item 0 of map", "java.lang.Object");
        SerializationException third = assertThrows(
                SerializationException.class,
                () -> pool().map(o -> o.hashCode(), List.<Object>of(1, 2, new Object(), new Object()), 2));
        Told.assertTells(third, "item 2 of map: java.lang.Object cannot be sent");
        IMapIterator<Integer> chunked =
                pool().imap(o -> o.hashCode(), List.<Object>of(1, new Object(), 3, new Object()), 4);
        Told.assertTells(assertThrows(SerializationException.class, chunked::next), "item 1 of imap: java.lang.Object");
        Object captured = new Object();
        assertThrows(SerializationException.class, () -> pool().applyAsync(captured::toString));
        IMapIterator<Integer> results = pool().imap(Object::hashCode, List.<Object>of(1, new Object(), 3));
        assertEquals(1, results.next());
        assertThrows(SerializationException.class, results::next);
        assertEquals(3, results.next());
    }

    @Test
    void aResultThatDoesNotSerializeIsRefusedAtGet() {
        AsyncResult<Object> result = pool().applyAsync(Object::new);
        ExecutionException e = assertThrows(ExecutionException.class, result::get);
        SerializationException cause = Told.cause(SerializationException.class, e);
        Told.assertTells(cause, "java.lang.Object", "the result could not be sent by PoolWorker-");
        IMapIterator<Object> results = pool().imap(n -> n == 2 ? new Object() : n, List.of(1, 2, 3), 3);
        assertEquals(1, results.next());
        assertThrows(SerializationException.class, results::next);
    }

    @Test
    void aResultThatCantBeReadIsRefusedAtGet() {
        SerializationException e = assertThrows(SerializationException.class, () -> pool().apply(Unreadable::new));
        Told.assertTells(e, "could not be read here");
        assertThrows(SerializationException.class, () -> pool().map(u -> 1, List.of(new Unreadable())));
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
    void largeValuesCross() {
        byte[] large = new byte[64 << 20];
        large[12345678] = 42;
        assertArrayEquals(large, pool().apply(() -> {
            byte[] result = new byte[64 << 20];
            result[12345678] = 42;
            return result;
        }));
        assertEquals(List.of(42, 42, 42), pool().map(bytes -> (int) bytes[12345678], List.of(large, large, large), 1));
    }

    @Test
    void largeValuesInBothDirectionsAtOnceDoNotBlock() {
        List<byte[]> items = new ArrayList<>();
        for (int i = 0; i < 24; i++) {
            items.add(new byte[4 << 20]);
        }
        assertEquals(24, pool().map(bytes -> bytes, items, 1).size());
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
