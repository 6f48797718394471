package io.github.multiprocessing4j.benchmarks.profile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class WorkloadTest {
    @Test
    void itsMainClassIsThere() throws Exception {
        assertEquals(Workload.MAIN_CLASS, Class.forName(Workload.MAIN_CLASS).getName());
    }

    @Test
    void whatFailsIsNoProfile() {
        assertThrows(IOException.class, () -> new Workload("no_measure").addTo(StackTree.named("[all]")));
    }

    @Tag("stress")
    @Test
    void parentAndChildrenAreSampled() throws Exception {
        var tree = StackTree.named("[all]");

        new Workload("pipe_one_way_64b").addTo(tree);

        assertTrue(tree.total() > 0);
        assertEquals(
                List.of("[JavaSide]", "[its children]"),
                tree.callees().stream().map(StackTree::name).toList());
    }
}
