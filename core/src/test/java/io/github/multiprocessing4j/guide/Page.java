package io.github.multiprocessing4j.guide;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A page of Markdown.
 *
 * @param file its path below the repository's root
 * @param text what it says
 */
record Page(Path file, String text) {
    static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

    static final Path GUIDE = Path.of("docs", "guide");

    private static final Pattern FENCE = Pattern.compile(
            "(?:^<!-- given:(?<given>(?:(?!-->)[\\s\\S])*+)-->\\s*)?^```(?<info>.*)\\n(?<code>[\\s\\S]*?)^```$",
            Pattern.MULTILINE);

    /** {@return the page of a file, whose path is relative to the root} */
    static Page of(Path file) {
        try {
            return new Page(file, Files.readString(ROOT.resolve(file)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** {@return the pages of a folder, in the order of their names} */
    static Stream<Page> in(Path folder) {
        try (Stream<Path> files = Files.list(ROOT.resolve(folder))) {
            return files
                    .filter(file -> file.toString().endsWith(".md"))
                    .sorted()
                    .map(file -> of(ROOT.relativize(file)))
                    .toList()
                    .stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** {@return its examples in Java, each with the output that comes after it} */
    List<Example> examples() {
        var examples = new ArrayList<Example>();
        Matcher fence = FENCE.matcher(text);
        boolean afterExample = false;
        while (fence.find()) {
            boolean isOutput = fence.group("info").equals("output");
            if (isOutput) {
                if (!afterExample) {
                    throw new AssertionError(file + ":" + line(fence.start("code")) + ": output of no example");
                }
                examples.add(examples.removeLast().printing(fence.group("code")));
            }
            afterExample = fence.group("info").equals("java");
            if (afterExample) {
                var given = Optional.ofNullable(fence.group("given")).orElse("").strip();
                examples.add(
                        new Example(file, line(fence.start("code")), given, fence.group("code"), Optional.empty()));
            }
        }
        return examples;
    }

    /** {@return what is not in a block of code} */
    String prose() {
        return FENCE.matcher(text)
                .replaceAll(block -> "\n".repeat((int) block.group().lines().count() - 1));
    }

    /** {@return how many examples' preambles there are, wherever they are} */
    long preambles() {
        return Pattern.compile("<!-- given:").matcher(text).results().count();
    }

    private int line(int position) {
        return (int) text.substring(0, position).chars().filter(c -> c == '\n').count() + 1;
    }
}
