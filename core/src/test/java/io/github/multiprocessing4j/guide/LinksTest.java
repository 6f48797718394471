package io.github.multiprocessing4j.guide;

import static java.util.stream.Collectors.toSet;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Links of the pages for users lead to files that are there, and to headings that these have. */
class LinksTest {
    private static final Pattern LINK = Pattern.compile("\\]\\((?<target>[^)\\s]+)\\)");

    private static final Pattern HEADING = Pattern.compile("^#+ +(?<title>.*)$", Pattern.MULTILINE);

    @Test
    void leadSomewhere() {
        List<String> broken = pages().flatMap(LinksTest::broken).toList();
        assertTrue(broken.isEmpty(), () -> "\n" + String.join("\n", broken));
    }

    @Test
    void anchorsAreMadeAsOnGitHub() {
        assertEquals("what-is-copied", anchor("What is copied"));
        assertEquals("taskoptions-time-limits-and-more", anchor("`TaskOptions`: time limits, and more"));
        assertEquals("a-b_c--d", anchor("A-b_c  [d](e.md)"));
    }

    private static Stream<Page> pages() {
        return Stream.of(
                        Stream.of("README.md", "CONTRIBUTING.md", "CHANGELOG.md")
                                .map(name -> Page.of(Path.of(name))),
                        Page.in(Path.of("docs")),
                        Page.in(Path.of("docs", "guide")),
                        Page.in(Path.of("docs", "design")),
                        Page.in(Path.of("docs", "benchmarks")))
                .flatMap(pages -> pages);
    }

    private static Stream<String> broken(Page page) {
        return LINK.matcher(page.prose())
                .results()
                .map(link -> link.group("target"))
                .filter(target -> !target.matches("(https?|mailto):.*"))
                .filter(target -> !leadsSomewhere(page, target))
                .map(target -> page.file() + ": " + target);
    }

    private static boolean leadsSomewhere(Page page, String target) {
        String[] parts = target.split("#", 2);
        Path file = parts[0].isEmpty()
                ? page.file()
                : page.file().resolveSibling(parts[0]).normalize();
        if (!Files.exists(Page.ROOT.resolve(file))) {
            return false;
        }
        return parts.length == 1 || anchors(Page.of(file)).contains(parts[1]);
    }

    private static Set<String> anchors(Page page) {
        return HEADING.matcher(page.prose())
                .results()
                .map(heading -> anchor(heading.group("title")))
                .collect(toSet());
    }

    private static String anchor(String title) {
        return title.replaceAll("\\[([^]]*)\\]\\([^)]*\\)", "$1")
                .strip()
                .toLowerCase(Locale.ROOT)
                .replaceAll("[^\\p{L}\\p{N} _-]", "")
                .replace(' ', '-');
    }
}
