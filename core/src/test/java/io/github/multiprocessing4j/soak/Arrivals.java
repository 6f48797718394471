package io.github.multiprocessing4j.soak;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * What consumers have passed on, held against what producers have put. In its own thread, until it is told that all is over and nothing more comes.
 */
final class Arrivals implements AutoCloseable {
    private static final int QUEUE = 0;

    private static final int GENERATION = 1;

    private static final int NUMBER = 2;

    private final Conveyor conveyor;

    private final Tally tally;

    /** For each queue, for each generation of a producer. */
    private final List<List<BitSet>> arrived = new ArrayList<>();

    private final Thread thread = Thread.ofPlatform().name("soak-arrivals").unstarted(this::run);

    private volatile boolean over;

    Arrivals(Conveyor conveyor, Tally tally) {
        this.conveyor = conveyor;
        this.tally = tally;
        conveyor.queues().forEach(_ -> arrived.add(new ArrayList<>()));
        thread.start();
    }

    private void run() {
        try {
            while (true) {
                boolean last = over;
                int[] one = conveyor.passedOn().poll(100, TimeUnit.MILLISECONDS);
                if (one != null) {
                    note(one);
                } else if (last) {
                    return;
                }
            }
        } catch (InterruptedException | RuntimeException e) {
            tally.failed(e);
        }
    }

    private void note(int[] one) {
        if (one[NUMBER] < 0) {
            tally.problem("an element of generation " + one[GENERATION] + " was not whole");
            return;
        }
        BitSet numbers = of(one[QUEUE], one[GENERATION]);
        if (numbers.get(one[NUMBER])) {
            tally.problem("element " + one[NUMBER] + " of generation " + one[GENERATION] + " came twice");
        }
        numbers.set(one[NUMBER]);
        tally.done.increment();
    }

    private BitSet of(int queue, int generation) {
        List<BitSet> all = arrived.get(queue);
        while (all.size() <= generation) {
            all.add(new BitSet());
        }
        return all.get(generation);
    }

    /** Waits until nothing comes any more. */
    @Override
    public void close() throws InterruptedException {
        over = true;
        thread.join();
    }

    /** {@return how many are missing of those that were put for certain}; there must be none that was not even begun. */
    long missing(int queue, int generation, long begun, long put) {
        BitSet numbers = of(queue, generation);
        if (numbers.length() > begun) {
            tally.problem("generation " + generation + " has not put element " + (numbers.length() - 1));
        }
        return put - numbers.get(0, Math.toIntExact(put)).cardinality();
    }
}
