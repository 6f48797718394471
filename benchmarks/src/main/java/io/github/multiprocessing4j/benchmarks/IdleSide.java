package io.github.multiprocessing4j.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import io.github.multiprocessing4j.connection.Connection;
import io.github.multiprocessing4j.connection.Pipe;
import io.github.multiprocessing4j.sync.Lock;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** What a hundred threads cost that wait for what does not come. */
final class IdleSide {
    private static final int CONNECTIONS = 100;

    private static final double SECONDS = 10;

    private static final long SETTLING_MILLIS = 1000;

    private IdleSide() {}

    /**
     * {@return the seconds of a processor that this process uses while its threads wait for 10 s}
     *
     * @param measured for how long it is looked at, in seconds; what is found is multiplied
     */
    static double readersCpu(double measured) throws Exception {
        List<Pipe> pipes = Stream.generate(Pipe::create).limit(CONNECTIONS).toList();
        var far = new ArrayList<>(pipes.stream().map(Pipe::second).toList());
        Pair.Task holder = acknowledgements -> {
            for (Connection end : far) {
                end.send("the first and only message");
            }
            Pair.acknowledge(acknowledgements);
            for (Connection end : far) {
                awaitEnd(end);
            }
        };
        try (var pair = new Pair(Pinning.NONE, List.of(), holder)) {
            pair.awaitReadiness();
            List<Thread> readers = readers(pipes);
            Thread.sleep(SETTLING_MILLIS); // the compiler still has work from the start
            double before = cpuSeconds();
            Thread.sleep((long) (measured * 1e3)); // this is what is measured
            double used = cpuSeconds() - before;
            pipes.forEach(Pipe::close);
            for (Thread reader : readers) {
                reader.join();
            }
            return used * SECONDS / measured;
        }
    }

    /** {@return the same while they wait for a lock that another process holds} */
    static double waitersCpu(double measured) throws Exception {
        var lock = Lock.create();
        Pipe release = Pipe.oneWay();
        Connection released = release.first();
        Pair.Task holder = acknowledgements -> {
            lock.lock();
            try {
                Pair.acknowledge(acknowledgements);
                awaitEnd(released);
            } finally {
                lock.unlock();
            }
        };
        try (var pair = new Pair(Pinning.NONE, List.of(), holder)) {
            pair.awaitReadiness();
            var passed = new AtomicInteger();
            List<Thread> waiters = Stream.generate(() -> Thread.ofPlatform().start(() -> {
                        lock.lock();
                        try {
                            passed.incrementAndGet();
                        } finally {
                            lock.unlock();
                        }
                    }))
                    .limit(CONNECTIONS)
                    .toList();
            Thread.sleep(SETTLING_MILLIS); // until all of them sleep
            double before = cpuSeconds();
            Thread.sleep((long) (measured * 1e3)); // this is what is measured
            double used = cpuSeconds() - before;
            if (passed.get() != 0) {
                throw new AssertionError("the lock was free");
            }
            release.close();
            for (Thread waiter : waiters) {
                waiter.join();
            }
            return used * SECONDS / measured;
        }
    }

    /** Threads that have each received the first message and wait for another. */
    private static List<Thread> readers(List<Pipe> pipes) throws InterruptedException {
        var started = new CountDownLatch(CONNECTIONS);
        List<Thread> readers = pipes.stream()
                .map(pipe -> Thread.ofPlatform().start(() -> {
                    receive(pipe.first());
                    started.countDown();
                    awaitEnd(pipe.first());
                }))
                .toList();
        started.await();
        return readers;
    }

    private static void receive(Connection connection) {
        try {
            var _ = connection.recv();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void awaitEnd(Connection connection) {
        try {
            throw new AssertionError("a message nobody sent: " + connection.recv());
        } catch (EOFException e) {
            // the other process has closed its end
        } catch (IOException e) {
            // this one has closed its own
        }
    }

    private static double cpuSeconds() {
        return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime() / 1e9;
    }
}
