package io.github.multiprocessing4j.launch;

import io.github.multiprocessing4j.region.SessionDirectory;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Options that are too long for a command line, in a file of this process's tree that {@code java} reads. It is in the tree's private
 * directory, and gone with this process.
 */
final class ArgumentFile {
    /** Linux allows 131071 bytes in one argument. */
    private static final int LONGEST = 100_000;

    /** What was written last. Guarded by this class, as is all that follows. */
    private static @Nullable String content;

    private static @Nullable Path file;

    private ArgumentFile() {}

    /**
     * {@return the options, or what {@code java} takes in their place if one of them is too long}
     *
     * @throws IOException if there is no place for the file
     */
    static List<String> inPlaceOf(List<String> options) throws IOException {
        for (String option : options) {
            if (option.length() > LONGEST || option.getBytes(StandardCharsets.UTF_8).length > LONGEST) {
                return List.of("@" + written(options));
            }
        }
        return options;
    }

    private static synchronized Path written(List<String> options) throws IOException {
        StringBuilder lines = new StringBuilder();
        for (String option : options) {
            lines.append('"');
            option.chars().forEach(c -> append(lines, (char) c));
            lines.append("\"\n");
        }
        String wanted = lines.toString();
        Path known = file;
        if (known == null || !wanted.equals(content) || !Files.exists(known)) {
            known = SessionDirectory.newFile("a");
            Files.writeString(known, wanted, Charset.forName(System.getProperty("sun.jnu.encoding", "UTF-8")));
            file = known;
            content = wanted;
        }
        return known;
    }

    private static void append(StringBuilder lines, char c) {
        switch (c) {
            case '"', '\\' -> lines.append('\\').append(c);
            case '\n' -> lines.append("\\n");
            case '\r' -> lines.append("\\r");
            case '\t' -> lines.append("\\t");
            default -> lines.append(c);
        }
    }
}
