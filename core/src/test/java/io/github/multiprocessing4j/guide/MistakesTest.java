package io.github.multiprocessing4j.guide;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.multiprocessing4j.testkit.JavaProgram;
import java.io.File;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What comes of the mistakes in docs/guide/common-mistakes.md is what the page shows: the block {@code ```text} right after the code. */
class MistakesTest {
    private static final Page PAGE = Page.of(Page.GUIDE.resolve("common-mistakes.md"));

    private static final Pattern RESULT = Pattern.compile(
            "^```java\\n(?<code>(?:(?!```)[\\s\\S])*)```\\n\\n```text\\n(?<text>[\\s\\S]*?)```$", Pattern.MULTILINE);

    @TempDir
    static Path classes;

    /** Some code and what comes of it. */
    record Mistake(Example code, String text) {
        @Override
        public String toString() {
            return code.toString();
        }
    }

    @BeforeAll
    static void compile() throws Exception {
        var errors = new ExampleCompiler(classes)
                .errors(mistakes().stream().map(Mistake::code).toList());
        assertEquals(List.of(), errors);
    }

    static List<Mistake> mistakes() {
        var examples = PAGE.examples();
        return RESULT.matcher(PAGE.text())
                .results()
                .map(found -> new Mistake(
                        examples.stream()
                                .filter(each -> each.code().equals(found.group("code")))
                                .findFirst()
                                .orElseThrow(),
                        found.group("text").strip()))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("mistakes")
    void showsWhatThePageShows(Mistake mistake) throws Exception {
        var program = new JavaProgram(
                mistake.code().mainClass(),
                List.of("--enable-native-access=ALL-UNNAMED"),
                classes + File.pathSeparator + System.getProperty("java.class.path"),
                List.of(),
                Duration.ofSeconds(30),
                List.of());
        JavaProgram.Result result = program.run();
        assertTrue(new Glob(mistake.text()).isIn(result.stdout() + result.stderr()), result::toString);
    }

    /** A block of text that follows no code would be compared with nothing. */
    @Test
    void everyTextFollowsItsCode() {
        long texts = PAGE.text().lines().filter("```text"::equals).count();
        assertEquals(texts, mistakes().size());
        assertTrue(texts >= 20, () -> texts + " mistakes only");
    }
}
