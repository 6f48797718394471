package io.github.multiprocessing4j.region;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.multiprocessing4j.failure.ProcessStartException;
import io.github.multiprocessing4j.process.ChildProcess;
import io.github.multiprocessing4j.testkit.JavaProgram;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Somebody has removed the private directory and put another one in its place. */
@Timeout(60)
class StrangersDirectoryTest {
    /** Prints where its directory was. */
    static final class Victim {
        public static void main(String[] args) throws Exception {
            Path directory = SessionDirectory.get();
            Path strangers = Files.createDirectory(directory.resolveSibling("strange-" + directory.getFileName()));
            Files.writeString(strangers.resolve("file"), "a stranger's");
            LeftSessions.remove(directory);
            Files.move(strangers, directory);
            UncheckedIOException e = assertThrows(UncheckedIOException.class, SessionDirectory::get);
            assertTrue(String.valueOf(e.getMessage()).contains(directory + " was removed"), e::toString);
            assertThrows(ProcessStartException.class, () -> ChildProcess.start(() -> {}));
            System.out.println(directory);
        }
    }

    @Test
    void isNotUsedAndNotTouched() throws Exception {
        JavaProgram.Result result = JavaProgram.of(Victim.class).run();
        assertEquals(0, result.exitValue(), result::toString);
        Path file = Path.of(result.stdout().strip()).resolve("file");
        assertEquals("a stranger's", Files.readString(file));
        LeftSessions.remove(Path.of(result.stdout().strip()));
    }
}
