package io.github.multiprocessing4j.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The examples print what the comments in their source say, and nothing else. */
@Execution(ExecutionMode.CONCURRENT)
class SeedExamplesTest {
    private static final Path SOURCE =
            Path.of("src/main/java", SeedExamples.class.getName().replace('.', '/') + ".java");

    private static final Pattern EXAMPLE = Pattern.compile(" {4}static void (\\w+)\\(.*");

    private static final Pattern PRINTED = Pattern.compile(".*//.*=> (.*)");

    static Stream<String> names() throws IOException {
        return expected().keySet().stream();
    }

    @ParameterizedTest
    @MethodSource("names")
    void printsWhatItsCommentsSay(String name) throws Exception {
        var result = ExampleProgram.run(SeedExamples.class, name);

        assertEquals(
                new ExampleProgram.Result(0, Objects.requireNonNull(expected().get(name)), ""), result);
    }

    @Test
    void severalRunInTheOrderInWhichTheyAreNamed() throws Exception {
        var result = ExampleProgram.run(SeedExamples.class, "sharedMemory", "hello");

        var both = Stream.of("sharedMemory", "hello")
                .flatMap(name -> lines(name).stream())
                .toList();
        assertEquals(new ExampleProgram.Result(0, both, ""), result);
    }

    @Test
    void allAreNamedInTheOrderOfTheSourceWhichIsThatInWhichTheyRun() throws Exception {
        var help = String.join(
                " ", ExampleProgram.run(SeedExamples.class, "--help").out());

        var all = String.join(", ", expected().keySet());
        assertTrue(help.replaceAll("\\s+", " ").contains(all + " (default: all, in this order)"), help);
    }

    private static List<String> lines(String name) {
        try {
            return Objects.requireNonNull(expected().get(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void everyExampleSaysWhatItPrints() throws IOException {
        assertEquals(21, expected().size());
        expected().forEach((name, lines) -> assertTrue(!lines.isEmpty(), name));
    }

    @Test
    void anUnknownExampleIsRefused() throws Exception {
        ExampleProgram.assertRefuses(
                "There is no example nonsense; there are hello, isolation, ", SeedExamples.class, "hello", "nonsense");
    }

    /** What the comments say, by example. */
    private static Map<String, List<String>> expected() throws IOException {
        var expected = new LinkedHashMap<String, List<String>>();
        var lines = new ArrayList<String>();
        for (var line : Files.readAllLines(SOURCE)) {
            var example = EXAMPLE.matcher(line);
            var printed = PRINTED.matcher(line);
            if (example.matches()) {
                lines = new ArrayList<>();
                expected.put(example.group(1), lines);
            } else if (printed.matches()) {
                lines.add(printed.group(1));
            }
        }
        return expected;
    }
}
