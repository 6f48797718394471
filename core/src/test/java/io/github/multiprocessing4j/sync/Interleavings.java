package io.github.multiprocessing4j.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Actors that do something to the same fresh state at about the same moment, some thousand times, each time with other little
 * delays. What comes out is counted, and must be among what is allowed. A wake-up that got lost does not change what comes out,
 * but makes it late.
 */
final class Interleavings {
    /** A sleeper that is not woken wakes up by itself after 250 ms. */
    private static final long LATE_NANOS = 200_000_000;

    private static final int LONGEST_DELAY = 400;

    /** So many states are made at a time, and gone through without stopping: starting takes longer than what is tried. */
    private static final int BATCH = 50;

    /** One try: the state and what is done to it. */
    interface Round extends AutoCloseable {
        /** What each does, in a thread of its own; the result is part of what comes out. */
        List<Callable<?>> actors();

        /** {@return what the state is when all have done so} */
        Object end();

        @Override
        void close();
    }

    private final Supplier<? extends Round> fresh;

    private final long end;

    private final Map<String, Integer> outcomes = new TreeMap<>();

    /** In which rounds somebody was late. A busy machine makes some so, and each makes the next one so. */
    private final Set<Round> late = ConcurrentHashMap.newKeySet();

    /** Written while all meet; empty when the time is over. */
    private List<Try> batch = List.of();

    private record Try(Round round, List<Callable<?>> actors, Object[] results) {
        static Try of(Round round) {
            List<Callable<?>> actors = round.actors();
            return new Try(round, actors, new Object[actors.size()]);
        }
    }

    private Interleavings(Supplier<? extends Round> fresh, long nanos) {
        this.fresh = fresh;
        this.end = System.nanoTime() + nanos;
    }

    /** Tries for some time. {@return how often what came out} */
    static Map<String, Integer> check(Supplier<? extends Round> fresh, Set<String> allowed, long nanos)
            throws Exception {
        Interleavings all = new Interleavings(fresh, nanos);
        all.run(nanos);
        int rounds = all.outcomes.values().stream().mapToInt(Integer::intValue).sum();
        assertEquals(Set.of(), all.others(allowed), all.outcomes::toString);
        assertTrue(rounds > 0);
        assertTrue(all.late.size() <= Math.max(3, rounds / 200), () -> all.late.size() + " late: " + all.outcomes);
        return all.outcomes;
    }

    private Set<String> others(Set<String> allowed) {
        return outcomes.keySet().stream()
                .filter(outcome -> !allowed.contains(outcome))
                .collect(Collectors.toSet());
    }

    private void run(long nanos) throws Exception {
        int actors;
        try (Round round = fresh.get()) {
            actors = round.actors().size();
        }
        CyclicBarrier meeting = new CyclicBarrier(actors, this::next);
        List<FutureTask<?>> tasks = new ArrayList<>();
        for (int i = 0; i < actors; i++) {
            int index = i;
            FutureTask<?> task = new FutureTask<>(() -> {
                play(index, meeting);
                return null;
            });
            Thread.ofPlatform().name("actor-" + i).start(task);
            tasks.add(task);
        }
        for (FutureTask<?> task : tasks) {
            task.get(nanos + TimeUnit.SECONDS.toNanos(40), TimeUnit.NANOSECONDS);
        }
    }

    private void play(int index, CyclicBarrier meeting) throws InterruptedException, BrokenBarrierException {
        SplittableRandom random = new SplittableRandom(index);
        meeting.await();
        while (!batch.isEmpty()) {
            for (Try each : batch) {
                delay(random);
                long began = System.nanoTime();
                each.results[index] = result(each.actors.get(index));
                if (System.nanoTime() - began > LATE_NANOS) {
                    late.add(each.round);
                }
            }
            meeting.await();
        }
    }

    /** What is thrown came out as well, and is not allowed. */
    private static Object result(Callable<?> actor) {
        try {
            return actor.call();
        } catch (Exception | AssertionError e) {
            return e;
        }
    }

    private void next() {
        for (Try each : batch) {
            String outcome = Stream.concat(Stream.of(each.results), Stream.of(each.round.end()))
                    .map(String::valueOf)
                    .collect(Collectors.joining(", "));
            outcomes.merge(outcome, 1, Integer::sum);
            each.round.close();
        }
        boolean over = !batch.isEmpty() && System.nanoTime() >= end;
        batch = over
                ? List.of()
                : Stream.generate(() -> Try.of(fresh.get())).limit(BATCH).toList();
    }

    private static void delay(SplittableRandom random) {
        for (int i = random.nextInt(LONGEST_DELAY); i > 0; i--) {
            Thread.onSpinWait();
        }
    }

    /** There may be fewer cores than actors. */
    static void spinUntil(BooleanSupplier condition) {
        for (int i = 1; !condition.getAsBoolean(); i++) {
            if (i % 200 == 0) {
                LockSupport.parkNanos(20_000);
            } else {
                Thread.onSpinWait();
            }
        }
    }
}
