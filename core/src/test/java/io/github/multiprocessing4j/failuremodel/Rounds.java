package io.github.multiprocessing4j.failuremodel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.github.multiprocessing4j.failuremodel.Bond.Kind;
import io.github.multiprocessing4j.os.Signals;
import io.github.multiprocessing4j.testkit.Stopped;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.ToLongFunction;

/** What callers see when something happens to their peers, or to themselves. */
final class Rounds {
    private static final int SIGCONT = 18;

    private static final int SIGSTOP = 19;

    static final Duration LIMIT = Duration.ofMillis(50);

    private Rounds() {}

    /** All peers are killed while all callers wait. */
    static List<Seen> killed(Scene scene) throws Exception {
        Map<Bond, Waiter> waiters = allWait(scene, Mishap.KILLED);
        long start = System.nanoTime();
        scene.peers(Mishap.KILLED).forEach(peer -> assertEquals(0, Signals.kill(peer, Signals.SIGKILL)));
        return seen(waiters, Mishap.KILLED, _ -> start);
    }

    /** The peers run out of memory while all callers wait, and each process does so once. */
    static List<Seen> outOfMemory(Scene scene) throws Exception {
        Map<Bond, Waiter> waiters = allWait(scene, Mishap.OUT_OF_MEMORY);
        Map<Long, Cue> cues = new LinkedHashMap<>();
        scene.bonds(Mishap.OUT_OF_MEMORY).stream()
                .filter(bond -> bond.kind() != Kind.ANYHOW)
                .forEach(bond -> cues.putIfAbsent(bond.cue().pid(), bond.cue()));
        Watch watch = new Watch(cues.keySet());
        long start = System.nanoTime();
        cues.values().forEach(cue -> cue.order(Order.RUN_OUT_OF_MEMORY));
        if (scene.livesOnWithoutMemory()) {
            return seen(waiters, Mishap.OUT_OF_MEMORY, _ -> start);
        }
        Map<Long, Long> deaths = new LinkedHashMap<>();
        for (Long peer : cues.keySet()) {
            deaths.put(peer, watch.lastSeenAlive(peer));
        }
        return seen(waiters, Mishap.OUT_OF_MEMORY, bond -> deaths.get(bond.cue().pid()));
    }

    private static Map<Bond, Waiter> allWait(Scene scene, Mishap mishap) throws InterruptedException {
        Map<Bond, Waiter> waiters = new LinkedHashMap<>();
        for (Bond bond : scene.bonds(mishap)) {
            scene.hold(bond);
            waiters.put(bond, scene.waiting(bond, mishap));
        }
        waiters.values().forEach(waiter -> assertFalse(waiter.isDone()));
        return waiters;
    }

    /** Those who wait on although others have been told are given what they wait for by somebody else. */
    private static List<Seen> seen(Map<Bond, Waiter> waiters, Mishap mishap, ToLongFunction<Bond> start)
            throws Exception {
        List<Seen> all = new ArrayList<>();
        for (var each : waiters.entrySet()) {
            if (!waitsOn(each.getKey(), mishap)) {
                all.add(seen(each.getKey(), mishap, each.getValue(), start.applyAsLong(each.getKey())));
            }
        }
        for (var each : waiters.entrySet()) {
            if (waitsOn(each.getKey(), mishap)) {
                assertFalse(each.getValue().isDone(), () -> each.getKey().api() + " waited no more");
                long now = System.nanoTime();
                Objects.requireNonNull(each.getKey().relief()).run();
                all.add(seen(each.getKey(), mishap, each.getValue(), now));
            }
        }
        return all;
    }

    /** Only where the server lives on can its objects be used. */
    private static boolean waitsOn(Bond bond, Mishap mishap) {
        return bond.relief() != null && (bond.kind() != Kind.ANYHOW || mishap == Mishap.OUT_OF_MEMORY);
    }

    private static Seen seen(Bond bond, Mishap mishap, Waiter waiter, long start) throws Exception {
        Outcome outcome = waiter.outcome();
        return new Seen(bond.api(), mishap, outcome, outcome.at() - start);
    }

    /** All callers are interrupted while they wait. */
    static List<Seen> interrupted(Scene scene) throws Exception {
        Map<Bond, Waiter> waiters = allWait(scene, Mishap.INTERRUPT);
        List<Seen> all = new ArrayList<>();
        for (var each : waiters.entrySet()) {
            long start = System.nanoTime();
            each.getValue().interrupt();
            all.add(seen(each.getKey(), Mishap.INTERRUPT, each.getValue(), start));
            each.getKey().cue().endCalls();
        }
        return all;
    }

    /** All callers that can do so wait for a limited time. */
    static List<Seen> timedOut(Scene scene) throws Exception {
        return timedOut(scene, Mishap.TIMEOUT, scene.bonds(Mishap.TIMEOUT));
    }

    private static List<Seen> timedOut(Scene scene, Mishap mishap, List<Bond> bonds) throws Exception {
        Map<Bond, Waiter> waiters = new LinkedHashMap<>();
        for (Bond bond : bonds) {
            var call = bond.caller().limited();
            if (call != null) {
                if (mishap != Mishap.STOPPED) {
                    scene.hold(bond);
                }
                bond.cue().clear();
                waiters.put(bond, new Waiter(bond.api().toString(), () -> call.apply(LIMIT)));
            }
        }
        List<Seen> all = new ArrayList<>();
        for (var each : waiters.entrySet()) {
            Bond bond = each.getKey();
            Outcome outcome = each.getValue().outcome();
            all.add(new Seen(
                    bond.api(), mishap, outcome, outcome.at() - each.getValue().begun() - LIMIT.toNanos()));
            if (bond.kind() == Kind.TASK) {
                bond.cue().ready().acquire();
            }
            bond.cue().endCalls();
        }
        return all;
    }

    /** All peers are stopped: who has a limit gives up when it is reached, the others get what they wait for when the peers go on. */
    static List<Seen> stopped(Scene scene) throws Exception {
        Map<Bond, Waiter> waiters = new LinkedHashMap<>();
        List<Bond> bonds = scene.bonds(Mishap.STOPPED);
        for (Bond bond : bonds) {
            scene.hold(bond);
            if (bond.isForOneCall()) {
                waiters.put(bond, scene.waiting(bond, Mishap.STOPPED));
            }
        }
        Map<Api, Seen> all = new LinkedHashMap<>();
        long start;
        Set<Long> peers = scene.peers(Mishap.STOPPED);
        peers.forEach(peer -> assertEquals(0, Signals.kill(peer, SIGSTOP)));
        try {
            peers.forEach(Stopped::awaitStopped);
            List<Bond> others =
                    bonds.stream().filter(bond -> !bond.isForOneCall()).toList();
            timedOut(scene, Mishap.STOPPED, others).forEach(seen -> all.put(seen.api(), seen));
            for (Bond bond : others) {
                waiters.put(bond, scene.waiting(bond, Mishap.STOPPED));
            }
            bonds.forEach(scene::letGo);
            waiters.forEach((bond, waiter) -> assertFalse(waiter.isDone(), () -> bond.api() + " waited no more"));
        } finally {
            start = System.nanoTime();
            peers.forEach(peer -> assertEquals(0, Signals.kill(peer, SIGCONT)));
        }
        for (var each : waiters.entrySet()) {
            Seen seen = seen(each.getKey(), Mishap.STOPPED, each.getValue(), start);
            all.merge(seen.api(), seen, Seen::then);
        }
        return List.copyOf(all.values());
    }
}
