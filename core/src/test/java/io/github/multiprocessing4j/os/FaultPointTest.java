package io.github.multiprocessing4j.os;

import static java.util.stream.Collectors.joining;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Holds the fault points in the sources against the tests: one at which nobody dies proves nothing. */
class FaultPointTest {
    private static final Path ROOT = Path.of("io", "github", "multiprocessing4j");

    private static final Path MAIN = Path.of("src", "main", "java").resolve(ROOT);

    private static final Path TESTS = Path.of("src", "test", "java").resolve(ROOT);

    private static final Pattern POINT = Pattern.compile("FaultPoint\\.at\\(\"([^\"]+)\"\\)");

    private record Point(String name) {}

    @ParameterizedTest
    @CsvSource({"memory, memory", "queue, queue", "region, region", "wire, connection:queue:logging"})
    void everyPointIsNamedByATest(String name, String testedIn) throws Exception {
        List<Point> points = points(MAIN.resolve(name));
        assertTrue(points.size() >= 5, points::toString);
        String tests = Stream.of(testedIn.split(":"))
                .map(folder -> testsIn(TESTS.resolve(folder)))
                .collect(joining());
        assertEquals(
                List.of(),
                points.stream().filter(point -> !isNamed(point, tests)).toList());
    }

    private static List<Point> points(Path folder) throws IOException {
        List<Point> points = new ArrayList<>();
        try (Stream<Path> sources = Files.list(folder)) {
            for (Path source :
                    sources.filter(file -> file.toString().endsWith(".java")).toList()) {
                Matcher matcher = POINT.matcher(Files.readString(source));
                while (matcher.find()) {
                    points.add(new Point(matcher.group(1)));
                }
            }
        }
        return points;
    }

    private static boolean isNamed(Point point, String tests) {
        return Pattern.compile("\\b" + Pattern.quote(point.name) + "\\b")
                .matcher(tests)
                .find();
    }

    private static String testsIn(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .map(FaultPointTest::read)
                    .collect(joining());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
