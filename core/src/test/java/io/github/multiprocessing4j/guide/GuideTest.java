package io.github.multiprocessing4j.guide;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import io.github.multiprocessing4j.testkit.JavaProgram;
import java.io.File;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The examples of the guide's pages and of README.md compile, and print what the page says. They are the blocks of Markdown that begin
 * with {@code ```java}:
 *
 * <ul>
 *   <li>One with {@code void main(} is a program and is compiled as it stands.
 *   <li>Any other is statements, or the members of a class. Beside its own imports it has all public types of the library, those of the module
 *       {@code java.base}, and the static methods of {@code Duration}; the library's come first. Statements may throw any exception.
 *   <li>What such a block uses and does not declare is declared, as members of a class, in a comment right before it, which readers do not see:
 *       {@code <!-- given: record Order(int id) {} static Pool pool; -->}.
 *   <li>If the next block after it begins with {@code ```output}, the example is run in a JVM of its own, and has to print exactly that.
 * </ul>
 */
class GuideTest {
    private static final List<Page> PAGES = Stream.concat(Stream.of(Page.of(Path.of("README.md"))), Page.in(Page.GUIDE))
            .toList();

    private static final List<Example> EXAMPLES =
            PAGES.stream().flatMap(page -> page.examples().stream()).toList();

    @TempDir
    static Path classes;

    private static List<String> errors = List.of();

    @BeforeAll
    static void compile() throws Exception {
        errors = new ExampleCompiler(classes).errors(EXAMPLES);
    }

    @Test
    void theExamplesCompile() {
        assertTrue(errors.isEmpty(), () -> "\n" + String.join("\n", errors));
    }

    @Test
    void everyPreambleIsRightBeforeAnExample() {
        assertAll(PAGES.stream()
                .map(page -> () -> assertEquals(
                        page.examples().stream()
                                .filter(example -> !example.given().isEmpty())
                                .count(),
                        page.preambles(),
                        () -> "preambles of " + page.file())));
    }

    /** Two at a time, as each waits for its processes most of the while. */
    @Test
    @Timeout(240)
    void theExamplesPrintWhatThePagesSay() throws InterruptedException {
        assertTrue(errors.isEmpty(), "examples don't compile");
        List<Callable<@Nullable Void>> runs = EXAMPLES.stream()
                .filter(example -> example.output().isPresent())
                .<Callable<@Nullable Void>>map(example -> () -> requireOutput(example))
                .toList();
        assertFalse(runs.isEmpty());
        try (ExecutorService two = Executors.newFixedThreadPool(2)) {
            assertAll(two.invokeAll(runs).stream().map(run -> run::get));
        }
    }

    private static @Nullable Void requireOutput(Example example) throws InterruptedException {
        JavaProgram.Result result = new JavaProgram(
                        example.mainClass(),
                        List.of("--enable-native-access=ALL-UNNAMED"),
                        classes + File.pathSeparator + System.getProperty("java.class.path"),
                        List.of(),
                        Duration.ofSeconds(60),
                        List.of())
                .run();
        assertEquals(example.output().orElseThrow(), result.stdout(), () -> example + ": " + result);
        assertEquals(0, result.exitValue(), () -> example + ": " + result);
        return null;
    }

    @Test
    void theIndexNamesEveryPage() {
        String index = Page.of(Page.GUIDE.resolve("README.md")).text();
        List<String> missing = Page.in(Page.GUIDE)
                .map(page -> page.file().getFileName().toString())
                .filter(name -> !name.equals("README.md") && !index.contains("](" + name + ")"))
                .toList();
        assertEquals(List.of(), missing, "not in docs/guide/README.md");
    }

    /** This test of the test: what is wrong is found, and with the line of the page. */
    @Test
    void mistakesAreFoundWithTheirLines() throws Exception {
        var statements = new Example(Path.of("page.md"), 7, "", "int x = 1;\nint y = \"two\";\n", Optional.empty());
        var members = new Example(Path.of("page.md"), 20, "", "int f() {\n    return g;\n}\n", Optional.empty());
        var program = new Example(Path.of("page.md"), 30, "", "void main() {\n    run();\n}\n", Optional.empty());
        List<String> found = new ExampleCompiler(classes).errors(List.of(statements, members, program));
        assertEquals(3, found.size(), found::toString);
        for (String line : List.of("page.md:8: ", "page.md:21: ", "page.md:31: ")) {
            if (found.stream().noneMatch(error -> error.startsWith(line))) {
                fail(line + " is not among " + found);
            }
        }
    }
}
