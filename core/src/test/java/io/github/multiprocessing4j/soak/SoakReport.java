package io.github.multiprocessing4j.soak;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToLongFunction;

/**
 * What came of all campaigns.
 *
 * @param seed by which it can be had again
 * @param length how long they were to go on
 * @param tallies one for each
 * @param leftovers what was there after them and not before
 * @param crowd how many threads wanted to run for each processor, on average
 * @param logged what the library has logged meanwhile, and how often
 */
record SoakReport(
        long seed,
        Duration length,
        List<Tally> tallies,
        List<String> leftovers,
        double crowd,
        Map<String, Integer> logged) {
    private static final String ROW = "| %-9s | %6s | %9s | %24s | %6s | %5s | %17s | %11s |%n";

    /** {@return what is not as it should be, each with the seed} */
    List<String> problems() {
        List<String> all = new ArrayList<>();
        for (Tally tally : tallies) {
            tally.problems().forEach(each -> all.add(tally.campaign().name() + ": " + each));
            if (tally.kills.sum() == 0 || tally.done.sum() == 0) {
                all.add(tally.campaign().name() + ": has killed nobody, or nothing was done");
            }
        }
        leftovers.forEach(each -> all.add("left over: " + each));
        return all;
    }

    private long sum(ToLongFunction<Tally> count) {
        return tallies.stream().mapToLong(count).sum();
    }

    /** {@return the sums in one line} */
    static String line(List<Tally> tallies) {
        StringBuilder line = new StringBuilder();
        for (Tally each : tallies) {
            line.append(String.format(
                    Locale.ROOT,
                    "%s%d kills, %,d %s",
                    line.isEmpty() ? "" : "; ",
                    each.kills.sum(),
                    each.done.sum(),
                    each.campaign().unit()));
        }
        return line.toString();
    }

    /** {@return a page in Markdown, which can be read as it is} */
    @Override
    public String toString() {
        StringBuilder page = new StringBuilder();
        page.append(String.format(
                Locale.ROOT,
                "# Soak%n%nSeed %d, %d seconds, %d processors.%n%n",
                seed,
                length.toSeconds(),
                Runtime.getRuntime().availableProcessors()));
        page.append(row(
                "campaign", "kills", "takeovers", "done", "losses", "hangs", "in the dead's hands", "worst notice"));
        page.append("|---|---|---|---|---|---|---|---|\n");
        for (Tally each : tallies) {
            page.append(row(
                    each.campaign().name(),
                    each.kills,
                    each.takeovers,
                    String.format(
                            Locale.ROOT,
                            "%,d %s",
                            each.done.sum(),
                            each.campaign().unit()),
                    each.losses,
                    each.hangs,
                    each.inDeadHands,
                    Tally.millis(each.worstNanos())));
        }
        page.append(row(
                "all",
                sum(each -> each.kills.sum()),
                sum(each -> each.takeovers.sum()),
                "",
                sum(each -> each.losses.sum()),
                sum(each -> each.hangs.sum()),
                sum(each -> each.inDeadHands.sum()),
                Tally.millis(tallies.stream().mapToLong(Tally::worstNanos).max().orElse(0))));
        page.append(String.format(
                Locale.ROOT,
                "%nLeft over: %d. On average %.1f threads wanted to run for each processor: so many times longer than"
                        + " %s it may take until a death is noticed while that is so.%n",
                leftovers.size(),
                crowd,
                Tally.millis(Tally.BOUND_NANOS)));
        new TreeMap<>(logged)
                .forEach((text, times) -> page.append(String.format("%nLogged %d times: %s", times, text)));
        List<String> problems = problems();
        page.append(
                problems.isEmpty()
                        ? "\n\nAll is well.\n"
                        : "\n\nNOT as it should be, with -Dmp4j.stress.seed=" + seed + ":\n\n");
        problems.forEach(each -> page.append("- ").append(each).append('\n'));
        return page.toString();
    }

    private static String row(Object... cells) {
        return String.format(ROW, cells);
    }
}
