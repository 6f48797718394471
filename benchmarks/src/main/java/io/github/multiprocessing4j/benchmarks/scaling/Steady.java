package io.github.multiprocessing4j.benchmarks.scaling;

import com.sun.management.OperatingSystemMXBean;
import io.github.multiprocessing4j.benchmarks.Sample;
import io.github.multiprocessing4j.benchmarks.Timing;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;

/**
 * Work that is done again and again for a while before it counts, and for a while then: the more processes share the processors the longer
 * it takes until all of them have compiled what they do.
 *
 * @param warmUpSeconds for how long it does not count
 * @param seconds for how long it does
 */
record Steady(double warmUpSeconds, double seconds) {
    private static final int FEWEST = 3;

    /**
     * What was found.
     *
     * @param seconds the median that one turn takes
     * @param processorSeconds what one turn takes of the processors in this process, on average
     */
    record Turn(double seconds, double processorSeconds) {}

    /** {@return for so many processes} */
    static Steady of(int processes, boolean quick) {
        return quick ? new Steady(0.5 + 0.25 * processes, 1) : new Steady(2 + processes, 4);
    }

    Turn measure(Timing.Work work) throws Exception {
        repeat(work, warmUpSeconds);
        double before = processorSeconds();
        List<Double> turns = repeat(work, seconds);
        return new Turn(new Sample(turns).median(), (processorSeconds() - before) / turns.size());
    }

    private static List<Double> repeat(Timing.Work work, double seconds) throws Exception {
        List<Double> turns = new ArrayList<>();
        long begin = System.nanoTime();
        long now = begin;
        while (turns.size() < FEWEST || (now - begin) / 1e9 < seconds) {
            long start = now;
            work.run();
            now = System.nanoTime();
            turns.add((now - start) / 1e9);
        }
        return turns;
    }

    /** {@return what this process has had of the processors} */
    static double processorSeconds() {
        return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime() / 1e9;
    }
}
