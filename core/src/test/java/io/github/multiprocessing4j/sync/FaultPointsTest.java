package io.github.multiprocessing4j.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** At every point where a process can be made to die, one does in a test. */
class FaultPointsTest {
    private static final Pattern POINT = Pattern.compile("FaultPoint\\.at\\((\"[a-z.]+\")\\)");

    private static String sources(String root) throws IOException {
        Path directory = Path.of(root, FaultPointsTest.class.getPackageName().replace('.', '/'));
        try (Stream<Path> files = Files.list(directory)) {
            StringBuilder all = new StringBuilder();
            for (Path file : files.sorted().toList()) {
                all.append(Files.readString(file));
            }
            return all.toString();
        }
    }

    private static List<String> points() throws IOException {
        return POINT.matcher(sources("src/main/java"))
                .results()
                .map(match -> match.group(1))
                .sorted()
                .toList();
    }

    @Test
    void eachHasATest() throws IOException {
        String tests = sources("src/test/java");
        List<String> points = points();
        assertFalse(points.isEmpty());
        assertEquals(
                List.of(),
                points.stream().filter(point -> !tests.contains(point)).toList());
    }

    @Test
    void noTwoHaveTheSameName() throws IOException {
        assertEquals(points().stream().distinct().toList(), points());
    }
}
