package io.github.multiprocessing4j.logging;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.multiprocessing4j.Multiprocessing;
import io.github.multiprocessing4j.process.ChildProcess;
import io.github.multiprocessing4j.process.StartMethod;
import io.github.multiprocessing4j.region.WordWait;
import io.github.multiprocessing4j.testkit.JavaProgram;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How a program says what is logged, and where. */
@Timeout(60)
class LogSettingsTest {
    private static final String NAME = "test.settings";

    private static final String ONE_LINE = "-Djava.util.logging.SimpleFormatter.format=%3$s %4$s %5$s%n";

    @TempDir
    Path folder;

    private static JavaProgram program(Class<?> main, String... options) {
        List<String> all = new ArrayList<>(List.of("--enable-native-access=ALL-UNNAMED", ONE_LINE));
        all.addAll(List.of(options));
        return JavaProgram.of(main).jvmOptions(all.toArray(String[]::new));
    }

    /** A child that logs and tells what it sees of how. */
    static final class Program {
        public static void main(String[] args) {
            for (String method : args) {
                ChildProcess.builder()
                        .name("Child")
                        .startMethod(StartMethod.valueOf(method))
                        .start(() -> {
                            Logger.getLogger(NAME).warning("from a child");
                            Logger.getLogger(NAME).fine("and this");
                            System.out.println("manager " + System.getProperty("java.util.logging.manager"));
                            System.out.println("levels " + System.getProperty(ChildLogs.LEVELS));
                        })
                        .join();
            }
            Logger.getLogger(NAME).warning("from the parent");
        }
    }

    @Test
    void nothingNeedsToBeSaid() throws Exception {
        var result = program(Program.class).arguments("SPAWN").run();
        assertEquals(0, result.exitValue(), result::toString);
        assertTrue(
                result.stderr()
                        .matches(NAME + " WARNING \\[Child/\\d+] from a child\n" + NAME + " WARNING from the parent\n"),
                result::toString);
        assertTrue(result.stdout().contains("levels null"), result::toString);
    }

    @ParameterizedTest
    @EnumSource(StartMethod.class)
    void childrenLogThemselvesIfThatIsWanted(StartMethod method) throws Exception {
        var result = program(Program.class, "-D" + ChildLogs.FORWARDING + "=false")
                .arguments(method.name(), method.name())
                .run();
        assertEquals(
                NAME + " WARNING from a child\n" + NAME + " WARNING from a child\n" + NAME
                        + " WARNING from the parent\n",
                result.stderr());
    }

    @Test
    void itIsTheSameWithoutWhatOnlyLinuxHas() throws Exception {
        var result = program(Program.class, "-D" + WordWait.PORTABLE + "=true", "-Dmultiprocessing4j.launcher=portable")
                .arguments("SPAWN")
                .run();
        assertTrue(result.stderr().contains("] from a child\n"), result::toString);
    }

    /** The parent's file is not opened, let alone emptied, by a child, whose records are in it. */
    @ParameterizedTest
    @EnumSource(StartMethod.class)
    void theUsersConfigurationHolds(StartMethod method) throws Exception {
        Path log = folder.resolve("log");
        Path configuration = Files.writeString(folder.resolve("logging.properties"), """
            handlers = java.util.logging.FileHandler
            java.util.logging.FileHandler.pattern = %s
            java.util.logging.FileHandler.formatter = java.util.logging.SimpleFormatter
            java.util.logging.FileHandler.level = ALL
            java.util.logging.FileHandler.append = false
            %s.level = FINE
            """.formatted(log, NAME));
        var result = program(Program.class, "-Djava.util.logging.config.file=" + configuration)
                .arguments(method.name(), method.name())
                .run();
        assertEquals("", result.stderr());
        assertEquals(
                List.of(
                        "WARNING from a child",
                        "FINE and this",
                        "WARNING from a child",
                        "FINE and this",
                        "WARNING from the parent"),
                Files.readAllLines(log).stream()
                        .map(line -> line.replace(NAME + " ", "").replaceFirst("\\[Child/\\d+] ", ""))
                        .toList());
        try (var files = Files.list(folder)) {
            assertEquals(
                    2, files.filter(file -> !file.toString().endsWith(".lck")).count());
        }
    }

    /** A class that configures, as java.util.logging.config.class names it. */
    public static final class Configuration {
        /** For use by java.util.logging. */
        public Configuration() throws java.io.IOException {
            java.util.logging.LogManager.getLogManager()
                    .readConfiguration(new java.io.ByteArrayInputStream(
                            ("handlers=java.util.logging.ConsoleHandler\njava.util.logging.ConsoleHandler.level=ALL\n"
                                            + NAME + ".level=FINE\n")
                                    .getBytes(java.nio.charset.StandardCharsets.UTF_8)));
        }
    }

    @Test
    void theUsersConfigurationMayBeAClass() throws Exception {
        var result = program(Program.class, "-Djava.util.logging.config.class=" + Configuration.class.getName())
                .arguments("SPAWN")
                .run();
        assertTrue(result.stderr().contains(NAME + " FINE [Child/"), result::toString);
        assertEquals(3, result.stderr().lines().count(), result::toString);
    }

    /** A manager of the user's own is left alone. */
    public static final class Manager extends java.util.logging.LogManager {}

    @Test
    void theUsersManagerStays() throws Exception {
        var result = program(Program.class, "-Djava.util.logging.manager=" + Manager.class.getName())
                .arguments("SPAWN")
                .run();
        assertTrue(result.stdout().contains("manager " + Manager.class.getName()), result::toString);
        assertEquals(NAME + " WARNING from a child\n" + NAME + " WARNING from the parent\n", result.stderr());
    }

    /** Logs by the library's logger in three processes. */
    static final class Stderr {
        public static void main(String[] args) {
            System.Logger logger = Multiprocessing.logToStderr(System.Logger.Level.DEBUG);
            if (logger != Multiprocessing.logToStderr()) {
                throw new AssertionError("another logger");
            }
            Logger.getLogger("io.github.multiprocessing4j").setLevel(Level.CONFIG); // not what it logs by itself
            logger.log(System.Logger.Level.INFO, "one");
            ChildProcess.builder()
                    .name("Child")
                    .start(() -> {
                        Multiprocessing.logger().log(System.Logger.Level.DEBUG, "not seen");
                        Multiprocessing.logger().log(System.Logger.Level.WARNING, "two");
                        ChildProcess.builder()
                                .name("Grandchild")
                                .start(() -> Multiprocessing.logger().log(System.Logger.Level.ERROR, "three"))
                                .join();
                    })
                    .join();
        }
    }

    /** CPython: TestLogging.test_filename. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void theLibrarysLogCanBeHadOnStandardError(boolean forwarding) throws Exception {
        var result = program(Stderr.class, "-D" + ChildLogs.FORWARDING + "=" + forwarding)
                .run();
        assertEquals(
                "[INFO/MainProcess] one\n[WARNING/Child] two\n[ERROR/Grandchild] three\n",
                result.stderr(),
                result::toString);
    }
}
