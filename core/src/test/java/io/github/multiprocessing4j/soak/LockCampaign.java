package io.github.multiprocessing4j.soak;

import io.github.multiprocessing4j.failure.ExitStatus.Exited;
import io.github.multiprocessing4j.os.Signals;
import io.github.multiprocessing4j.process.ChildProcess;
import io.github.multiprocessing4j.testkit.Work;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Processes count under a lock that tells of a dead owner, one that is handed on, and a semaphore whose permits come back; every other victim is
 * killed inside. Lost is an increment that somebody has noted as done and that was not counted. A death is noticed when all who live have been in
 * a room again, and all rooms were used. An increment that was begun and not done may be counted or not, one for each who was killed.
 */
final class LockCampaign implements Campaign {
    private static final int MOST_PAUSE_MILLIS = 500;

    private static final int MOST_STOPS = 50;

    private static final int SIGCONT = 18;

    private static final int SIGSTOP = 19;

    @Override
    public String name() {
        return "locks";
    }

    @Override
    public String unit() {
        return "increments";
    }

    @Override
    public void run(Chaos chaos, Tally tally) throws Exception {
        int visitors = chaos.many();
        try (Rooms rooms = Rooms.create(visitors)) {
            new Storm(rooms, visitors, chaos, tally).run();
        }
    }

    private record Storm(Rooms rooms, int visitors, Chaos chaos, Tally tally, List<ChildProcess> children) {
        Storm(Rooms rooms, int visitors, Chaos chaos, Tally tally) {
            this(rooms, visitors, chaos, tally, new ArrayList<>());
        }

        void run() throws Exception {
            for (int visitor = 0; visitor < visitors; visitor++) {
                children.add(start(visitor));
            }
            awaitAllBusy();
            boolean inside = false;
            do {
                inside = !inside;
                chaos.pause(MOST_PAUSE_MILLIS);
                strike(inside);
            } while (chaos.goesOn());
            rooms.over().set(0, 1);
            for (ChildProcess child : children) {
                tally.await("the end of " + child, () -> !child.isAlive());
                mustEndWell(child);
            }
            check();
        }

        private ChildProcess start(int visitor) {
            Rooms its = rooms;
            long seed = chaos.random().nextLong();
            return chaos.child().start(() -> its.visit(visitor, seed));
        }

        private void strike(boolean inside) throws Exception {
            int victim = chaos.random().nextInt(visitors);
            ChildProcess child = children.get(victim);
            if (inside) {
                stopInside(victim);
            }
            Tally.Strike strike = tally.strike();
            child.kill();
            tally.await("the death of " + child, () -> !child.isAlive());
            awaitOthersGoOn(victim);
            strike.noticed("those who wait for a lock");
            children.set(victim, start(victim));
            awaitAllBusy();
        }

        /** It is stopped again and again until it is in a room: there it would be only now and then when it is killed. */
        private void stopInside(int victim) throws Exception {
            ChildProcess child = children.get(victim);
            for (int attempt = 0; attempt < MOST_STOPS; attempt++) {
                Signals.kill(child.pid(), SIGSTOP);
                Work.millis(1); // until it has really stopped
                if (rooms.isInside(child.pid())) {
                    return;
                }
                long before = rooms.doneBy(victim);
                Signals.kill(child.pid(), SIGCONT);
                tally.await("that it goes on: " + child, () -> rooms.doneBy(victim) > before);
                chaos.pause(2);
            }
        }

        /** All that live, and all rooms. */
        private void awaitOthersGoOn(int victim) throws Exception {
            List<Integer> others = IntStream.range(0, visitors)
                    .filter(each -> each != victim)
                    .boxed()
                    .toList();
            long[] before = rooms.done().toArray();
            for (int other : others) {
                tally.await(
                        "a lock, by " + children.get(other),
                        () -> IntStream.range(0, rooms.doors().size()).anyMatch(room -> goesOn(before, room, other)));
            }
            for (int room = 0; room < rooms.doors().size(); room++) {
                int its = room;
                tally.await(
                        "a lock, by anybody: " + rooms.doors().get(room),
                        () -> others.stream().anyMatch(other -> goesOn(before, its, other)));
            }
        }

        private boolean goesOn(long[] before, int room, int visitor) {
            int at = rooms.at(room, visitor);
            return rooms.done().get(at) > before[at];
        }

        private void awaitAllBusy() throws Exception {
            for (int visitor = 0; visitor < visitors; visitor++) {
                int each = visitor;
                long before = rooms.doneBy(each);
                tally.await("the first increment by " + children.get(each), () -> rooms.doneBy(each) > before);
            }
            tell();
        }

        private void tell() {
            long all = IntStream.range(0, visitors).mapToLong(rooms::doneBy).sum();
            tally.done.add(all - tally.done.sum());
            long takeovers = IntStream.range(0, visitors)
                    .mapToLong(rooms.takeovers()::get)
                    .sum();
            tally.takeovers.add(takeovers - tally.takeovers.sum());
        }

        private void mustEndWell(ChildProcess child) {
            if (!child.exitStatus().equals(new Exited(0))) {
                tally.problem("somebody has failed: " + child);
            }
        }

        private void check() {
            tell();
            for (int room = 0; room < rooms.doors().size(); room++) {
                int its = room;
                long begun = IntStream.range(0, visitors)
                        .mapToLong(each -> rooms.begun().get(rooms.at(its, each)))
                        .sum();
                long done = IntStream.range(0, visitors)
                        .mapToLong(each -> rooms.done().get(rooms.at(its, each)))
                        .sum();
                long counted = rooms.counted(room);
                if (counted < done) {
                    tally.lost(
                            done - counted,
                            "increments of " + done + " behind " + rooms.doors().get(room));
                }
                if (counted > begun) {
                    tally.problem(counted + " increments, of which " + begun + " were begun");
                }
                tally.inDeadHands.add(begun - done);
            }
            if (tally.inDeadHands.sum() > tally.kills.sum()) {
                tally.problem(tally.inDeadHands + " increments were not done by " + tally.kills + " who were killed");
            }
        }
    }
}
