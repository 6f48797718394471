package io.github.multiprocessing4j.benchmarks.profile;

import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** Stacks of calls, merged where they begin alike: a frame, and those that were called from there. */
final class StackTree {
    private final String name;

    private final SortedMap<String, StackTree> callees = new TreeMap<>();

    private long total;

    private StackTree(String name) {
        this.name = name;
    }

    /** {@return one that holds nothing yet} */
    static StackTree named(String name) {
        return new StackTree(name);
    }

    /**
     * Adds a stack below this frame.
     *
     * @param stack the callers first
     * @param nanos the time that it stands for
     */
    void add(List<String> stack, long nanos) {
        total += nanos;
        if (!stack.isEmpty()) {
            callees.computeIfAbsent(stack.getFirst(), StackTree::new).add(stack.subList(1, stack.size()), nanos);
        }
    }

    String name() {
        return name;
    }

    /** {@return in alphabetical order} */
    Collection<StackTree> callees() {
        return Collections.unmodifiableCollection(callees.values());
    }

    /** {@return the time of this frame and all that it calls} */
    long total() {
        return total;
    }

    /** {@return the time of this frame alone} */
    long self() {
        return total - callees.values().stream().mapToLong(StackTree::total).sum();
    }

    /** {@return of how many frames the deepest stack is, this one included} */
    int depth() {
        return 1 + callees.values().stream().mapToInt(StackTree::depth).max().orElse(0);
    }
}
