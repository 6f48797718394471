package io.github.multiprocessing4j.build;

import com.palantir.javaformat.java.Formatter;
import com.palantir.javaformat.java.FormatterException;
import com.palantir.javaformat.java.JavaFormatterOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Formats the Java sources of the repository, or checks that they are formatted.
 *
 * <p>The formatter parses with the compiler of the JDK it runs on, so it has to run on the JDK the sources are written
 * for, which need not be the one that Maven runs on. A formatter inside a Maven plugin could not; this program is started on
 * the selected JDK.
 */
public final class Format {

    private static final Formatter FORMATTER = Formatter.createFormatter(JavaFormatterOptions.builder()
            .style(JavaFormatterOptions.Style.PALANTIR)
            .build());

    private Format() {}

    /**
     * Formats or checks every source below a directory.
     *
     * @param args {@code check} or {@code apply}, and the directory
     * @throws IOException if the sources cannot be listed
     */
    @SuppressWarnings("SystemOut")
    public static void main(String[] args) throws IOException {
        if (args.length != 2 || !List.of("check", "apply").contains(args[0])) {
            System.err.println("usage: Format check|apply DIRECTORY");
            System.exit(2);
        }
        boolean apply = args[0].equals("apply");
        var root = Path.of(args[1]).normalize();
        var sources = sources(root);
        var problems = sources.parallelStream()
                .flatMap(source -> problem(source, apply).stream())
                .toList();
        if (sources.isEmpty()) {
            System.err.println("No Java sources below " + root);
            System.exit(2);
        }
        if (!problems.isEmpty()) {
            problems.forEach(problem -> System.err.println(root.relativize(problem.source()) + ": " + problem.text()));
            System.err.println("To format: mvn -q -pl build-tools process-classes -Dformat=apply");
            System.exit(1);
        }
    }

    private record Problem(Path source, String text) {}

    private static List<Path> sources(Path root) throws IOException {
        var sources = new ArrayList<Path>();
        Files.walkFileTree(root, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
                var name = String.valueOf(directory.getFileName());
                boolean ours = directory.equals(root) || !name.equals("target") && !name.startsWith(".");
                return ours ? FileVisitResult.CONTINUE : FileVisitResult.SKIP_SUBTREE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                if (file.toString().endsWith(".java")) {
                    sources.add(file);
                }
                return FileVisitResult.CONTINUE;
            }
        });
        return sources;
    }

    private static Optional<Problem> problem(Path source, boolean apply) {
        try {
            String text = Files.readString(source);
            String formatted = FORMATTER.formatSourceAndFixImports(text);
            if (formatted.equals(text)) {
                return Optional.empty();
            }
            if (apply) {
                Files.writeString(source, formatted);
                return Optional.empty();
            }
            return Optional.of(new Problem(source, "not formatted"));
        } catch (FormatterException e) {
            return Optional.of(new Problem(source, "cannot be parsed: " + e.getMessage()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
