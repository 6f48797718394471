package io.github.multiprocessing4j.benchmarks.profile;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class StackTreeTest {
    /** A tree in one line: name, own time, and in brackets those that are called. */
    private static String text(StackTree tree) {
        return tree.name()
                + tree.self()
                + tree.callees().stream().map(StackTreeTest::text).collect(Collectors.joining(" ", "(", ")"));
    }

    @Test
    void stacksAreOneWhereTheyBeginAlike() {
        var tree = StackTree.named("all");

        tree.add(List.of("a", "b", "c"), 3);
        tree.add(List.of("a", "b"), 4);
        tree.add(List.of("a", "d"), 5);

        assertEquals("all0(a0(b4(c3()) d5()))", text(tree));
        assertEquals(12, tree.total());
        assertEquals(4, tree.depth());
    }

    @Test
    void theSameMethodCalledFromElsewhereIsAnotherFrame() {
        var tree = StackTree.named("all");

        tree.add(List.of("b", "c"), 1);
        tree.add(List.of("a", "c"), 2);
        tree.add(List.of("c"), 4);

        assertEquals("all0(a0(c2()) b0(c1()) c4())", text(tree));
    }

    @Test
    void thereMayBeNothing() {
        var tree = StackTree.named("all");

        assertEquals("all0()", text(tree));
        assertEquals(1, tree.depth());
    }
}
