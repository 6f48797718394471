package io.github.multiprocessing4j.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.multiprocessing4j.failure.ExitStatus.Exited;
import io.github.multiprocessing4j.testkit.ShortLived;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of what a child has said as it ends. */
@Timeout(60)
class EndOfStreamsTest {
    @TempDir
    Path folder;

    private static PrintStream buffered(String file) throws IOException {
        return new PrintStream(
                new BufferedOutputStream(Files.newOutputStream(Path.of(file))), false, StandardCharsets.UTF_8);
    }

    /** As CPython's test_stderr_flush. */
    @Test
    void theTraceOfWhatTheTargetThrowsIsOnStandardErrorWhateverThatIs() throws Exception {
        String file = folder.resolve("err").toString();
        ChildProcess child = ShortLived.child().start(() -> {
            System.setErr(buffered(file));
            throw new ArithmeticException("divided by nothing");
        });
        child.join();
        assertEquals(new Exited(1), child.exitStatus());
        String text = Files.readString(Path.of(file));
        assertTrue(text.contains("ArithmeticException: divided by nothing"), text);
        assertTrue(text.contains(getClass().getSimpleName() + ".java"), text);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void streamsThatTheTargetHasSetAreFlushed(boolean throwing) throws Exception {
        String file = folder.resolve("out").toString();
        ChildProcess child = ShortLived.child().output(Output.DISCARD).start(() -> {
            System.setOut(buffered(file));
            System.out.print("said last");
            if (throwing) {
                throw new IllegalStateException("meant so");
            }
        });
        child.join();
        assertEquals(new Exited(throwing ? 1 : 0), child.exitStatus());
        assertEquals("said last", Files.readString(Path.of(file)));
    }

    /** As CPython's test_sys_exit. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 8})
    void whatSystemExitSaysIsTheExitCode(int code) {
        ChildProcess child = ShortLived.child().daemon(true).start(() -> System.exit(code));
        child.join();
        assertEquals(code, child.exitCode().getAsInt());
    }
}
