package io.github.multiprocessing4j.soak;

import io.github.multiprocessing4j.failure.ExitStatus.Signaled;
import io.github.multiprocessing4j.failure.WorkerDiedException;
import io.github.multiprocessing4j.os.Signals;
import io.github.multiprocessing4j.pool.AsyncResult;
import io.github.multiprocessing4j.pool.Pool;
import io.github.multiprocessing4j.pool.PoolStats.WorkerStats;
import io.github.multiprocessing4j.pool.TaskOptions;
import io.github.multiprocessing4j.queue.Queue;
import io.github.multiprocessing4j.testkit.ShortLived;
import io.github.multiprocessing4j.testkit.Work;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;

/**
 * Workers of a pool are killed while one thread maps, with tasks that are run again, and another one applies tasks that are not. Lost is a result that does not come
 * or is wrong, and a task that ends otherwise than with its result or the death of a worker that was killed here. A death is noticed when the caller of that worker's task has
 * the exception.
 */
final class PoolCampaign implements Campaign {
    private static final int MOST_PAUSE_MILLIS = 700;

    @Override
    public String name() {
        return "pools";
    }

    @Override
    public String unit() {
        return "tasks";
    }

    @Override
    public void run(Chaos chaos, Tally tally) throws Exception {
        try (Pool pool = (chaos.isShort() ? ShortLived.poolBuilder() : Pool.builder())
                        .processes(chaos.many())
                        .build();
                Queue<Long> doomed = Queue.create()) {
            try {
                new Storm(pool, doomed, chaos, tally).run();
            } finally {
                pool.terminate(); // or what hangs would keep it open
            }
        }
    }

    private record Storm(Pool pool, Queue<Long> doomed, Chaos chaos, Tally tally, Map<Long, Tally.Strike> killed) {
        private static final int MOST_ITEMS = 300;

        private static final int MOST_CHUNK = 10;

        private static final int TURNS = 100_000;

        Storm(Pool pool, Queue<Long> doomed, Chaos chaos, Tally tally) {
            this(pool, doomed, chaos, tally, new ConcurrentHashMap<>());
        }

        private interface Caller {
            void call(Random random) throws Exception;
        }

        void run() throws Exception {
            FutureTask<?> mapper = again(this::map);
            FutureTask<?> applier = again(this::apply);
            do {
                chaos.pause(MOST_PAUSE_MILLIS);
                killWithATask();
                if (chaos.goesOn()) {
                    chaos.pause(MOST_PAUSE_MILLIS);
                    killAny();
                }
            } while (chaos.goesOn());
            mapper.get(Tally.PATIENCE.toSeconds(), TimeUnit.SECONDS);
            applier.get(Tally.PATIENCE.toSeconds(), TimeUnit.SECONDS);
        }

        private FutureTask<?> again(Caller caller) {
            Random random = new Random(chaos.random().nextLong());
            FutureTask<?> task = new FutureTask<>(() -> {
                do {
                    caller.call(random);
                } while (chaos.goesOn());
                return null;
            });
            Thread.ofPlatform().name("soak-caller").start(task);
            return task;
        }

        /** Some work, and a result that can't be guessed. */
        static long work(long number) {
            long value = number;
            for (int i = 0; i < TURNS; i++) {
                value = value * 6364136223846793005L + 1442695040888963407L;
            }
            return value;
        }

        private void map(Random random) throws Exception {
            List<Integer> items =
                    IntStream.range(0, 1 + random.nextInt(MOST_ITEMS)).boxed().toList();
            TaskOptions again = TaskOptions.none().retries(Integer.MAX_VALUE).chunkSize(1 + random.nextInt(MOST_CHUNK));
            List<Long> results = result(pool.mapAsync(item -> work(item), items, again));
            for (int item : items) {
                if (item >= results.size() || results.get(item) != work(item)) {
                    tally.lost(1, "result of map, " + item + " of " + items.size());
                }
            }
            tally.done.add(items.size());
        }

        private void apply(Random random) throws Exception {
            long number = random.nextInt();
            try {
                if (result(pool.applyAsync(() -> work(number))) != work(number)) {
                    tally.lost(1, "result of apply");
                }
            } catch (ExecutionException e) {
                noteDeath(e);
            }
            tally.done.increment();
        }

        private <T> T result(AsyncResult<T> result) throws Exception {
            try {
                return result.get(Tally.PATIENCE.toSeconds(), TimeUnit.SECONDS);
            } catch (TimeoutException e) {
                throw tally.hung("a result of " + pool);
            }
        }

        private void noteDeath(ExecutionException e) {
            Tally.Strike strike = e.getCause() instanceof WorkerDiedException died
                            && died.exitStatus().equals(new Signaled(Signals.SIGKILL))
                    ? killed.get(died.pid())
                    : null;
            if (strike == null) {
                tally.failed(e);
                tally.lost(1, "task, which ended otherwise than it could");
            } else {
                strike.noticed("who waits for a task");
            }
        }

        /** It is certain that it runs, and nothing else will end it. */
        private void killWithATask() throws Exception {
            Queue<Long> telling = doomed;
            AsyncResult<Integer> result = pool.applyAsync(() -> {
                telling.put(ProcessHandle.current().pid());
                return Work.endless();
            });
            Long victim = doomed.poll(Tally.PATIENCE.toSeconds(), TimeUnit.SECONDS);
            if (victim == null) {
                throw tally.hung("a task that is to run in " + pool);
            }
            kill(victim);
            try {
                throw new AssertionError("an endless task has ended: " + result(result));
            } catch (ExecutionException e) {
                noteDeath(e);
            }
            tally.done.increment();
        }

        /** One that has worked: if several die as they come up the pool gives up, and is right. */
        private void killAny() {
            List<WorkerStats> all = pool.stats().workers().stream()
                    .filter(worker -> worker.usage().items() > 0
                            && !killed.containsKey(worker.worker().pid()))
                    .toList();
            if (!all.isEmpty()) {
                kill(chaos.anyOf(all).worker().pid());
            }
        }

        private void kill(long pid) {
            ProcessHandle.of(pid).ifPresent(process -> {
                killed.put(pid, tally.strike());
                process.destroyForcibly();
            });
        }
    }
}
