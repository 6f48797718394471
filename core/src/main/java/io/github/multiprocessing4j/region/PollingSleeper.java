package io.github.multiprocessing4j.region;

import java.lang.foreign.MemorySegment;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Looks at the word again and again, at first often: where the kernel has no means to wake a sleeper of another process. */
final class PollingSleeper implements WordWait.Sleeper {
    private static final long SHORTEST_NANOS = 20_000;

    private static final long LONGEST_NANOS = 2_000_000;

    @Override
    public void sleep(MemorySegment memory, long offset, int expected, long nanos) {
        sleep(() -> Words.getInt(memory, offset) != expected, nanos);
    }

    /** Looks whether something is true. */
    static void sleep(BooleanSupplier over, long nanos) {
        long start = System.nanoTime();
        long pause = SHORTEST_NANOS;
        long left = nanos;
        while (left > 0 && !over.getAsBoolean() && !Thread.currentThread().isInterrupted()) {
            LockSupport.parkNanos(Math.min(pause, left));
            pause = Math.min(LONGEST_NANOS, pause + pause / 2);
            left = nanos - (System.nanoTime() - start);
        }
    }

    @Override
    public void send(WordWatch watch, MemorySegment memory, long offset) {
        Lookout.send(watch, memory, offset);
    }

    /** They look by themselves. */
    @Override
    public int wake(long address, int count) {
        return 0;
    }
}
