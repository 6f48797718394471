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

    @Tag("stress")
    @Test
    void parentAndChildrenAreSampled() throws Exception {
        var tree = StackTree.named("[all]");

        try (var jdk = RecordingJdk.create()) {
            new Workload("pipe_one_way_64b").addTo(tree, jdk);
            assertThrows(IOException.class, () -> new Workload("no_measure").addTo(tree, jdk));
        }

        assertTrue(tree.total() > 0);
        assertEquals(
                List.of("[JavaSide]", "[its children]"),
                tree.callees().stream().map(StackTree::name).toList());
    }
}
