package io.github.multiprocessing4j;

import static java.util.function.Function.identity;
import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.multiprocessing4j.testkit.OverThreads;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
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

    /** What a reason begins with that says why there is nothing to try between threads. */
    private static final String THREADS = "threads: ";

    /** The same for objects of a manager. */
    private static final String MANAGER = "manager: ";

    private static final Set<String> STATUSES = Set.of("covered", "not-applicable");

    /** Which kinds of processes CPython runs a test with. */
    private final Map<PythonTest, Set<String>> kinds = new HashMap<>();

    private final List<PythonTest> listed = listed(kinds);

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
                .flatMap(row -> row.tests()
                        .filter(test -> testClass(test).isEmpty())
                        .map(test -> row.python() + ": there is no test " + test)));
    }

    /** CPython runs some of its tests with processes, managers and threads; so do we. */
    @Test
    void whatIsForThreadsIsTriedOverThreadsOrSaysWhyNot() {
        assertNone(rows.stream()
                .filter(row -> row.status().equals("covered") && isFor("threads", row.python()))
                .filter(row -> row.tests().noneMatch(ConformanceTest::isOverThreads)
                        != row.reason().startsWith(THREADS))
                .map(row -> row.python() + ": it needs a test of a class that is OverThreads, or a reason that begins"
                        + " with \"" + THREADS + "\", and not both"));
    }

    /** And the other way round. */
    @Test
    void whatIsCoveredIsTriedOverProcessesToo() {
        assertNone(rows.stream()
                .filter(row -> row.status().equals("covered") && row.tests().allMatch(ConformanceTest::isOverThreads))
                .map(row -> row.python() + ": all its tests are over threads"));
    }

    @Test
    void whatIsForManagersIsTriedWithAManagerOrSaysWhyNot() {
        assertNone(rows.stream()
                .filter(row -> row.status().equals("covered") && isFor("manager", row.python()))
                .filter(row -> row.tests().noneMatch(test -> test.startsWith("manager."))
                        != row.reason().startsWith(MANAGER))
                .map(row -> row.python() + ": it needs a test of the package manager, or a reason that begins with \""
                        + MANAGER + "\", and not both"));
    }

    private boolean isFor(String kind, PythonTest python) {
        return kinds.getOrDefault(python, Set.of()).contains(kind);
    }

    private static boolean isOverThreads(String test) {
        return testClass(test)
                .filter(type -> type.isAnnotationPresent(OverThreads.class))
                .isPresent();
    }

    @Test
    void whatIsNoTestIsNotTakenForOne() {
        assertEquals(Optional.of(ConformanceTest.class), testClass("ConformanceTest#whatIsNoTestIsNotTakenForOne"));
        assertEquals(Optional.empty(), testClass("ConformanceTest#testClass"));
        assertEquals(Optional.empty(), testClass("ConformanceTest#nothing"));
        assertEquals(Optional.empty(), testClass("ConformanceTest"));
        assertEquals(Optional.empty(), testClass("NoSuchTest#nothing"));
        assertEquals(true, testClass("queue.ThreadQueueTest#aTimeLimitIsKept").isPresent(), "inherited");
        assertEquals(Optional.empty(), testClass("queue.QueueContract#aTimeLimitIsKept"), "not run by itself");
    }

    @Test
    void whatARowLacksIsSeen() {
        PythonTest python = new PythonTest("p", "c", "t");
        assertEquals(Optional.empty(), new Row(python, "covered", "A#b", "").problem());
        assertEquals(Optional.empty(), new Row(python, "covered", "A#b", "threads: can't be killed").problem());
        assertEquals(true, new Row(python, "covered", "A#b", "why").problem().isPresent());
        assertEquals(true, new Row(python, "perhaps", "", "").problem().isPresent());
        assertEquals(true, new Row(python, "covered", "", "").problem().isPresent());
        assertEquals(true, new Row(python, "not-yet", "", "").problem().isPresent());
        assertEquals(
                true, new Row(python, "not-applicable", "A#b", "why").problem().isPresent());
        assertEquals(true, new Row(python, "not-applicable", "", "").problem().isPresent());
    }

    /** {@return the class of a test, if there is one}, named by class, below the root package, and method, its own or inherited. */
    private static Optional<Class<?>> testClass(String name) {
        String[] parts = name.split("#", -1);
        if (parts.length != 2) {
            return Optional.empty();
        }
        try {
            Class<?> type = Class.forName(
                    ConformanceTest.class.getPackageName() + "." + parts[0],
                    false,
                    ConformanceTest.class.getClassLoader());
            return Modifier.isAbstract(type.getModifiers()) || !hasTest(type, parts[1])
                    ? Optional.empty()
                    : Optional.of(type);
        } catch (ClassNotFoundException e) {
            return Optional.empty();
        }
    }

    private static boolean hasTest(Class<?> type, String name) {
        Class<?> superclass = type.getSuperclass();
        return Arrays.stream(type.getDeclaredMethods())
                        .anyMatch(method -> method.getName().equals(name) && isTest(method))
                || superclass != null && hasTest(superclass, name);
    }

    private static boolean isTest(Method method) {
        return method.isAnnotationPresent(Test.class) || method.isAnnotationPresent(ParameterizedTest.class);
    }

    private static void assertNone(Stream<String> problems) {
        assertEquals("", String.join("\n", problems.toList()));
    }

    private static List<PythonTest> listed(Map<PythonTest, Set<String>> kinds) {
        try (var list = ConformanceTest.class.getResourceAsStream("cpython-tests.tsv")) {
            return new String(Objects.requireNonNull(list).readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .skip(1)
                    .map(line -> line.split("\t", -1))
                    .map(columns -> {
                        PythonTest test = new PythonTest(columns[0], columns[1], columns[2]);
                        kinds.put(test, Set.of(columns[3].split(",")));
                        return test;
                    })
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

        /** {@return what proves it, separated by commas in the page} */
        Stream<String> tests() {
            return ours.isEmpty() ? Stream.empty() : Stream.of(ours.split(",", -1));
        }

        private static boolean isOfAKind(String reason) {
            return reason.startsWith(THREADS) || reason.startsWith(MANAGER);
        }

        Optional<String> problem() {
            if (!STATUSES.contains(status)) {
                return Optional.of("unknown status " + status);
            } else if (status.equals("covered") == ours.isEmpty()) {
                return Optional.of("a test of ours belongs to what is covered, and to nothing else");
            } else if (status.equals("not-applicable") && reason.isEmpty()) {
                return Optional.of("there is no reason");
            } else if (status.equals("covered") && !reason.isEmpty() && !isOfAKind(reason)) {
                return Optional.of("a reason is for what is not covered, or for threads or managers only");
            }
            return Optional.empty();
        }
    }
}
