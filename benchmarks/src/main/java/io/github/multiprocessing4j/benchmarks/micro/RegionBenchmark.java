package io.github.multiprocessing4j.benchmarks.micro;

import io.github.multiprocessing4j.connection.Pipe;
import io.github.multiprocessing4j.memory.SharedMemory;
import io.github.multiprocessing4j.queue.Queue;
import io.github.multiprocessing4j.sharedtypes.Value;
import io.github.multiprocessing4j.sync.Lock;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** What lives in shared memory is made and closed. */
@State(Scope.Thread)
public class RegionBenchmark {
    @Benchmark
    public boolean rawValue() {
        try (var value = Value.raw('q', 0L)) {
            return value.hasLock();
        }
    }

    @Benchmark
    public long value() {
        try (var value = Value.ofLong(1)) {
            return value.get();
        }
    }

    @Benchmark
    public boolean lock() {
        try (var lock = Lock.create()) {
            return lock.locked();
        }
    }

    @Benchmark
    public boolean queue() {
        try (Queue<Object> queue = Queue.create()) {
            return queue.isShutdown();
        }
    }

    @Benchmark
    public boolean pipe() {
        try (var pipe = Pipe.create()) {
            return pipe.first().isWritable();
        }
    }

    /** Its pages are not touched. */
    @Benchmark
    public long sharedMemory1MiB() {
        try (var memory = SharedMemory.create(1 << 20)) {
            memory.unlink();
            return memory.size();
        }
    }
}
