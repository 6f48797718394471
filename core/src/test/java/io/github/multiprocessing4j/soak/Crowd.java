package io.github.multiprocessing4j.soak;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * How many threads want to run for each processor of this machine, as the kernel says in {@code /proc/loadavg}, looked at many times in a second. Where three want to, each
 * runs a third of the time, and what takes a second on a machine that has nothing else to do takes three. Within what time a death must be noticed is said of such a one.
 */
final class Crowd implements AutoCloseable {
    private static final Path LOAD = Path.of("/proc/loadavg");

    private static final long EVERY_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    private static final int PROCESSORS = Runtime.getRuntime().availableProcessors();

    /**
     * All that was seen until some moment.
     *
     * @param looks how often it was looked
     * @param threads how many there were, added up
     */
    record Seen(long looks, long threads) {
        /** {@return how many there were for each processor since then, on average; at least one} */
        double since(Seen before) {
            double average = (double) (threads - before.threads) / Math.max(1, looks - before.looks);
            return Math.max(1, average / PROCESSORS);
        }
    }

    private final Thread thread =
            Thread.ofPlatform().daemon().name("soak-crowd").unstarted(this::run);

    private volatile boolean over;

    private volatile Seen seen = new Seen(0, 0);

    Crowd() {
        thread.start();
    }

    private void run() {
        while (!over) {
            seen = new Seen(seen.looks + 1, seen.threads + running()); // nobody else writes it
            LockSupport.parkNanos(EVERY_NANOS);
        }
    }

    /** But for the thread that asks; where nobody tells there are as many as there is room for. */
    private static int running() {
        try {
            String load = Files.readString(LOAD, StandardCharsets.ISO_8859_1); // as 1.50 1.20 0.90 3/250 4711
            return Integer.parseInt(load.substring(load.lastIndexOf(' ', load.indexOf('/')) + 1, load.indexOf('/')))
                    - 1;
        } catch (IOException e) {
            return PROCESSORS;
        }
    }

    /** {@return what was seen since this was made} */
    Seen seen() {
        return seen;
    }

    @Override
    public void close() throws InterruptedException {
        over = true;
        thread.join();
    }
}
