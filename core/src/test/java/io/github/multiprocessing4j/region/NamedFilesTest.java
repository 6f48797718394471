package io.github.multiprocessing4j.region;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.multiprocessing4j.memory.SharedMemory;
import io.github.multiprocessing4j.os.SharedMemoryFiles;
import io.github.multiprocessing4j.testkit.JavaProgram;
import java.io.IOException;
import java.lang.foreign.ValueLayout;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Both ways to have named blocks do the same. */
@Timeout(60)
class NamedFilesTest {
    private static final String NAME = "mp4j_test_" + ProcessHandle.current().pid();

    static NamedFiles[] both() {
        return new NamedFiles[] {new NativeNamedFiles(), new PortableNamedFiles()};
    }

    private static Path file() {
        return Path.of("/dev/shm", NAME);
    }

    private static boolean isRecorded(long inode) {
        return Files.exists(SessionDirectory.recordOf(NAME, inode));
    }

    @Test
    void theNativeWayIsTakenHere() {
        assertTrue(SharedMemoryFiles.work(NamedFiles.DIRECTORY));
        assertInstanceOf(NativeNamedFiles.class, NamedFiles.ofThisJvm());
    }

    @ParameterizedTest
    @MethodSource("both")
    void createsOpensAndUnlinks(NamedFiles files) throws Exception {
        for (boolean reserved : new boolean[] {true, false}) {
            var made = files.create(new Wish(NAME, 70_000, reserved, true, null));
            var found = files.open(NAME);
            assertEquals(made.inode(), found.inode());
            assertEquals(made.inode(), TrackedName.inodeOf(file()));
            assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file())));
            assertEquals(70_000, made.memory().byteSize());
            assertEquals(70_000, found.memory().byteSize());
            assertTrue(isRecorded(made.inode()));
            made.memory().set(ValueLayout.JAVA_BYTE, 69_999, (byte) 42);
            assertEquals(42, found.memory().get(ValueLayout.JAVA_BYTE, 69_999));
            files.unlink(NAME);
            assertThrows(NoSuchFileException.class, () -> files.unlink(NAME));
            assertFalse(Files.exists(file()));
            SessionDirectory.untrack(NAME, made.inode());
            made.lifetime().end();
            found.lifetime().end();
        }
    }

    @ParameterizedTest
    @MethodSource("both")
    void whatIsNotCreatedLeavesNothing(NamedFiles files) throws Exception {
        assertThrows(IOException.class, () -> files.create(new Wish(NAME, Long.MAX_VALUE, false, true, null)));
        assertThrows(IOException.class, () -> files.create(new Wish(NAME, 1L << 50, true, true, null)));
        assertFalse(Files.exists(file()));

        Files.createFile(file());
        try {
            long inode = TrackedName.inodeOf(file());
            assertThrows(FileAlreadyExistsException.class, () -> files.create(new Wish(NAME, 1, true, true, null)));
            assertEquals(inode, TrackedName.inodeOf(file()), "it is still the other one");
            assertThrows(FileSystemException.class, () -> files.open(NAME));
        } finally {
            Files.delete(file());
        }
        assertThrows(NoSuchFileException.class, () -> files.open(NAME));
    }

    @ParameterizedTest
    @MethodSource("both")
    void aSymbolicLinkIsNotFollowed(NamedFiles files) throws Exception {
        Path target = Files.createTempFile("mp4j", "target");
        Files.writeString(target, "content");
        Files.createSymbolicLink(file(), target);
        try {
            assertThrows(IOException.class, () -> files.open(NAME));
            assertThrows(FileAlreadyExistsException.class, () -> files.create(new Wish(NAME, 1, false, false, null)));
        } finally {
            Files.delete(file());
            Files.delete(target);
        }
    }

    @ParameterizedTest
    @MethodSource("both")
    void whatIsNotTrackedHasNoRecord(NamedFiles files) throws Exception {
        var made = files.create(new Wish(NAME, 1, true, false, null));
        files.unlink(NAME);
        made.lifetime().end();
        assertFalse(isRecorded(made.inode()));
    }

    /** Says which way it takes, and uses it. */
    static final class Portable {
        public static void main(String[] args) {
            try (SharedMemory block = SharedMemory.create(10)) {
                block.buffer().put(0, (byte) 42);
                try (SharedMemory same = SharedMemory.open(block.name())) {
                    System.out.println(NamedFiles.ofThisJvm().getClass().getSimpleName() + " "
                            + same.buffer().get(0));
                }
                block.unlink();
            }
        }
    }

    @Test
    void thePortableWayIsTakenIfAskedForOrIfNativeAccessIsDenied() throws Exception {
        for (var options : new String[][] {
            {"-D" + WordWait.PORTABLE + "=true"}, {"--illegal-native-access=deny", "--enable-native-access=java.base"}
        }) {
            var result = JavaProgram.of(Portable.class).jvmOptions(options).run();
            assertEquals("PortableNamedFiles 42\n", result.stdout(), result::toString);
        }
    }
}
