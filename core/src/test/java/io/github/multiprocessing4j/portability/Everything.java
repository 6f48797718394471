package io.github.multiprocessing4j.portability;

import io.github.multiprocessing4j.Context;
import io.github.multiprocessing4j.connection.Connection;
import io.github.multiprocessing4j.memory.ShareableList;
import io.github.multiprocessing4j.memory.SharedMemory;
import io.github.multiprocessing4j.pool.Pool;
import io.github.multiprocessing4j.process.ChildProcess;
import io.github.multiprocessing4j.queue.Queue;
import io.github.multiprocessing4j.sharedtypes.Array;
import io.github.multiprocessing4j.sharedtypes.IntValue;
import io.github.multiprocessing4j.sharedtypes.LongArray;
import io.github.multiprocessing4j.sharedtypes.Value;
import io.github.multiprocessing4j.sync.Condition;
import io.github.multiprocessing4j.sync.Lock;
import io.github.multiprocessing4j.sync.SemLock;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;

/**
 * A program that uses a bit of everything, with a child, a worker, and a manager's process, which have the options that are its arguments. It
 * ends with "all well", or with what went wrong. It needs nothing but the library, as it is compiled as a module as well.
 */
public final class Everything {
    /** If set to what is expected to be told: memory with a name is refused, and all else goes well. */
    public static final String REFUSAL = "everything.refusal";

    private static final Duration LONG = Duration.ofSeconds(30);

    private record Pair(String left, List<Integer> right) implements Serializable {}

    private Everything() {}

    public static void main(String[] options) throws Exception {
        Context context = Context.builder().jvmOptions(options).build();
        child(context);
        String refusal = System.getProperty(REFUSAL, "");
        try (var pool = context.pool(1)) {
            pool(pool);
            if (refusal.isEmpty()) {
                named(pool);
            } else {
                refused(refusal);
            }
            manager(context, pool);
        }
        System.out.println("all well");
    }

    /** Messages, locks and values, between this process and a child. */
    private static void child(Context context) throws Exception {
        try (Queue<Pair> queue = context.queue(2);
                var pipe = context.pipe();
                Lock lock = context.lock();
                Condition changed = context.condition(lock);
                IntValue turn = Value.ofInt(0);
                LongArray sums = Array.ofLong(3)) {
            Connection there = pipe.second();
            ChildProcess child = context.process(() -> {
                queue.put(new Pair("left", List.of(1, 2)));
                there.send((Integer) received(there) + 1);
                there.send(new byte[1 << 20]);
                there.close();
                take(lock, changed, turn, 1);
                add(sums);
                System.exit(7);
            });
            child.start();
            require(new Pair("left", List.of(1, 2)), queue.take());
            pipe.first().send(41);
            require(42, received(pipe.first()));
            require(1 << 20, ((byte[]) received(pipe.first())).length);
            take(lock, changed, turn, 0);
            add(sums);
            require(true, child.join(LONG));
            require(7, child.exitStatus().exitCode());
            require(2000L, sums.get(2));
        }
    }

    private static Object received(Connection from) throws IOException {
        return Objects.requireNonNull(from.recv());
    }

    /** Ten times each process waits for its turn, which is the other's then. */
    private static void take(Lock lock, Condition changed, IntValue turn, int who) throws InterruptedException {
        for (int round = 0; round < 10; round++) {
            int mine = 2 * round + who;
            lock.lock();
            try {
                require(true, changed.waitFor(() -> turn.get() == mine, LONG));
                turn.set(mine + 1);
                changed.signalAll();
            } finally {
                lock.unlock();
            }
        }
    }

    private static void add(LongArray sums) {
        for (int i = 0; i < 1000; i++) {
            sums.getLock().lock();
            try {
                sums.set(2, sums.get(2) + 1);
            } finally {
                sums.getLock().unlock();
            }
        }
    }

    private static void pool(Pool pool) throws InterruptedException {
        int captured = 3;
        require(List.of(3, 6, 9), pool.map(x -> x * captured, List.of(1, 2, 3)));
        require(
                true,
                pool.apply(() -> ProcessHandle.current().pid())
                        != ProcessHandle.current().pid());
    }

    private static void named(Pool pool) throws InterruptedException {
        try (SharedMemory block = SharedMemory.create(100);
                ShareableList list = ShareableList.create(List.of("one", 2))) {
            String name = block.name();
            pool.apply(() -> {
                try (SharedMemory same = SharedMemory.open(name);
                        list) {
                    same.buffer().putLong(0, 42);
                    list.set(1, "two");
                }
                return 0;
            });
            require(42L, block.buffer().getLong(0));
            require(List.of("one", "two"), list);
            block.unlink();
            list.unlink();
        }
    }

    private static void refused(String refusal) {
        require(true, failure(() -> SharedMemory.create(100)).contains(refusal));
        String semaphore = failure(() -> SemLock.create(1));
        require(true, semaphore.contains("(EROFS)") || semaphore.contains("(EACCES)"));
    }

    private static String failure(Supplier<AutoCloseable> maker) {
        try {
            throw new AssertionError("made, and never closed: " + maker.get());
        } catch (UncheckedIOException e) {
            return String.valueOf(e.getMessage());
        }
    }

    private static void manager(Context context, Pool pool) throws InterruptedException {
        try (var manager = context.manager()) {
            List<String> shared = manager.list(List.of("here"));
            Map<String, Integer> counts = manager.map();
            pool.apply(() -> {
                counts.merge("a", 1, Integer::sum);
                return shared.add("there");
            });
            require(List.of("here", "there"), shared);
            require(Map.of("a", 1), counts);
        }
    }

    private static void require(Object expected, Object actual) {
        if (!expected.equals(actual)) {
            throw new AssertionError("expected " + expected + ", not " + actual);
        }
    }
}
