package io.github.multiprocessing4j.soak;

import io.github.multiprocessing4j.failure.ExitStatus.Exited;
import io.github.multiprocessing4j.failure.ManagerDiedException;
import io.github.multiprocessing4j.manager.LockProxy;
import io.github.multiprocessing4j.manager.ManagerBuilder;
import io.github.multiprocessing4j.manager.MapProxy;
import io.github.multiprocessing4j.manager.QueueProxy;
import io.github.multiprocessing4j.manager.SyncManager;
import io.github.multiprocessing4j.process.ChildProcess;
import io.github.multiprocessing4j.sharedtypes.Array;
import io.github.multiprocessing4j.sharedtypes.LongArray;
import io.github.multiprocessing4j.testkit.ShortLived;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;

/**
 * Clients of a manager are killed, and now and then its server. Lost is a number that a client has put into the server's map, as it has noted, and that is not there
 * when the client is dead; and an object of a dead client's that stays in the server is left over. With a server all that it had is gone, and not lost; a call of which a
 * client has noted only that it begins it may have had its effect or not. A client's death is noticed when all others have had the lock in the server again, a server's when
 * all its clients are told by an exception, also one who waits in a call.
 */
final class ManagerCampaign implements Campaign {
    private static final int MOST_PAUSE_MILLIS = 500;

    private static final int MOST_CLIENTS_KILLED = 6;

    @Override
    public String name() {
        return "managers";
    }

    @Override
    public String unit() {
        return "rounds of calls";
    }

    @Override
    public void run(Chaos chaos, Tally tally) throws Exception {
        do {
            ManagerBuilder<SyncManager> builder =
                    chaos.isShort() ? SyncManager.syncBuilder().jvm(ShortLived.JVM) : SyncManager.syncBuilder();
            try (SyncManager manager = builder.start();
                    LongArray notes = Array.ofLong(chaos.many() * Guests.NOTES + 1)) {
                int objects = manager.numberOfObjects();
                try (MapProxy<Integer, Long> numbers = manager.map();
                        LockProxy lock = manager.lock();
                        MapProxy<String, Long> inside = manager.map();
                        QueueProxy<Integer> empty = manager.queue()) {
                    Guests guests = new Guests(manager.address(), numbers, lock, inside, notes);
                    new Storm(manager, guests, empty, chaos, tally).run();
                }
                if (manager.process().orElseThrow().isAlive()) {
                    tally.await(
                            "that a server has nothing of its clients any more: " + manager.debugInfo(),
                            () -> manager.numberOfObjects() == objects);
                }
            }
        } while (chaos.goesOn());
    }

    private static final class Storm {
        private final SyncManager manager;

        private final Guests guests;

        private final QueueProxy<Integer> empty;

        private final Chaos chaos;

        private final Tally tally;

        private final int over;

        private final List<ChildProcess> clients = new ArrayList<>();

        private final List<Integer> generations = new ArrayList<>();

        private int nextGeneration;

        /** By those whose places others have taken. */
        private long begun;

        private long done;

        Storm(SyncManager manager, Guests guests, QueueProxy<Integer> empty, Chaos chaos, Tally tally) {
            this.manager = manager;
            this.guests = guests;
            this.empty = empty;
            this.chaos = chaos;
            this.tally = tally;
            this.over = Guests.at(chaos.many(), 0);
        }

        void run() throws Exception {
            for (int client = 0; client < chaos.many(); client++) {
                generations.add(0);
                clients.add(start(client));
            }
            awaitOthersGoOn(-1);
            int more = chaos.random().nextInt(MOST_CLIENTS_KILLED);
            do {
                chaos.pause(MOST_PAUSE_MILLIS);
                killClient(chaos.random().nextInt(clients.size()));
            } while (more-- > 0 && chaos.goesOn());
            if (chaos.oneIn(2)) {
                killServer();
            } else {
                guests.notes().set(over, 1);
                awaitClientsEnd();
                IntStream.range(0, clients.size()).forEach(this::checkNumber);
            }
            IntStream.range(0, clients.size()).forEach(this::tell);
            if (note(chaos.many(), 0) != 0) {
                checkCount();
            }
        }

        private ChildProcess start(int client) {
            Guests its = guests;
            int generation = nextGeneration++;
            int end = over;
            generations.set(client, generation);
            return chaos.child().start(() -> its.visit(client, generation, end));
        }

        private long note(int client, int which) {
            return guests.notes().get(Guests.at(client, which));
        }

        private void killClient(int victim) throws Exception {
            ChildProcess child = clients.get(victim);
            Tally.Strike strike = tally.strike();
            child.kill();
            tally.await("the death of " + child, () -> !child.isAlive());
            awaitOthersGoOn(victim);
            strike.noticed("other clients of a manager");
            checkNumber(victim);
            tell(victim);
            clients.set(victim, start(victim));
            awaitOthersGoOn(-1);
        }

        private void awaitOthersGoOn(int victim) throws Exception {
            long[] before = guests.notes().toArray();
            for (int client = 0; client < clients.size(); client++) {
                int its = client;
                if (its != victim) {
                    tally.await(
                            "a call of " + clients.get(its),
                            () -> note(its, Guests.DONE) > before[Guests.at(its, Guests.DONE)]);
                }
            }
        }

        /** What it has done, before another one takes its place. */
        private void tell(int client) {
            long its = take(client, Guests.DONE);
            tally.done.add(its);
            done += its;
            begun += take(client, Guests.BEGUN);
            tally.takeovers.add(take(client, Guests.TAKEOVERS));
        }

        private long take(int client, int note) {
            return guests.notes().getAndSet(Guests.at(client, note), 0);
        }

        private void checkNumber(int client) {
            Long there = guests.numbers().get(generations.get(client));
            long number = there == null ? 0 : there;
            check("put by " + clients.get(client), number, note(client, Guests.BEGUN), note(client, Guests.DONE));
            tally.inDeadHands.add(note(client, Guests.BEGUN) - note(client, Guests.DONE));
        }

        private void killServer() throws Exception {
            FutureTask<Integer> waiting = new FutureTask<>(empty::take);
            Thread.ofPlatform().name("soak-waiting").start(waiting);
            tally.await("a call that waits", () -> manager.debugInfo().contains("executing take()"));
            Tally.Strike strike = tally.strike();
            ChildProcess server = manager.process().orElseThrow();
            server.kill();
            try {
                throw new AssertionError(
                        "an empty queue had " + waiting.get(Tally.PATIENCE.toSeconds(), TimeUnit.SECONDS));
            } catch (TimeoutException e) {
                throw tally.hung("a call to a server that was killed");
            } catch (ExecutionException e) {
                if (!(e.getCause() instanceof ManagerDiedException)) {
                    throw e;
                }
            }
            for (int client = 0; client < clients.size(); client++) {
                int its = client;
                tally.await("that a client is told: " + clients.get(its), () -> note(its, Guests.TOLD) == 1);
            }
            strike.noticed("the clients of a manager");
            tally.await("the death of " + server, () -> !server.isAlive()); // its clients may know before
            awaitClientsEnd();
        }

        private void awaitClientsEnd() throws Exception {
            for (ChildProcess client : clients) {
                tally.await("the end of " + client, () -> !client.isAlive());
                if (!client.exitStatus().equals(new Exited(0))) {
                    tally.problem("somebody has failed: " + client);
                }
            }
        }

        private void checkCount() {
            Long count = guests.inside().get(Guests.COUNT);
            check("counted under the lock in a server", count == null ? 0 : count, begun, done);
        }

        private void check(String what, long there, long begun, long done) {
            if (there < done) {
                tally.lost(done - there, "of " + done + " " + what);
            }
            if (there > begun) {
                tally.problem(there + " " + what + ", of which " + begun + " were begun");
            }
        }
    }
}
