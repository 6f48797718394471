package io.github.multiprocessing4j.failuremodel;

import io.github.multiprocessing4j.os.ProcStat;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Looks at processes all the time, until they are dead. */
final class Watch {
    private static final long PAUSE_NANOS = 500_000;

    private final Map<Long, FutureTask<Long>> looks = new HashMap<>();

    Watch(Collection<Long> processes) {
        for (long process : processes) {
            FutureTask<Long> look = new FutureTask<>(() -> lastSeenAlive(process));
            Thread.ofPlatform().daemon().name("failure-model-watch").start(look);
            looks.put(process, look);
        }
    }

    private static long lastSeenAlive(long process) {
        long last = System.nanoTime();
        for (long now = last; isAlive(process); now = System.nanoTime()) {
            last = now;
            LockSupport.parkNanos(PAUSE_NANOS);
        }
        return last;
    }

    static boolean isAlive(long process) {
        return ProcStat.of(process).map(ProcStat::alive).orElse(false);
    }

    /** {@return the last moment in which it was there, once it is dead} */
    long lastSeenAlive(Long process) throws Exception {
        return looks.get(process).get(20, TimeUnit.SECONDS);
    }
}
