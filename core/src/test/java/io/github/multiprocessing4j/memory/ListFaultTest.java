package io.github.multiprocessing4j.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.multiprocessing4j.os.FaultPoint;
import io.github.multiprocessing4j.process.ChildProcess;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A process dies while it writes a {@link ShareableList}: the others see what {@link ListLayout} says. */
@Timeout(60)
class ListFaultTest {
    private static void diesAt(String point, String name, @Nullable Object replacement) {
        ChildProcess child = ChildProcess.builder()
                .jvmOptions("-D" + FaultPoint.PROPERTY + "=" + point)
                .start(() -> ShareableList.open(name).set(1, replacement));
        child.join();
        assertEquals(FaultPoint.EXIT_CODE, child.exitStatus().exitCode());
    }

    private static List<@Nullable Object> afterDeathAt(
            String point, List<@Nullable Object> items, @Nullable Object replacement) {
        try (ShareableList list = ShareableList.create(items)) {
            try {
                diesAt(point, list.name(), replacement);
                List<@Nullable Object> left = new ArrayList<>(list);
                list.set(1, items.get(1)); // and whoever comes next mends it
                assertEquals(items, list);
                return left;
            } finally {
                list.unlink();
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"list.bytes, bits", "list.format, 2.0", "list.code, 2.0"})
    void aNumberIsReplacedByOneOfAnotherType(String point, String expected) {
        Object read = expected.equals("bits") ? (Object) Double.doubleToRawLongBits(2.0) : Double.valueOf(expected);
        assertEquals(
                Arrays.asList("before", read, "behind"), afterDeathAt(point, List.of("before", 1L, "behind"), 2.0));
    }

    @ParameterizedTest
    @CsvSource({"list.bytes, new", "list.format, new", "list.code, new"})
    void aTextIsReplacedByAnother(String point, String expected) {
        assertEquals(
                Arrays.asList("before", expected, null),
                afterDeathAt(point, Arrays.asList("before", "old one", null), "new"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"list.bytes", "list.format"})
    void bytesThatReplaceATextAreReadAsOneUntilTheirCodeIsThere(String point) {
        byte[] bytes = {'n', 'e', 'w'};
        assertEquals(List.of("a", "new"), afterDeathAt(point, List.of("a", "old"), bytes));
    }

    @ParameterizedTest
    @ValueSource(strings = {"list.slots", "list.bytes", "list.format", "list.code"})
    void aListWhoseCreatorDiedIsNone(String point) {
        String name = dieCreatingAt(point);
        try {
            var none = assertThrows(IllegalArgumentException.class, () -> ShareableList.open(name));
            assertTrue(String.valueOf(none.getMessage()).contains("yet"), none::getMessage);
        } finally {
            try (SharedMemory block = SharedMemory.open(name)) {
                block.unlink();
            }
        }
    }

    @Test
    void aListIsThereWithItsLength() {
        try (ShareableList list = ShareableList.open(dieCreatingAt("list.length"))) {
            list.unlink();
            assertEquals(List.of(1L, "two"), list);
        }
    }

    private static String dieCreatingAt(String point) {
        String name = "mp4j_list_fault_" + ProcessHandle.current().pid();
        ChildProcess child = ChildProcess.builder()
                .jvmOptions("-D" + FaultPoint.PROPERTY + "=" + point)
                .start(() -> ShareableList.create(name, List.of(1, "two")));
        child.join();
        assertEquals(FaultPoint.EXIT_CODE, child.exitStatus().exitCode());
        return name;
    }
}
