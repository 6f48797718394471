package io.github.multiprocessing4j.region;

import io.github.multiprocessing4j.os.Futex;
import java.lang.foreign.MemorySegment;

/**
 * Sleeps in the kernel. A virtual thread would take its carrier with it, and few of them are enough to bring all others to a
 * standstill, so a platform thread sleeps in their place.
 */
final class FutexSleeper implements WordWait.Sleeper {
    @Override
    public void sleep(MemorySegment memory, long offset, int expected, long nanos) {
        long address = memory.address() + offset;
        if (Thread.currentThread().isVirtual()) {
            Crowd.await(address, expected, nanos);
        } else {
            sleepHere(address, expected, nanos);
        }
    }

    private static void sleepHere(long address, int expected, long nanos) {
        InterruptHook hook = new InterruptHook(address);
        hook.enter();
        try {
            if (!Thread.currentThread().isInterrupted()) {
                Futex.await(address, expected, nanos);
            }
        } finally {
            hook.leave();
        }
    }

    @Override
    public void send(WordWatch watch, MemorySegment memory, long offset) {
        Deputy.send(watch);
    }

    @Override
    public int wake(long address, int count) {
        return Futex.wake(address, count);
    }
}
