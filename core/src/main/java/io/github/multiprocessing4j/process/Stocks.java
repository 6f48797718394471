package io.github.multiprocessing4j.process;

import io.github.multiprocessing4j.failure.ProcessStartException;
import io.github.multiprocessing4j.os.LibraryLog;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/*
 * A stock begins with the first child of its recipe, which has to wait for a JVM of its own, and has one JVM at first; it grows when somebody
 * comes while none is there, though it was full before. So who starts a single child pays for one JVM more, and who starts many has as many in
 * hand as he starts at a time. Who comes while one is just coming up gets that one: it has a head start.
 *
 * One thread does the rest, a moment after a child was started, so that the child's own start comes first: it fills up, and ends what was not used for long. It is
 * there while there are stocks.
 */
/** JVMs that have started ahead of need, by their recipes. Thread-safe. */
final class Stocks {
    /** After so much time without a start a stock ends. */
    private static final long KEPT_NANOS = TimeUnit.SECONDS.toNanos(30);

    /** The first child has the processors for itself as it comes up. */
    private static final long FIRST_DELAY_NANOS = TimeUnit.MILLISECONDS.toNanos(300);

    /** So does each that comes from stock, for its first steps. */
    private static final long DELAY_NANOS = TimeUnit.MILLISECONDS.toNanos(25);

    /** How many JVMs all stocks have together at most. */
    private static final int MOST = 8;

    /** So many in a row that end before they are ready are enough, for a while. */
    private static final int STRIKES = 2;

    private static final long AFTER_STRIKES_NANOS = TimeUnit.SECONDS.toNanos(10);

    /** Guarded by this class, as is all that follows. */
    private static final Map<Recipe, Stock> STOCKS = new HashMap<>();

    private static boolean runs;

    private static boolean ended;

    private Stocks() {}

    /** What there is of a recipe. */
    private static final class Stock {
        /** The oldest first. */
        private final List<LiveChild> members = new ArrayList<>();

        private int wanted = 1;

        private int most;

        private long lastUse;

        private long fillAt;

        /** Whether all that were wanted were there since the last one was wanted in vain. */
        private boolean wasFull;

        /** How many in a row have ended before they were ready, and when the last one did. */
        private int strikes;

        private long lastStrike;

        private @Nullable String complaint;

        private void strike() {
            strikes++;
            lastStrike = System.nanoTime();
        }

        private long alive() {
            return members.stream().filter(LiveChild::isAlive).count();
        }
    }

    /**
     * {@return a JVM that is there, or coming up; null if there is none}
     *
     * @throws ProcessStartException if those of this recipe can't make themselves ready
     */
    static synchronized @Nullable LiveChild take(Recipe recipe) {
        int most = recipe.jvm().stock();
        if (ended || most == 0) {
            return null;
        }
        long now = System.nanoTime();
        Stock stock = STOCKS.get(recipe);
        if (stock == null) {
            stock = new Stock();
            stock.fillAt = now + FIRST_DELAY_NANOS;
            STOCKS.put(recipe, stock);
        } else if (!lacks(stock)) {
            stock.fillAt = now + DELAY_NANOS;
        }
        stock.most = most;
        stock.lastUse = now;
        if (now - stock.lastStrike > AFTER_STRIKES_NANOS) {
            stock.strikes = 0;
        }
        if (stock.complaint != null) {
            throw new ProcessStartException(stock.complaint + ", as was asked for with PreloadError.FAIL", null);
        }
        LiveChild taken = next(stock, recipe.jvm().onPreloadError() == PreloadError.FAIL);
        if (taken == null || !taken.isPrepared()) {
            grow(stock);
        }
        wake();
        return taken;
    }

    /** @param strict whether one that is still coming up may turn out to be no use */
    private static @Nullable LiveChild next(Stock stock, boolean strict) {
        List<LiveChild> alive =
                stock.members.stream().filter(LiveChild::isAlive).toList();
        LiveChild first =
                alive.stream().filter(LiveChild::isPrepared).findFirst().orElse(null);
        if (first == null && !strict && !alive.isEmpty()) {
            first = alive.getFirst();
        }
        if (first != null) {
            stock.members.remove(first);
        }
        return first;
    }

    private static void grow(Stock stock) {
        if (stock.wasFull) {
            stock.wasFull = false;
            stock.wanted = Math.min(stock.most, 2 * stock.wanted);
        }
    }

    private static void wake() {
        if (runs) {
            Stocks.class.notifyAll();
            return;
        }
        try {
            Thread.ofPlatform().daemon().name("mp4j-stock").start(Stocks::run);
            runs = true;
        } catch (OutOfMemoryError e) {
            LibraryLog.logger().log(Level.DEBUG, "no thread is to be had for the stock of JVMs", e);
        }
    }

    // -- the thread
    // ----------------------------------------------------------------------------------------------------

    private static void run() {
        try {
            Recipe due = awaitDue();
            while (due != null) {
                fill(due);
                due = awaitDue();
            }
        } catch (InterruptedException e) {
            hasEnded();
            LibraryLog.logger()
                    .log(Level.DEBUG, "the stock of JVMs was interrupted; the next start goes on with it", e);
        } catch (RuntimeException | Error e) {
            hasEnded();
            throw e;
        }
    }

    private static synchronized void hasEnded() {
        runs = false;
    }

    /** {@return the recipe of which one is to be started now; null if there are no stocks any more} */
    private static synchronized @Nullable Recipe awaitDue() throws InterruptedException {
        while (true) {
            long now = System.nanoTime();
            endUnused(now);
            if (STOCKS.isEmpty() || ended) {
                runs = false; // with the lock held since it looked
                return null;
            }
            long next = Long.MAX_VALUE;
            for (Map.Entry<Recipe, Stock> each : STOCKS.entrySet()) {
                Stock stock = each.getValue();
                long left = lacks(stock) ? stock.fillAt - now : Long.MAX_VALUE;
                if (left <= 0) {
                    return each.getKey();
                }
                next = Math.min(next, Math.min(left, stock.lastUse + KEPT_NANOS - now));
            }
            TimeUnit.NANOSECONDS.timedWait(Stocks.class, Math.max(1_000_000, next));
        }
    }

    private static boolean lacks(Stock stock) {
        if (stock.alive() < Math.min(stock.wanted, stock.most)) {
            return stock.strikes < STRIKES && total() < MOST;
        }
        stock.wasFull |= stock.members.stream().allMatch(LiveChild::isPrepared);
        return false;
    }

    private static int total() {
        return STOCKS.values().stream().mapToInt(stock -> stock.members.size()).sum();
    }

    private static void endUnused(long now) {
        STOCKS.values().removeIf(stock -> {
            boolean unused = now - stock.lastUse >= KEPT_NANOS;
            if (unused) {
                stock.members.forEach(LiveChild::kill);
            }
            return unused;
        });
    }

    private static void fill(Recipe recipe) {
        LiveChild member = null;
        try {
            Map<String, String> properties =
                    UserProperties.here(recipe.jvm().systemProperties(), StartMethod.FORKSERVER);
            member = LiveChild.launch("of the stock", recipe, /* daemon= */ true, properties, () -> prepared(recipe));
        } catch (IOException | RuntimeException | OutOfMemoryError | LinkageError e) {
            LibraryLog.logger().log(Level.DEBUG, "a JVM for the stock can't be started", e);
        }
        added(recipe, member);
    }

    private static synchronized void added(Recipe recipe, @Nullable LiveChild member) {
        Stock stock = STOCKS.get(recipe);
        if (member == null) {
            if (stock != null) {
                stock.strikes = STRIKES - 1;
                stock.strike();
            }
        } else if (ended || stock == null) {
            member.kill();
        } else {
            stock.members.add(member);
            var _ = member.exit().thenRun(() -> ended(stock, member));
        }
    }

    /** One has made itself ready: perhaps all have. */
    private static synchronized void prepared(Recipe recipe) {
        Stock stock = STOCKS.get(recipe);
        if (stock != null) {
            stock.strikes = 0;
            boolean _ = lacks(stock);
            Stocks.class.notifyAll();
        }
    }

    private static synchronized void ended(Stock stock, LiveChild member) {
        if (stock.members.remove(member)) {
            if (!member.isPrepared()) {
                stock.strike();
            }
            if (member.complaint() != null) {
                stock.complaint = member.complaint();
            }
            Stocks.class.notifyAll();
        }
    }

    /** Ends all, for good: this process ends. */
    static synchronized void endAll() {
        ended = true;
        clear();
    }

    /** {@return the process ids of those that wait to be told what to run} */
    static synchronized List<Long> waiting() {
        return STOCKS.values().stream()
                .flatMap(stock -> stock.members.stream())
                .filter(member -> member.isPrepared() && member.isAlive())
                .map(LiveChild::pid)
                .toList();
    }

    /** {@return how many there are, also of those that are coming up} */
    static synchronized int present() {
        return total();
    }

    /** {@return how often JVMs have ended before they were ready, in a row} */
    static synchronized int strikes() {
        return STOCKS.values().stream().mapToInt(stock -> stock.strikes).sum();
    }

    /** Ends all that is there now. {@return those that end} */
    static synchronized List<LiveChild> clear() {
        List<LiveChild> all = STOCKS.values().stream()
                .flatMap(stock -> stock.members.stream())
                .sorted(Comparator.comparingLong(LiveChild::pid))
                .toList();
        all.forEach(LiveChild::kill);
        STOCKS.clear();
        Stocks.class.notifyAll();
        return all;
    }
}
