package io.github.multiprocessing4j.soak;

import io.github.multiprocessing4j.testkit.ThreadDumps;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** What came of one campaign so far. Any thread may tell it something. */
final class Tally {
    /** Within what a death must be noticed, by a machine that has nothing else to do. */
    static final long BOUND_NANOS = Duration.ofSeconds(1).toNanos();

    /** What takes longer hangs. A JVM that comes up among a dozen others on a busy machine may take half of it. */
    static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final long LOOK_AGAIN_NANOS = 1_000_000;

    final LongAdder kills = new LongAdder();

    /** What a dead process held and another one has now. */
    final LongAdder takeovers = new LongAdder();

    /** In the campaign's own unit. */
    final LongAdder done = new LongAdder();

    /** What was on its way in a process that was killed; each campaign says how much that may be. */
    final LongAdder inDeadHands = new LongAdder();

    final LongAdder losses = new LongAdder();

    final LongAdder hangs = new LongAdder();

    private final AtomicLong worst = new AtomicLong();

    private final ConcurrentLinkedQueue<String> problems = new ConcurrentLinkedQueue<>();

    private final Campaign campaign;

    private final Crowd crowd;

    Tally(Campaign campaign, Crowd crowd) {
        this.campaign = campaign;
        this.crowd = crowd;
    }

    Campaign campaign() {
        return campaign;
    }

    /** A kill, and when it was done; whoever has to notice it does so later. */
    final class Strike {
        private final long at = System.nanoTime();

        private final Crowd.Seen before = crowd.seen();

        /** What depends on the death has gone on. */
        void noticed(String by) {
            long took = System.nanoTime() - at;
            double times = crowd.seen().since(before);
            worst.accumulateAndGet(took, Math::max);
            if (took > times * BOUND_NANOS) {
                problem(String.format(
                        Locale.ROOT,
                        "a death was noticed after %s by %s, while %.1f threads wanted to run for each processor",
                        millis(took),
                        by,
                        times));
            }
        }
    }

    /** Somebody is to be killed now. */
    Strike strike() {
        kills.increment();
        return new Strike();
    }

    /** Waits for what must come. It is looked for a thousand times in a second, since the others need the processor. */
    void await(String what, BooleanSupplier condition) throws InterruptedException, TimeoutException {
        long start = System.nanoTime();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - start > PATIENCE.toNanos()) {
                throw hung(what);
            }
            if (Thread.interrupted()) {
                throw new InterruptedException(what);
            }
            LockSupport.parkNanos(LOOK_AGAIN_NANOS);
        }
    }

    /** {@return what to throw if something has taken too long, which is told with what all threads do} */
    TimeoutException hung(String what) {
        hangs.increment();
        System.err.println("HANGS: " + campaign.name() + ", " + what + "\n" + ThreadDumps.ofThisJvmAndBelow());
        return new TimeoutException("hangs: " + what);
    }

    void lost(long count, String what) {
        losses.add(count);
        problem("lost: " + count + " " + what);
    }

    void problem(String what) {
        problems.add(what);
    }

    void failed(Throwable thrown) {
        StringWriter text = new StringWriter();
        thrown.printStackTrace(new PrintWriter(text));
        problem(text.toString());
    }

    List<String> problems() {
        return List.copyOf(problems);
    }

    long worstNanos() {
        return worst.get();
    }

    static String millis(long nanos) {
        return Math.round(nanos / 1e6) + " ms";
    }
}
