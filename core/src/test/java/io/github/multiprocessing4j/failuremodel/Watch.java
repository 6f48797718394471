package io.github.multiprocessing4j.failuremodel;

import io.github.multiprocessing4j.os.ProcStat;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Looks at processes all the time, until they are dead. */
final class Watch {
    private static final long PAUSE_NANOS = 500_000;

    private static final long MOST_SECONDS = 20;

    /** Between these two it died. */
    private record Looks(long lastAlive, long firstDead) {}

    private final Map<Long, FutureTask<Looks>> looks = new HashMap<>();

    Watch(Collection<Long> processes) {
        for (long process : processes) {
            FutureTask<Looks> look = new FutureTask<>(() -> lookAt(process));
            Thread.ofPlatform().daemon().name("failure-model-watch").start(look);
            looks.put(process, look);
        }
    }

    private static Looks lookAt(long process) {
        long last = System.nanoTime();
        long now = last;
        while (isAlive(process)) {
            last = now;
            LockSupport.parkNanos(PAUSE_NANOS);
            now = System.nanoTime();
        }
        return new Looks(last, System.nanoTime());
    }

    private static boolean isAlive(long process) {
        return ProcStat.of(process).map(ProcStat::alive).orElse(false);
    }

    /** {@return the last moment in which it was there, once it is dead} */
    long lastSeenAlive(long process) throws Exception {
        return looks(process).lastAlive;
    }

    /** {@return the first moment in which it was dead} */
    long firstSeenDead(long process) throws Exception {
        return looks(process).firstDead;
    }

    private Looks looks(long process) throws Exception {
        return Objects.requireNonNull(looks.get(process)).get(MOST_SECONDS, TimeUnit.SECONDS);
    }
}
