package io.github.multiprocessing4j.soak;

import io.github.multiprocessing4j.process.ChildProcess;
import io.github.multiprocessing4j.process.ChildProcessBuilder;
import io.github.multiprocessing4j.process.StartMethod;
import io.github.multiprocessing4j.testkit.ShortLived;
import io.github.multiprocessing4j.testkit.Work;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.random.RandomGenerator;

/**
 * What is random in a campaign, and for how long. Who is killed, and after what time, follows from the seed; what the victim is doing then does not.
 *
 * @param random from the seed
 * @param end when the campaign is over, by {@link System#nanoTime()}
 * @param isShort whether there is time for little only
 */
record Chaos(RandomGenerator random, long end, boolean isShort) {
    /** A campaign's own, which does not depend on what the others do. */
    static Chaos of(long seed, String campaign, Duration length, boolean isShort) {
        return new Chaos(new Random(seed + campaign.hashCode()), System.nanoTime() + length.toNanos(), isShort);
    }

    boolean goesOn() {
        return System.nanoTime() - end < 0;
    }

    boolean oneIn(int times) {
        return random.nextInt(times) == 0;
    }

    <T> T anyOf(List<T> all) {
        return all.get(random.nextInt(all.size()));
    }

    /** Lets the others go on for a while. */
    void pause(int mostMillis) throws InterruptedException {
        Work.millis(random.nextInt(mostMillis + 1));
    }

    /** {@return how many of a kind are at it} */
    int many() {
        return isShort ? 2 : 3;
    }

    /** For a child as most tests have it, or as a user has it; from the stock now and then if there is time to have one. */
    ChildProcessBuilder child() {
        if (isShort) {
            return ShortLived.child();
        }
        ChildProcessBuilder child = oneIn(2) ? ShortLived.child() : ChildProcess.builder();
        return child.startMethod(oneIn(2) ? StartMethod.SPAWN : StartMethod.FORKSERVER);
    }
}
