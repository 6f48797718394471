package io.github.multiprocessing4j.launch;

import io.github.multiprocessing4j.os.LibraryLog;
import io.github.multiprocessing4j.region.SessionDirectory;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What HotSpot wrote down as it crashed (its {@code hs_err} file). The exit status of a crashed JVM says little: SIGABRT,
 * or exit code 1 when core dumps are off, whatever it was.
 *
 * @param head the report's beginning
 */
public record CrashReport(String head) {
    private static final int HEAD_LINES = 60;

    private static final Pattern SIGNAL = Pattern.compile("^#\\s+SIG[A-Z0-9]+ \\(0x([0-9a-f]+)\\)", Pattern.MULTILINE);

    /** {@return the value of {@code -XX:ErrorFile} that lets {@link #of} find the report} */
    public static String filePattern() {
        return SessionDirectory.get().resolve("hs_err_%p.log").toString();
    }

    /**
     * Takes a dead child's report, if it left one; the file is deleted.
     *
     * @param pid the dead child's process id
     * @return the report
     */
    public static Optional<CrashReport> of(long pid) {
        Path file = SessionDirectory.path().resolve("hs_err_" + pid + ".log");
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try (Stream<String> lines = Files.lines(file, StandardCharsets.ISO_8859_1)) {
            List<String> head = lines.limit(HEAD_LINES).toList();
            return Optional.of(new CrashReport(String.join("\n", head)));
        } catch (IOException e) {
            LibraryLog.logger().log(Level.WARNING, "can't read " + file, e);
            return Optional.empty();
        } finally {
            delete(file);
        }
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            LibraryLog.logger().log(Level.DEBUG, "can't delete " + file, e);
        }
    }

    /** {@return the signal that the JVM crashed with, if it was one} */
    public OptionalInt signal() {
        Matcher matcher = SIGNAL.matcher(head);
        return matcher.find() ? OptionalInt.of(Integer.parseInt(matcher.group(1), 16)) : OptionalInt.empty();
    }

    /** {@return whether the JVM gave up because there was no memory, in its heap or for itself} */
    public boolean outOfMemory() {
        return head.contains("insufficient memory for the Java Runtime")
                || head.contains("OutOfMemory encountered")
                || head.contains("Out of Memory Error");
    }
}
