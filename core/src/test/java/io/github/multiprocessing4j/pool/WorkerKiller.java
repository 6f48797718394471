package io.github.multiprocessing4j.pool;

import io.github.multiprocessing4j.os.Signals;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Kills children of this process, and stops some for a while, until its time is over. It strikes after a random amount of
 * work, or after a random time if no work is done meanwhile, as when the one that all wait for is stopped.
 */
final class WorkerKiller {
    private static final int SIGCONT = 18;
    private static final int SIGSTOP = 19;

    private static final int MOST_WORK = 400;
    private static final int LONGEST_WAIT_MILLIS = 2_000;
    private static final int LONGEST_STOP_MILLIS = 300;

    private final Random random;

    private final Semaphore workDone;

    private final Map<Long, Long> killedAt = new ConcurrentHashMap<>();

    private int stops;

    WorkerKiller(long seed, Semaphore workDone) {
        this.random = new Random(seed);
        this.workDone = workDone;
    }

    void run(long end) throws InterruptedException {
        while (System.nanoTime() - end < 0) {
            awaitWork(LONGEST_WAIT_MILLIS);
            ProcessHandle victim = anyChild();
            if (victim != null && random.nextInt(3) == 0) {
                stopForAWhile(victim);
            } else if (victim != null) {
                kill(victim);
            }
        }
    }

    private void awaitWork(int longestMillis) throws InterruptedException {
        workDone.drainPermits();
        workDone.tryAcquire(1 + random.nextInt(MOST_WORK), 1 + random.nextInt(longestMillis), TimeUnit.MILLISECONDS);
    }

    private @Nullable ProcessHandle anyChild() {
        try (Stream<ProcessHandle> children = ProcessHandle.current().children()) {
            List<ProcessHandle> all = children.filter(ProcessHandle::isAlive).toList();
            return all.isEmpty() ? null : all.get(random.nextInt(all.size()));
        }
    }

    /** What is stopped may be killed as well: a process that does not run has to be seen to die all the same. */
    private void stopForAWhile(ProcessHandle victim) throws InterruptedException {
        stops++;
        Signals.kill(victim.pid(), SIGSTOP);
        try {
            awaitWork(LONGEST_STOP_MILLIS);
            if (random.nextInt(4) == 0) {
                kill(victim);
            }
        } finally {
            Signals.kill(victim.pid(), SIGCONT);
        }
    }

    private void kill(ProcessHandle victim) {
        killedAt.putIfAbsent(victim.pid(), System.nanoTime());
        victim.destroyForcibly();
    }

    int kills() {
        return killedAt.size();
    }

    int stops() {
        return stops;
    }

    /** {@return when that process was killed, or null if it was not} */
    @Nullable
    Long killedAt(long pid) {
        return killedAt.get(pid);
    }
}
