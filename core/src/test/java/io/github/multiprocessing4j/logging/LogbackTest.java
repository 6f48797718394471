package io.github.multiprocessing4j.logging;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.multiprocessing4j.os.Signals;
import io.github.multiprocessing4j.process.ChildProcess;
import io.github.multiprocessing4j.process.StartMethod;
import io.github.multiprocessing4j.testkit.JavaProgram;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/**
 * What children log by SLF4J and Logback comes to the parent's, which writes it into its file. A child that opened that
 * would empty it.
 */
@Timeout(60)
class LogbackTest {
    private static final String NAME = "test.logback";

    @TempDir
    Path folder;

    /** {@return the option that has a program log into a file} */
    private String configured(Path log) throws IOException {
        Path configuration = Files.writeString(folder.resolve("its logback.xml"), """
            <configuration>
              <appender name="file" class="ch.qos.logback.core.FileAppender">
                <file>%s</file>
                <append>false</append>
                <encoder>
                  <pattern>%%level %%X{process} %%X{request} %%msg%%n</pattern>
                </encoder>
              </appender>
              <logger name="%s.fine" level="DEBUG"/>
              <root level="INFO">
                <appender-ref ref="file"/>
              </root>
            </configuration>
            """.formatted(log, NAME));
        return "-Dlogback.configurationFile=" + configuration;
    }

    static final class Program {
        public static void main(String[] args) {
            StartMethod method = StartMethod.valueOf(args[0]);
            Logger logger = LoggerFactory.getLogger(NAME);
            logger.info("before");
            ChildProcess.builder()
                    .name("Child")
                    .startMethod(method)
                    .start(() -> {
                        Logger here = LoggerFactory.getLogger(NAME);
                        here.debug("below the level");
                        LoggerFactory.getLogger(NAME + ".fine").debug("above {}", "it");
                        try (var _ = MDC.putCloseable("request", "r7")) {
                            here.warn("with context");
                        }
                        here.atInfo().addKeyValue("user", 5).log("with pairs");
                        here.error("with an exception", new IllegalStateException("what it says"));
                        ChildProcess.builder()
                                .name("Grandchild")
                                .start(() -> LoggerFactory.getLogger(NAME).info("from below"))
                                .join();
                        java.util.logging.Logger.getLogger(NAME).info("by another API");
                        here.info("last words");
                        int _ = Signals.kill(ProcessHandle.current().pid(), Signals.SIGKILL);
                        new CountDownLatch(1).await();
                    })
                    .join();
            logger.info("after");
        }
    }

    @ParameterizedTest
    @EnumSource(StartMethod.class)
    void whatIsLoggedByLogbackComes(StartMethod method) throws Exception {
        Path log = folder.resolve("log");
        var result = JavaProgram.of(Program.class)
                .jvmOptions(
                        "--enable-native-access=ALL-UNNAMED",
                        configured(log),
                        "-Djava.util.logging.SimpleFormatter.format=%5$s%n")
                .arguments(method.name())
                .run();
        assertEquals(0, result.exitValue(), result::toString);
        List<String> lines = Files.readAllLines(log).stream()
                .map(line -> line.replaceFirst("\\[(\\w+)/\\d+]", "[$1]"))
                .toList();
        assertEquals(
                List.of(
                        "INFO   before",
                        "DEBUG Child  [Child] above it",
                        "WARN Child r7 [Child] with context",
                        "INFO Child  [Child] user=\"5\" with pairs",
                        "ERROR Child  [Child] with an exception",
                        "java.lang.IllegalStateException: what it says",
                        "INFO Grandchild  [Grandchild] from below",
                        "INFO Child  [Child] last words",
                        "INFO   after"),
                lines.stream().filter(line -> !line.startsWith("\t")).toList(),
                result::toString);
        assertTrue(
                lines.stream().anyMatch(line -> line.startsWith("\tat " + Program.class.getName())), lines::toString);
        assertTrue(result.stderr().matches("\\[Child/\\d+] by another API\n"), result::toString);
        assertEquals("", result.stdout());
    }

    @Test
    void childrenLogThemselvesIfThatIsWanted() throws Exception {
        Path log = folder.resolve("log");
        var result = JavaProgram.of(Program.class)
                .jvmOptions(
                        "--enable-native-access=ALL-UNNAMED", configured(log), "-D" + ChildLogs.FORWARDING + "=false")
                .arguments("SPAWN")
                .run();
        assertEquals(0, result.exitValue(), result::toString);
        assertTrue(Files.readString(log).contains("INFO   last words"), () -> result.toString());
    }
}
