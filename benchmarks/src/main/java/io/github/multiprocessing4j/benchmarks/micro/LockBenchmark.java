package io.github.multiprocessing4j.benchmarks.micro;

import io.github.multiprocessing4j.sharedtypes.LongValue;
import io.github.multiprocessing4j.sharedtypes.Value;
import io.github.multiprocessing4j.sync.Event;
import io.github.multiprocessing4j.sync.Lock;
import io.github.multiprocessing4j.sync.RLock;
import io.github.multiprocessing4j.sync.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** What nobody else wants, beside its counterpart within a JVM. */
@State(Scope.Thread)
public class LockBenchmark {
    private final Lock lock = Lock.create();

    private final RLock rlock = RLock.create();

    private final Semaphore semaphore = Semaphore.create(1);

    private final Event event = Event.create();

    private final LongValue value = Value.ofLong(0);

    private final ReentrantLock javaLock = new ReentrantLock();

    private final java.util.concurrent.Semaphore javaSemaphore = new java.util.concurrent.Semaphore(1);

    private final AtomicLong javaLong = new AtomicLong();

    /** Gives the shared memory up. */
    @TearDown
    public void close() {
        lock.close();
        rlock.close();
        semaphore.close();
        event.close();
        value.close();
    }

    @Benchmark
    public void lock() {
        lock.lock();
        try {
            // nothing
        } finally {
            lock.unlock();
        }
    }

    @Benchmark
    public void rlock() {
        rlock.lock();
        try {
            // nothing
        } finally {
            rlock.unlock();
        }
    }

    @Benchmark
    public void javaReentrantLock() {
        javaLock.lock();
        try {
            // nothing
        } finally {
            javaLock.unlock();
        }
    }

    @Benchmark
    public void semaphore() throws InterruptedException {
        semaphore.acquire();
        semaphore.release();
    }

    @Benchmark
    public void javaSemaphore() throws InterruptedException {
        javaSemaphore.acquire();
        javaSemaphore.release();
    }

    @Benchmark
    public boolean eventIsSet() {
        return event.isSet();
    }

    @Benchmark
    public long valueAddAndGet() {
        return value.addAndGet(1);
    }

    @Benchmark
    public long javaAtomicLongAddAndGet() {
        return javaLong.addAndGet(1);
    }

    @Benchmark
    public void valueIncrementUnderItsLock() {
        var own = value.getLock();
        own.lock();
        try {
            value.set(value.get() + 1);
        } finally {
            own.unlock();
        }
    }
}
