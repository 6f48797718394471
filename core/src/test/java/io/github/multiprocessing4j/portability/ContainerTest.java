package io.github.multiprocessing4j.portability;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.multiprocessing4j.memory.SharedMemory;
import io.github.multiprocessing4j.region.WordWait;
import io.github.multiprocessing4j.testkit.LibraryJar;
import io.github.multiprocessing4j.testkit.Together;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Little to write to, and other users: a bit of everything goes well as long as there is one place for a private directory. */
@Timeout(90)
class ContainerTest {
    private static final String REFUSED = "-D" + Everything.REFUSAL
            + "=this process can't make a file in /dev/shm, which is read-only or another user's";

    private static final int NOBODY = 65534;

    private static final int WITHOUT_A_NAME = 54321;

    private static final String LIBRARY = "/srv/library.jar";

    private static final String TESTS = "/srv/tests";

    @TempDir
    Path folder;

    /** Also by the start method that is the default, with JVMs in stock. */
    @ParameterizedTest
    @ValueSource(strings = {"spawn", "forkserver"})
    void nothingIsWrittenToADisk(String startMethod) throws Exception {
        Runs.goesWell(Runs.everythingOfParent("-Dmultiprocessing4j.startMethod=" + startMethod)
                .launcher(Container.with(Container.READ_ONLY_ROOT, Container.devShmOf("1m"))));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void withAReadOnlyDevShmOnlyNamesAreRefused(boolean portable) throws Exception {
        Runs.goesWell(Runs.everythingOfParent(REFUSED, "-D" + WordWait.PORTABLE + "=" + portable)
                .launcher(Container.with(Container.READ_ONLY_DEV_SHM, Container.NOEXEC_TMP)));
    }

    /** What is there of a name, the tracker removes from where it is. */
    @Test
    void withoutDevShmNamesAreOfTheTemporaryDirectory() throws Exception {
        String temporary = "-Djava.io.tmpdir=" + folder;
        String[] container = Container.with(Container.NO_DEV_SHM);
        Runs.goesWell(Runs.everythingOfParent(temporary).launcher(container));
        try (var program =
                Runs.of(Forgetful.class, temporary).launcher(container).start()) {
            Path block = folder.resolve(program.awaitLine(line -> line.startsWith("mp4j_")));
            assertTrue(Files.exists(block));
            program.process().destroyForcibly();
            Together.awaitTrue(() -> Files.notExists(block));
        }
    }

    /** Makes a block and never comes to unlink it. */
    static final class Forgetful {
        public static void main(String[] args) throws InterruptedException {
            SharedMemory block = SharedMemory.create(10);
            System.out.println(block.name());
            new CountDownLatch(1).await();
            block.unlink();
        }
    }

    /** There is also no place for the AOT cache, which is had by jars only. */
    @ParameterizedTest
    @ValueSource(ints = {NOBODY, WITHOUT_A_NAME})
    void anotherUserWithoutAHome(int id) throws Exception {
        Runs.goesWell(Runs.everything("-Dmultiprocessing4j.aotCache=true")
                .classPath(Path.of(LIBRARY), Path.of(TESTS))
                .launcher(Container.asUser(id, readableByAll(), Container.READ_ONLY_ROOT, Container.devShmOf("1m"))));
    }

    @Test
    void whereDevShmIsAnothersOnlyNamesAreRefused() throws Exception {
        Runs.goesWell(Runs.everything(REFUSED)
                .classPath(Path.of(LIBRARY), Path.of(TESTS))
                .launcher(Container.asUser(NOBODY, readableByAll(), Container.ANOTHERS_DEV_SHM)));
    }

    private String readableByAll() throws Exception {
        Path jar = folder.resolve("library.jar");
        LibraryJar.write(jar);
        return """
            mount -t tmpfs tmpfs /srv
            mkdir %1$s
            mount --bind %2$s %1$s
            cp %3$s %4$s
            """.formatted(TESTS, Runs.tests(), jar, LIBRARY);
    }

    @Test
    void nowhereToWriteIsTold() throws Exception {
        var result = Runs.everythingOfParent()
                .launcher(Container.with(Container.READ_ONLY_TMP, Container.READ_ONLY_DEV_SHM))
                .run();
        assertEquals(1, result.exitValue(), result::toString);
        assertTrue(
                result.stderr().contains("/tmp are missing, not writable or too long a path; name a directory"),
                result::toString);
    }

    @ParameterizedTest
    @ValueSource(strings = {"64k", "256k"})
    void tooSmallADevShmIsTold(String size) throws Exception {
        var result = Runs.everythingOfParent()
                .launcher(Container.with(Container.devShmOf(size)))
                .run();
        assertEquals(1, result.exitValue(), result::toString);
        assertTrue(result.stderr().contains("make it larger (in a container, --shm-size)"), result::toString);
    }

    @Test
    void whatFindsDevShmFullTellsIt() throws Exception {
        Runs.goesWell(Runs.of(FullMemory.class).launcher(Container.with(Container.devShmOf("1m"))));
    }
}
