package io.github.multiprocessing4j.soak;

import io.github.multiprocessing4j.failure.ExitStatus.Exited;
import io.github.multiprocessing4j.process.ChildProcess;
import io.github.multiprocessing4j.sharedtypes.LongArray;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Producers and consumers of two queues are killed, and others take their places. Lost is an element whose {@code put} has returned and that has not
 * arrived, but for those that a killed consumer had in its hands: at most one for each of its two threads, between {@code take} and the {@code put} by
 * which it passes it on. An element arrives once, and whole. A death is noticed when somebody has put something into each queue since, and somebody has taken
 * something.
 */
final class QueueCampaign implements Campaign {
    private static final int MOST_PAUSE_MILLIS = 500;

    @Override
    public String name() {
        return "queues";
    }

    @Override
    public String unit() {
        return "messages";
    }

    @Override
    public void run(Chaos chaos, Tally tally) throws Exception {
        try (Conveyor conveyor = Conveyor.create(chaos.many(), chaos.many());
                Arrivals arrivals = new Arrivals(conveyor, tally)) {
            new Storm(conveyor, arrivals, chaos, tally).run();
        }
    }

    private static final class Storm {
        private final Conveyor conveyor;

        private final Arrivals arrivals;

        private final Chaos chaos;

        private final Tally tally;

        private final List<ChildProcess> producers = new ArrayList<>();

        private final List<ChildProcess> consumers = new ArrayList<>();

        /** Which generation each producer is. */
        private final List<Integer> generations = new ArrayList<>();

        private int nextGeneration;

        private long missing;

        private long killedConsumers;

        Storm(Conveyor conveyor, Arrivals arrivals, Chaos chaos, Tally tally) {
            this.conveyor = conveyor;
            this.arrivals = arrivals;
            this.chaos = chaos;
            this.tally = tally;
        }

        private final List<Put> ended = new ArrayList<>();

        /** What a generation has begun to put into a queue, and has put. */
        private record Put(int queue, int generation, long begun, long put) {}

        void run() throws Exception {
            for (int i = 0; i < chaos.many(); i++) {
                consumers.add(consumer(i));
                generations.add(nextGeneration);
                producers.add(producer(i));
            }
            awaitAllBusy();
            do {
                chaos.pause(MOST_PAUSE_MILLIS);
                int victim = chaos.random().nextInt(chaos.many());
                if (chaos.oneIn(2)) {
                    killProducer(victim);
                } else {
                    killConsumer(victim);
                }
                awaitAllBusy();
            } while (chaos.goesOn());
            end();
        }

        private ChildProcess consumer(int number) {
            Conveyor its = conveyor;
            return chaos.child().start(() -> its.consume(number));
        }

        private ChildProcess producer(int number) {
            Conveyor its = conveyor;
            int generation = nextGeneration++;
            generations.set(number, generation);
            long seed = chaos.random().nextLong();
            return chaos.child().start(() -> its.produce(number, generation, seed));
        }

        private void killProducer(int victim) throws Exception {
            Tally.Strike strike = kill(producers.get(victim));
            awaitGoesOn(victim, -1);
            strike.noticed("others who use a queue");
            foldIn(victim);
            producers.set(victim, producer(victim));
        }

        private void killConsumer(int victim) throws Exception {
            Tally.Strike strike = kill(consumers.get(victim));
            awaitGoesOn(-1, victim);
            strike.noticed("others who use a queue");
            killedConsumers++;
            consumers.set(victim, consumer(victim));
        }

        private Tally.Strike kill(ChildProcess child) throws Exception {
            Tally.Strike strike = tally.strike();
            child.kill();
            tally.await("the death of " + child, () -> !child.isAlive());
            return strike;
        }

        /** Each queue is put into by others than a dead producer, and taken from by others than a dead consumer. */
        private void awaitGoesOn(int deadProducer, int deadConsumer) throws Exception {
            for (int queue = 0; queue < conveyor.queues().size(); queue++) {
                String name = conveyor.queues().get(queue).toString();
                awaitMore("that somebody puts into " + name, conveyor.put(), placesWithout(deadProducer, queue));
                awaitMore("that somebody takes from " + name, conveyor.passed(), placesWithout(deadConsumer, queue));
            }
        }

        private int[] placesWithout(int dead, int queue) {
            return IntStream.range(0, chaos.many())
                    .filter(each -> each != dead)
                    .map(each -> conveyor.at(each, queue))
                    .toArray();
        }

        /** Also those who have just come up, or the next one who is killed would have nobody beside it. */
        private void awaitAllBusy() throws Exception {
            for (int i = 0; i < chaos.many(); i++) {
                for (int queue = 0; queue < conveyor.queues().size(); queue++) {
                    int place = conveyor.at(i, queue);
                    awaitMore("the first from " + producers.get(i), conveyor.put(), place);
                    awaitMore("the first by " + consumers.get(i), conveyor.passed(), place);
                }
            }
        }

        private void awaitMore(String what, LongArray counts, int... places) throws Exception {
            long before = sum(counts, places);
            tally.await(what, () -> sum(counts, places) > before);
        }

        private static long sum(LongArray counts, int... places) {
            return IntStream.of(places).mapToLong(counts::get).sum();
        }

        /** Before another one takes a producer's place. */
        private void foldIn(int producer) {
            for (int queue = 0; queue < conveyor.queues().size(); queue++) {
                int at = conveyor.at(producer, queue);
                ended.add(new Put(
                        queue,
                        generations.get(producer),
                        conveyor.begun().getAndSet(at, 0),
                        conveyor.put().getAndSet(at, 0)));
            }
        }

        private void end() throws Exception {
            conveyor.over().set(0, 1);
            for (int i = 0; i < producers.size(); i++) {
                awaitEnd(producers.get(i));
                foldIn(i);
            }
            conveyor.end(consumers.size());
            for (ChildProcess consumer : consumers) {
                awaitEnd(consumer);
            }
            arrivals.close();
            check();
        }

        private void awaitEnd(ChildProcess child) throws Exception {
            tally.await("the end of " + child, () -> !child.isAlive());
            if (!child.exitStatus().equals(new Exited(0))) {
                tally.problem("somebody has failed: " + child);
            }
        }

        private void check() {
            for (Put each : ended) {
                missing += arrivals.missing(each.queue(), each.generation(), each.begun(), each.put());
            }
            long most = killedConsumers * conveyor.queues().size();
            tally.inDeadHands.add(Math.min(missing, most));
            if (missing > most) {
                tally.lost(missing - most, "messages, with " + killedConsumers + " killed consumers");
            }
            conveyor.queues().stream()
                    .filter(queue -> !queue.isEmpty())
                    .forEach(queue -> tally.problem("something is left in " + queue));
        }
    }
}
