package io.github.multiprocessing4j.benchmarks.profile;

import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** The methods in which the most time is spent. */
final class HottestMethods {
    private static final int COUNT = 10;

    /** In the method itself. */
    private final Map<String, Long> self = new HashMap<>();

    /** In it or in what it calls. */
    private final Map<String, Long> total = new HashMap<>();

    /** In a method of this library or in what it calls of others. */
    private final Map<String, Long> own = new HashMap<>();

    private final long all;

    private HottestMethods(StackTree tree) {
        all = tree.total();
        visit(tree, new HashSet<>(), "");
    }

    static HottestMethods of(StackTree tree) {
        return new HottestMethods(tree);
    }

    /**
     * @param callers the frame's, so that a method that calls itself counts once
     * @param owner the innermost of them that is this library's, or nothing
     */
    private void visit(StackTree frame, Set<String> callers, String owner) {
        String name = frame.name();
        String newOwner = Frames.isOwn(name) ? name : owner;
        boolean isOutermost = callers.add(name);
        if (Frames.isMethod(name)) {
            self.merge(name, frame.self(), Long::sum);
            if (isOutermost) {
                total.merge(name, frame.total(), Long::sum);
            }
        }
        if (!newOwner.isEmpty()) {
            own.merge(newOwner, frame.self(), Long::sum);
        }
        frame.callees().forEach(callee -> visit(callee, callers, newOwner));
        if (isOutermost) {
            callers.remove(name);
        }
    }

    /** {@return two tables for people} */
    String text() {
        return "In the method itself; in it and all that it calls:\n"
                + hottest(self).stream()
                        .map(method -> percent(self, method) + percent(total, method) + "  " + method + "\n")
                        .collect(Collectors.joining())
                + "\nIn a method of this library and what it calls of others:\n"
                + hottest(own).stream()
                        .map(method -> percent(own, method) + "  " + method + "\n")
                        .collect(Collectors.joining());
    }

    private static List<String> hottest(Map<String, Long> nanos) {
        return nanos.entrySet().stream()
                .filter(method -> method.getValue() > 0)
                .sorted(Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder())
                        .thenComparing(Map.Entry.comparingByKey()))
                .limit(COUNT)
                .map(Map.Entry::getKey)
                .toList();
    }

    private String percent(Map<String, Long> nanos, String method) {
        return String.format(Locale.ROOT, "%6.1f %%", 100.0 * nanos.getOrDefault(method, 0L) / all);
    }
}
