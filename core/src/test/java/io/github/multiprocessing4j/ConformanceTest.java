package io.github.multiprocessing4j;

import static java.util.function.Function.identity;
import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;

/**
 * Holds {@code docs/conformance.tsv}, which says which of CPython's own tests have a counterpart here, against the list of
 * those tests and against the tests that there are.
 */
class ConformanceTest {
    /** Seen from the directory of the module, where Maven runs the tests. */
    private static final Path PAGE = Path.of("..", "docs", "conformance.tsv");

    private static final String HEADER = "package\tclass\ttest\tstatus\tour test\treason";

    private static final Set<String> STATUSES = Set.of("covered", "not-applicable", "not-yet");

    private final List<PythonTest> listed = listed();

    private final List<Row> rows = rows();

    @Test
    void theListHas295DifferentTests() {
        assertEquals(295, listed.size());
        assertEquals(295, new HashSet<>(listed).size());
    }

    @Test
    void everyTestOfTheListIsThereOnceAndNoOther() {
        Map<PythonTest, Long> times = rows.stream().map(Row::python).collect(groupingBy(identity(), counting()));
        assertNone(listed.stream()
                .filter(test -> times.getOrDefault(test, 0L) != 1)
                .map(test -> test + " is there " + times.getOrDefault(test, 0L) + " times"));
        var known = new HashSet<>(listed);
        assertNone(times.keySet().stream().filter(test -> !known.contains(test)).map(test -> test + " is not known"));
    }

    @Test
    void everyRowSaysWhatItsStatusAsksFor() {
        assertNone(rows.stream().flatMap(row -> row.problem().map(problem -> row.python() + ": " + problem).stream()));
    }

    @Test
    void everyTestOfOursExists() {
        assertNone(rows.stream()
                .filter(row -> !row.ours().isEmpty() && !isTest(row.ours()))
                .map(row -> row.python() + ": there is no test " + row.ours()));
    }

    @Test
    void whatIsNoTestIsNotTakenForOne() {
        assertEquals(true, isTest("ConformanceTest#whatIsNoTestIsNotTakenForOne"));
        assertEquals(false, isTest("ConformanceTest#isTest"));
        assertEquals(false, isTest("ConformanceTest#nothing"));
        assertEquals(false, isTest("ConformanceTest"));
        assertEquals(false, isTest("NoSuchTest#nothing"));
    }

    @Test
    void whatARowLacksIsSeen() {
        PythonTest python = new PythonTest("p", "c", "t");
        assertEquals(Optional.empty(), new Row(python, "covered", "A#b", "").problem());
        assertEquals(Optional.empty(), new Row(python, "not-yet", "", "").problem());
        assertEquals(true, new Row(python, "perhaps", "", "").problem().isPresent());
        assertEquals(true, new Row(python, "covered", "", "").problem().isPresent());
        assertEquals(true, new Row(python, "not-yet", "A#b", "").problem().isPresent());
        assertEquals(true, new Row(python, "not-applicable", "", "").problem().isPresent());
    }

    /** {@return whether there is a test}, named by class, below the root package, and method. */
    private static boolean isTest(String name) {
        String[] parts = name.split("#", -1);
        if (parts.length != 2) {
            return false;
        }
        try {
            Class<?> type = Class.forName(
                    ConformanceTest.class.getPackageName() + "." + parts[0],
                    false,
                    ConformanceTest.class.getClassLoader());
            return Arrays.stream(type.getDeclaredMethods())
                    .anyMatch(method -> method.getName().equals(parts[1]) && isTest(method));
        } catch (ClassNotFoundException e) {
            return false;
        }
    }

    private static boolean isTest(Method method) {
        return method.isAnnotationPresent(Test.class) || method.isAnnotationPresent(ParameterizedTest.class);
    }

    private static void assertNone(Stream<String> problems) {
        assertEquals("", String.join("\n", problems.toList()));
    }

    private static List<PythonTest> listed() {
        try (var list = ConformanceTest.class.getResourceAsStream("cpython-tests.tsv")) {
            return new String(Objects.requireNonNull(list).readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .skip(1)
                    .map(line -> line.split("\t", -1))
                    .map(columns -> new PythonTest(columns[0], columns[1], columns[2]))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Row> rows() {
        try {
            List<String> lines = Files.readAllLines(PAGE);
            assertEquals(HEADER, lines.getFirst());
            return lines.stream().skip(1).map(Row::of).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private record PythonTest(String module, String type, String method) {
        @Override
        public String toString() {
            return module + " " + type + "." + method;
        }
    }

    private record Row(PythonTest python, String status, String ours, String reason) {
        static Row of(String line) {
            String[] columns = line.split("\t", -1);
            assertEquals(6, columns.length, () -> "not six columns: " + line);
            return new Row(new PythonTest(columns[0], columns[1], columns[2]), columns[3], columns[4], columns[5]);
        }

        Optional<String> problem() {
            if (!STATUSES.contains(status)) {
                return Optional.of("unknown status " + status);
            } else if (status.equals("covered") == ours.isEmpty()) {
                return Optional.of("a test of ours belongs to what is covered, and to nothing else");
            } else if (status.equals("not-applicable") && reason.isEmpty()) {
                return Optional.of("there is no reason");
            }
            return Optional.empty();
        }
    }
}
