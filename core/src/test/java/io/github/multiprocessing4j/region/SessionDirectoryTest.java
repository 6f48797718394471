package io.github.multiprocessing4j.region;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.multiprocessing4j.os.ProcStat;
import io.github.multiprocessing4j.process.ChildProcess;
import io.github.multiprocessing4j.testkit.Alone;
import io.github.multiprocessing4j.testkit.JavaProgram;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
@Alone("any other tree of processes that comes up sweeps, too")
class SessionDirectoryTest {
    /** Prints where its directory is, and stays until its input ends or it is killed. */
    static final class Owner {
        public static void main(String[] args) throws Exception {
            Path directory = SessionDirectory.get();
            Files.writeString(directory.resolve("something"), "left");
            System.out.println(directory);
            if (args.length > 0) {
                Thread.currentThread().join();
            }
        }
    }

    @Test
    void isOnlyForItsOwner() throws Exception {
        Path directory = SessionDirectory.get();
        assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(directory)));
        assertEquals(directory, SessionDirectory.get());
    }

    /** Loses its directory, makes it again, and stays. */
    static final class Unlucky {
        public static void main(String[] args) throws Exception {
            Path directory = SessionDirectory.get();
            LeftSessions.remove(directory);
            assertFalse(Files.exists(directory));
            assertEquals(directory, SessionDirectory.get());
            assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(directory)));
            Files.writeString(directory.resolve("something"), "left");
            System.out.println(directory);
            Thread.currentThread().join();
        }
    }

    /** Loses its directory, with what is kept for its next small block in it, and sends one to a child. */
    static final class UnluckySender {
        public static void main(String[] args) throws Exception {
            Block.allocate(8).close();
            LeftSessions.remove(SessionDirectory.get());
            try (Block block = Block.allocate(8)) {
                BlockHandle handle = block.handle();
                ChildProcess child = ChildProcess.start(
                        () -> Words.setInt(Block.attach(handle).memory(), 0, 7));
                child.join();
                System.out.println("the child wrote " + Words.getInt(block.memory(), 0));
            }
        }
    }

    @Test
    void whatIsMadeAfterSomebodyCleanedUpCanBeSent() throws Exception {
        var result = JavaProgram.of(UnluckySender.class).run();
        assertEquals("the child wrote 7\n", result.stdout(), result::toString);
    }

    @Test
    void isMadeAgainIfSomebodyCleanedUpAndHasATrackerThen() throws Exception {
        try (var killed = JavaProgram.of(Unlucky.class).start()) {
            Path directory = Path.of(killed.awaitLine(line -> line.startsWith("/")));
            assertTrue(Files.exists(directory));
            killed.process().destroyForcibly();
            assertVanishesWithinTwoSeconds(directory);
        }
    }

    @Test
    void vanishesWhenItsOwnerExits() throws Exception {
        var result = JavaProgram.of(Owner.class).run();
        assertEquals(0, result.exitValue(), result::toString);
        assertFalse(Files.exists(Path.of(result.stdout().strip())));
    }

    private static ProcessHandle trackerOf(Path directory) {
        return ProcessHandle.allProcesses()
                .filter(process -> process.info().commandLine().orElse("").contains("mp4j-tracker " + directory))
                .findFirst()
                .orElseThrow();
    }

    /** Who inherits it may leave it a zombie, so the kernel is asked for its state. */
    private static void awaitEndOf(ProcessHandle tracker) {
        while (ProcStat.of(tracker.pid()).map(ProcStat::alive).orElse(false)) {
            LockSupport.parkNanos(5_000_000);
        }
    }

    private static void assertVanishesWithinTwoSeconds(Path directory) {
        long start = System.nanoTime();
        while (Files.exists(directory)) {
            assertTrue(System.nanoTime() - start < 2_000_000_000L, () -> directory + " is still there");
            LockSupport.parkNanos(5_000_000);
        }
    }

    @Test
    void isRemovedByTheTrackerIfItsOwnerIsKilled() throws Exception {
        try (var killed = JavaProgram.of(Owner.class).arguments("stay").start()) {
            Path directory = Path.of(killed.awaitLine(line -> line.startsWith("/")));
            Path block = Files.createTempFile(Path.of("/dev/shm"), "mp4j test-", "-n-1");
            Path others = Files.createTempFile(Path.of("/dev/shm"), "mp4j test-", "-others");
            try {
                String name = block.getFileName().toString();
                Files.createFile(directory.resolve(new TrackedName(TrackedName.inodeOf(block), name).fileName()));
                Files.createFile(directory.resolve(
                        new TrackedName(1, others.getFileName().toString()).fileName()));
                killed.process().destroyForcibly();
                assertVanishesWithinTwoSeconds(directory);
                assertFalse(Files.exists(block), "the name is unlinked");
                assertTrue(Files.exists(others), "a name that has become another file's is not");
            } finally {
                Files.deleteIfExists(block);
                Files.delete(others);
            }
        }
    }

    @Test
    void thatOfADeadProcessIsSweptAndThatOfALivingOneIsNot() throws Exception {
        try (var living = JavaProgram.of(Owner.class).arguments("stay").start();
                var killed = JavaProgram.of(Owner.class).arguments("stay").start()) {
            Path kept = Path.of(living.awaitLine(line -> line.startsWith("/")));
            Path dead = Path.of(killed.awaitLine(line -> line.startsWith("/")));
            ProcessHandle tracker = trackerOf(dead);
            assertTrue(tracker.destroyForcibly());
            awaitEndOf(tracker);
            killed.process().destroyForcibly().waitFor();
            assertTrue(Files.exists(dead));

            // The same pid, but another process: as if the pid had been given to somebody else.
            String[] parts = kept.getFileName().toString().split("-");
            Path reused = Files.createDirectory(Objects.requireNonNull(kept.getParent())
                    .resolve(String.join("-", parts[0], parts[1], parts[2], "1", parts[4])));
            // What can't be read as one of ours is left alone.
            Path strange = Files.createDirectory(
                    Objects.requireNonNull(kept.getParent()).resolve(parts[0] + "-" + parts[1] + "-strange"));
            try {
                assertEquals(0, JavaProgram.of(Owner.class).run().exitValue());
                assertFalse(Files.exists(dead));
                assertFalse(Files.exists(reused));
                assertTrue(Files.exists(kept));
                assertTrue(Files.exists(strange));
            } finally {
                Files.deleteIfExists(reused);
                Files.delete(strange);
            }
            living.process().destroyForcibly().waitFor();
            LeftSessions.remove(kept);
        }
    }
}
