package io.github.multiprocessing4j.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.multiprocessing4j.testkit.JavaProgram;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What another user's processes, and those without a right to the file, get to see. Needs a root who can become nobody. */
@Timeout(60)
class OtherUserTest {
    private static final String NAME =
            "mp4j_other_user_" + ProcessHandle.current().pid();

    private static final String[] NOBODY = {"setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", "--"};

    /** Opens a block and says what comes of it. */
    static final class Opener {
        public static void main(String[] args) {
            System.out.println(attempt(args[0]));
        }

        static String attempt(String name) {
            try {
                return "opened " + SharedMemory.open(name).size();
            } catch (UncheckedIOException e) {
                return e.getMessage() + " "
                        + Objects.requireNonNull(e.getCause()).getClass().getSimpleName();
            }
        }
    }

    /** Takes all rights from a block of its own, and opens it. */
    static final class Owner {
        public static void main(String[] args) throws IOException {
            try (SharedMemory block = SharedMemory.create(args[0], 10)) {
                Files.setPosixFilePermissions(
                        SharedMemoryTest.file(args[0]), PosixFilePermissions.fromString("---------"));
                System.out.println(Opener.attempt(args[0]));
                block.unlink();
            }
        }
    }

    @BeforeEach
    void assumeThatNobodyCanRunOurClasses() throws Exception {
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
            if (!entry.isEmpty() && Files.isDirectory(Path.of(entry))) {
                assumeTrue(
                        nobodyCan("test", "-r", entry),
                        "nobody can't read " + entry + ", or this user can't become nobody");
            }
        }
    }

    private static boolean nobodyCan(String... command) throws InterruptedException {
        List<String> whole = new ArrayList<>(List.of(NOBODY));
        whole.addAll(Arrays.asList(command));
        try {
            return new ProcessBuilder(whole).start().waitFor() == 0;
        } catch (IOException e) {
            return false; // there is no setpriv
        }
    }

    private static String asNobody(Class<?> program, String... options) throws Exception {
        var result = JavaProgram.of(program)
                .jvmOptions(options)
                .launcher(NOBODY)
                .arguments(NAME)
                .run();
        assertEquals(0, result.exitValue(), result::toString);
        return result.stdout();
    }

    @ParameterizedTest
    @ValueSource(strings = {"--enable-native-access=ALL-UNNAMED", "-Dio.github.multiprocessing4j.portable=true"})
    void anothersBlockIsDenied(String option) throws Exception {
        try (SharedMemory block = SharedMemory.create(NAME, 10)) {
            assertEquals(
                    "can't open shared memory " + NAME
                            + ": access is denied: it is another user's, or its mode does not"
                            + " let this one read and write AccessDeniedException\n",
                    asNobody(Opener.class, "--enable-native-access=ALL-UNNAMED", option));
            block.unlink();
        }
    }

    @Test
    void anothersBlockThatIsForAllIsNot() throws Exception {
        try (SharedMemory block = SharedMemory.create(NAME, 10)) {
            Files.setPosixFilePermissions(SharedMemoryTest.file(NAME), PosixFilePermissions.fromString("rw-rw-rw-"));
            assertEquals("opened 10\n", asNobody(Opener.class, "--enable-native-access=ALL-UNNAMED"));
            block.unlink();
        }
    }

    @Test
    void oneWithoutAnyRightsIsDeniedToItsOwner() throws Exception {
        assertTrue(asNobody(Owner.class, "--enable-native-access=ALL-UNNAMED").endsWith("AccessDeniedException\n"));
        assertTrue(Files.notExists(SharedMemoryTest.file(NAME)));
    }
}
