package io.github.multiprocessing4j.soak;

import io.github.multiprocessing4j.process.StockForTests;
import io.github.multiprocessing4j.testkit.Leftovers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs all campaigns at the same time, and watches them. */
final class Soak {
    private static final Duration TO_VANISH = Duration.ofSeconds(10);

    /** A bit more than what a campaign itself has patience for, so that it can say what hangs. */
    private static final long HANGS_NANOS = Tally.PATIENCE.plusSeconds(15).toNanos();

    private static final long TELL_EVERY_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final long seed;

    private final Duration length;

    private final boolean isShort;

    private final List<Running> all = new ArrayList<>();

    /**
     * Is not begun yet.
     *
     * @param seed of all that is random
     * @param length how long campaigns go on
     * @param isShort whether that is next to nothing, and few processes will do
     */
    Soak(long seed, Duration length, boolean isShort) {
        this.seed = seed;
        this.length = length;
        this.isShort = isShort;
    }

    private static List<Campaign> campaigns() {
        return List.of(
                new ProcessCampaign(),
                new LockCampaign(),
                new QueueCampaign(),
                new PoolCampaign(),
                new ManagerCampaign());
    }

    SoakReport run() throws InterruptedException {
        Leftovers before = Leftovers.now();
        try (Crowd crowd = new Crowd();
                LoggedMeanwhile logged = new LoggedMeanwhile()) {
            campaigns().forEach(each -> all.add(new Running(each, new Tally(each, crowd))));
            watch();
            StockForTests.clear();
            List<String> leftovers = Leftovers.awaitNoneBeyond(before, TO_VANISH);
            if (!leftovers.isEmpty()) { // or this JVM would wait for them as it ends
                killAllBelow();
            }
            return new SoakReport(
                    seed, length, tallies(), leftovers, crowd.seen().since(new Crowd.Seen(0, 0)), logged.counts());
        }
    }

    private static void killAllBelow() {
        ProcessHandle.current().descendants().forEach(ProcessHandle::destroyForcibly);
    }

    private List<Tally> tallies() {
        return all.stream().map(each -> each.tally).toList();
    }

    private void watch() throws InterruptedException {
        long start = System.nanoTime();
        long told = start;
        for (Running each : all) {
            while (!each.thread.join(Duration.ofMillis(500))) {
                all.forEach(Running::mustNotHang);
                long now = System.nanoTime();
                if (now - told > TELL_EVERY_NANOS) {
                    told = now;
                    System.out.println("soak: " + TimeUnit.NANOSECONDS.toSeconds(now - start) + " s of "
                            + length.toSeconds() + ": " + SoakReport.line(tallies()));
                }
            }
        }
    }

    /** A campaign in its thread. */
    private final class Running {
        private final Tally tally;

        private final Thread thread;

        private long lastDone = -1;

        private long lastTime = System.nanoTime();

        Running(Campaign campaign, Tally tally) {
            this.tally = tally;
            Chaos chaos = Chaos.of(seed, campaign.name(), length, isShort);
            this.thread = Thread.ofPlatform().name("soak-" + campaign.name()).start(() -> {
                try {
                    campaign.run(chaos, tally);
                } catch (Exception | AssertionError e) {
                    tally.failed(e);
                }
            });
        }

        /** Whoever waits for a child is free when that is killed, and the others are interrupted. */
        void mustNotHang() {
            long done = tally.done.sum() + tally.kills.sum();
            long now = System.nanoTime();
            if (done != lastDone || !thread.isAlive()) {
                lastDone = done;
                lastTime = now;
            } else if (now - lastTime > HANGS_NANOS) {
                tally.failed(tally.hung("nothing was done for " + Tally.millis(now - lastTime)));
                killAllBelow();
                thread.interrupt();
                lastTime = now;
            }
        }
    }
}
