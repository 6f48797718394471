package io.github.multiprocessing4j.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.multiprocessing4j.failure.ExitStatus.Exited;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A class whose initializer starts processes would multiply without end, were it not stopped. */
@Timeout(60)
class MainModuleRuleTest {
    @TempDir
    Path folder;

    static final class StartsAtOnce {
        static final ChildProcess PROCESS = startFrom(System.getProperty("test.error-file", ""));

        private static ChildProcess startFrom(String errorFile) {
            return ChildProcess.builder()
                    .output(Output.file(Path.of(errorFile)))
                    .start(() -> System.out.println("never printed: this class can't be loaded in the child"));
        }
    }

    @Test
    void aChildThatIsStillLoadingMayNotStartChildren() throws Exception {
        Path errors = folder.resolve("errors");
        System.setProperty("test.error-file", errors.toString());
        try {
            ChildProcess process = StartsAtOnce.PROCESS;
            process.join();
            assertEquals(new Exited(1), process.exitStatus());
            String text = Files.readString(errors);
            assertTrue(text.contains("main module rule"), text);
            assertTrue(!text.contains("never printed"), text);
        } finally {
            System.clearProperty("test.error-file");
        }
    }
}
