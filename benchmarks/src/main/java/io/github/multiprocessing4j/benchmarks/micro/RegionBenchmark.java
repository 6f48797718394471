package io.github.multiprocessing4j.benchmarks.micro;

import io.github.multiprocessing4j.connection.Pipe;
import io.github.multiprocessing4j.memory.SharedMemory;
import io.github.multiprocessing4j.queue.Queue;
import io.github.multiprocessing4j.sharedtypes.IntValue;
import io.github.multiprocessing4j.sharedtypes.Value;
import io.github.multiprocessing4j.sync.Lock;
import java.util.List;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** What lives in shared memory is made and closed. */
@State(Scope.Thread)
public class RegionBenchmark {
    /** How many small blocks this process has besides. If there are none, the file that small ones are cut from is kept empty, and looked after before it is used again. */
    @Param({"0", "1"})
    public int others;

    private List<IntValue> kept = List.of();

    /** Makes the others. */
    @Setup
    public void open() {
        kept = IntStream.range(0, others).mapToObj(Value::ofInt).toList();
    }

    /** Gives their memory up. */
    @TearDown
    public void close() {
        kept.forEach(IntValue::close);
    }

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
