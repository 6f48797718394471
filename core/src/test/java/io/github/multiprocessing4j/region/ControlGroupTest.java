package io.github.multiprocessing4j.region;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ControlGroupTest {
    @TempDir
    Path root;

    private void group(String name, String max, long current, long cache) throws IOException {
        Path group = Files.createDirectories(root.resolve(name));
        Files.writeString(group.resolve("memory.max"), max + "\n");
        Files.writeString(group.resolve("memory.current"), current + "\n");
        Files.writeString(group.resolve("memory.stat"), "anon 5\ninactive_file " + cache + "\nactive_file 3\n");
    }

    @Test
    void theTightestLimitAboveCounts() throws Exception {
        group("a", "1000", 700, 50);
        group("a/b", "max", 600, 0);
        group("a/b/c", "2000", 500, 10);
        assertEquals(OptionalLong.of(350), ControlGroup.memoryLeft(root, "a/b/c"));
        group("a/b/c", "510", 500, 10);
        assertEquals(OptionalLong.of(20), ControlGroup.memoryLeft(root, "a/b/c"));
        group("a/b/c", "400", 500, 10);
        assertEquals(OptionalLong.of(0), ControlGroup.memoryLeft(root, "a/b/c"));
    }

    @Test
    void withoutALimitNothingIsKnown() throws Exception {
        group("a", "max", 700, 50);
        assertEquals(OptionalLong.empty(), ControlGroup.memoryLeft(root, "a"));
        assertEquals(OptionalLong.empty(), ControlGroup.memoryLeft(root, "not/there"));
    }
}
