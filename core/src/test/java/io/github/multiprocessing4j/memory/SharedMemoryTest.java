package io.github.multiprocessing4j.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.multiprocessing4j.process.ChildProcess;
import io.github.multiprocessing4j.testkit.Serialized;
import io.github.multiprocessing4j.testkit.ShortLived;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class SharedMemoryTest {
    static Path file(String name) {
        return Path.of("/dev/shm", name);
    }

    private static String newName() {
        return "mp4j_test_" + BlockName.random();
    }

    private static void withBlock(long size, Consumer<SharedMemory> use) {
        try (SharedMemory block = SharedMemory.create(size)) {
            try {
                use.accept(block);
            } finally {
                block.unlink();
            }
        }
    }

    private static <T extends Throwable> T assertFails(Class<T> cause, Executable call) {
        return assertInstanceOf(
                cause, assertThrows(UncheckedIOException.class, call).getCause());
    }

    private static byte get(SharedMemory block, long index) {
        return block.segment().get(ValueLayout.JAVA_BYTE, index);
    }

    private static void set(SharedMemory block, long index, int value) {
        block.segment().set(ValueLayout.JAVA_BYTE, index, (byte) value);
    }

    // -- Names and sizes ---------------------------------------------------------------------------------------------

    @ParameterizedTest
    @ValueSource(strings = {"a\0b", "\0", "/a", "a/b", "", ".", ".."})
    void whatCantBeANameIsRefused(String name) {
        assertThrows(IllegalArgumentException.class, () -> SharedMemory.create(name, 1));
        assertThrows(IllegalArgumentException.class, () -> SharedMemory.open(name));
    }

    @Test
    void tooLongANameIsRefusedAndTheLongestAllowedIsNot() {
        String name = newName();
        assertThrows(IllegalArgumentException.class, () -> SharedMemory.create(padded(name, 256), 1));
        var tooLong = assertThrows(IllegalArgumentException.class, () -> SharedMemory.create(padded(name, 233), 1));
        assertTrue(String.valueOf(tooLong.getMessage()).contains("track(false)"), tooLong::getMessage);
        try (SharedMemory tracked = SharedMemory.create(padded(name, 232), 1);
                SharedMemory untracked = SharedMemory.builder()
                        .name(padded(name, 255))
                        .track(false)
                        .create(1)) {
            tracked.unlink();
            untracked.unlink();
        }
    }

    private static String padded(String name, int length) {
        return name + "x".repeat(length - name.length());
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -1, Long.MIN_VALUE})
    void aSizeThatIsNotPositiveIsRefused(long size) {
        assertThrows(IllegalArgumentException.class, () -> SharedMemory.create(size));
        assertThrows(IllegalArgumentException.class, () -> SharedMemory.create("mp4j_test", size));
    }

    @Test
    void aNameThatWeChooseIsOursAndLikeCPythons() {
        withBlock(
                1,
                one -> withBlock(1, other -> {
                    assertTrue(one.name().matches("mp4j_[0-9a-f]{8}"), one::name);
                    assertNotEquals(one.name(), other.name());
                }));
    }

    @Test
    void anotherNameIsChosenIfOneIsTaken() {
        withBlock(1, taken -> {
            var names = List.of(taken.name(), taken.name(), newName()).iterator();
            try (SharedMemory block = SharedMemory.builder().createUnderANewName(1, names::next)) {
                assertNotEquals(taken.name(), block.name());
                block.unlink();
            }
        });
    }

    // -- A block in the caller's arena -------------------------------------------------------------------------------

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aBlockInTheCallersArenaIsMappedAsLongAsThat(boolean reserved) {
        Arena arena = Arena.ofConfined();
        SharedMemory block =
                SharedMemory.builder().reserved(reserved).arena(arena).create(100);
        MemorySegment kept = block.segment();
        block.close();
        block.close();
        block.unlink();
        kept.set(ValueLayout.JAVA_BYTE, 99, (byte) 42);
        assertEquals(42, kept.get(ValueLayout.JAVA_BYTE, 99));
        assertThrows(IllegalStateException.class, block::segment);
        arena.close();
        assertThrows(IllegalStateException.class, () -> kept.get(ValueLayout.JAVA_BYTE, 99));
        assertFalse(Files.exists(Path.of("/dev/shm", block.name())));
    }

    @Test
    void aConfinedBlockIsForItsThreadOnly() throws Exception {
        try (Arena arena = Arena.ofConfined();
                SharedMemory block = SharedMemory.builder().arena(arena).create(1)) {
            var other = CompletableFuture.runAsync(() -> get(block, 0), Thread::startVirtualThread);
            assertInstanceOf(
                    WrongThreadException.class,
                    assertThrows(ExecutionException.class, other::get).getCause());
            block.unlink();
        }
    }

    @Test
    void inAnArenaThatIsClosedOrAnotherThreadsNothingIsCreated() throws Exception {
        String name = newName();
        Arena closed = Arena.ofShared();
        closed.close();
        Arena others = CompletableFuture.supplyAsync(Arena::ofConfined, Thread::startVirtualThread)
                .get();
        for (boolean reserved : List.of(true, false)) {
            SharedMemoryBuilder builder = SharedMemory.builder().name(name).reserved(reserved);
            assertThrows(
                    IllegalStateException.class, () -> builder.arena(closed).create(1));
            assertThrows(WrongThreadException.class, () -> builder.arena(others).create(1));
        }
        assertFalse(Files.exists(Path.of("/dev/shm", name)));
    }

    @Test
    void whoUsesAClosedBlockIsToldWhich() {
        SharedMemory block = SharedMemory.create(10);
        block.unlink();
        block.close();
        for (Executable use : List.<Executable>of(block::segment, block::buffer)) {
            var e = assertThrows(IllegalStateException.class, use);
            assertTrue(String.valueOf(e.getMessage()).contains(block.name() + " was closed"), e::getMessage);
        }
        assertEquals("SharedMemory[" + block.name() + ", 10 bytes, closed]", block.toString());
    }

    // -- One block, opened more than once ----------------------------------------------------------------------------

    @Test
    void allWhoOpenABlockSeeTheSameMemory() {
        String name = newName();
        try (SharedMemory block = SharedMemory.create(name, 512);
                SharedMemory same = SharedMemory.open(name)) {
            assertEquals(name, block.name());
            assertEquals(name, same.name());
            assertEquals(512, block.size());
            assertEquals(512, same.size());
            assertEquals("SharedMemory[" + name + ", 512 bytes]", same.toString());
            assertEquals(-1, block.segment().mismatch(MemorySegment.ofArray(new byte[512])));

            set(block, 0, 42);
            assertEquals(42, get(same, 0));
            same.buffer().put(511, (byte) 43);
            assertEquals(43, get(block, 511));
            block.unlink();
            set(block, 1, 44);
            assertEquals(44, get(same, 1), "the memory stays for those who have it");
        }
    }

    @Test
    void aBlockIsForItsOwnersEyesOnly() throws Exception {
        try (SharedMemory block = SharedMemory.create(1)) {
            var mode = PosixFilePermissions.toString(Files.getPosixFilePermissions(file(block.name())));
            block.unlink();
            assertEquals("rw-------", mode);
        }
    }

    @Test
    void whatIsThereIsNotCreatedAgain() {
        withBlock(1, block -> {
            set(block, 0, 1);
            assertFails(FileAlreadyExistsException.class, () -> SharedMemory.create(block.name(), 10));
            assertEquals(1, get(block, 0));
        });
    }

    @Test
    void whatIsNotThereIsNotOpened() {
        var e = assertThrows(UncheckedIOException.class, () -> SharedMemory.open(newName()));
        assertInstanceOf(NoSuchFileException.class, e.getCause());
        assertTrue(String.valueOf(e.getMessage()).contains("nobody created it"), e::getMessage);
    }

    @Test
    void aNameCanBeTakenAgainAfterUnlink() {
        String name = newName();
        try (SharedMemory old = SharedMemory.create(name, 1)) {
            set(old, 0, 1);
            old.unlink();
            try (SharedMemory block = SharedMemory.create(name, 2)) {
                assertEquals(0, get(block, 0));
                block.unlink();
            }
            assertEquals(1, get(old, 0));
        }
    }

    @Test
    void unlinkingTwiceFails() {
        try (SharedMemory block = SharedMemory.create(1);
                SharedMemory same = SharedMemory.open(block.name())) {
            same.unlink();
            assertFalse(Files.exists(file(block.name())));
            assertFails(NoSuchFileException.class, block::unlink);
            assertFails(NoSuchFileException.class, same::unlink);
        }
    }

    @Test
    void aClosedBlockCanBeUnlinked() {
        SharedMemory block = SharedMemory.create(1);
        block.close();
        assertTrue(Files.exists(file(block.name())));
        block.unlink();
        assertFalse(Files.exists(file(block.name())));
    }

    @Test
    void closingEndsAccessAndNothingElse() {
        withBlock(8, block -> {
            SharedMemory same = SharedMemory.open(block.name());
            MemorySegment segment = same.segment();
            ByteBuffer buffer = same.buffer();
            same.close();
            same.close();
            assertThrows(IllegalStateException.class, () -> segment.get(ValueLayout.JAVA_BYTE, 0));
            assertThrows(IllegalStateException.class, () -> buffer.get(0));
            assertThrows(IllegalStateException.class, () -> get(same, 0));
            assertEquals(8, same.size());
            assertEquals(0, get(block, 0));
        });
    }

    /** A mapping is known by its file's inode: it has been made before the file had a name. */
    private static boolean isMapped(Object inode) throws Exception {
        return Files.readString(Path.of("/proc/self/maps")).contains(" " + inode + " ");
    }

    @Test
    void whatIsForgottenIsUnmapped() throws Exception {
        Object inode = openAndForget();
        while (isMapped(inode)) {
            System.gc();
            LockSupport.parkNanos(1_000_000);
        }
    }

    private static Object openAndForget() throws Exception {
        SharedMemory block = SharedMemory.create(1);
        Object inode = Files.getAttribute(file(block.name()), "unix:ino");
        block.unlink();
        assertTrue(isMapped(inode));
        return inode;
    }

    @Test
    void closingUnmaps() throws Exception {
        SharedMemory block = SharedMemory.create(1);
        Object inode = Files.getAttribute(file(block.name()), "unix:ino");
        block.unlink();
        assertTrue(isMapped(inode));
        block.close();
        assertFalse(isMapped(inode));
    }

    @Test
    void numbersInABufferAreInNativeOrder() {
        withBlock(8, block -> {
            assertEquals(ByteOrder.nativeOrder(), block.buffer().order());
            block.buffer().putLong(0, 42);
            assertEquals(42, block.segment().get(ValueLayout.JAVA_LONG, 0));
        });
    }

    @Test
    void aBufferCantHaveMoreThanTwoGigabytes() {
        long size = 3L << 30;
        try (SharedMemory block = SharedMemory.builder().reserved(false).create(size)) {
            block.unlink();
            assertEquals(size, block.size());
            var e = assertThrows(UnsupportedOperationException.class, block::buffer);
            assertTrue(String.valueOf(e.getMessage()).contains("segment()"), e::getMessage);
            set(block, size - 1, 1);
            assertEquals(1, get(block, size - 1));
        }
    }

    @Test
    void whatThereIsNoRoomForIsAnExceptionAndLeavesNothing() {
        String name = newName();
        assertThrows(UncheckedIOException.class, () -> SharedMemory.create(name, 1L << 50));
        assertThrows(
                UncheckedIOException.class,
                () -> SharedMemory.builder().name(name).reserved(false).create(Long.MAX_VALUE));
        assertFalse(Files.exists(file(name)));
    }

    @Test
    void anInterruptedThreadCreatesAndOpens() {
        Thread.currentThread().interrupt();
        withBlock(1, block -> {
            SharedMemory.open(block.name()).close();
            assertTrue(Thread.interrupted(), "the interrupt is kept");
        });
    }

    // -- What others put there ---------------------------------------------------------------------------------------

    @Test
    void whatIsNoSharedMemoryIsNotOpened() throws Exception {
        String name = newName();
        Files.createFile(file(name));
        try {
            var e = assertFails(FileSystemException.class, () -> SharedMemory.open(name));
            assertTrue(String.valueOf(e.getReason()).contains("is empty"), e::getMessage);
        } finally {
            Files.delete(file(name));
        }
        Files.createSymbolicLink(file(name), Path.of("/etc/hostname"));
        try {
            assertFails(FileSystemException.class, () -> SharedMemory.open(name));
        } finally {
            Files.delete(file(name));
        }
        Files.createDirectory(file(name));
        try {
            assertFails(FileSystemException.class, () -> SharedMemory.open(name));
        } finally {
            Files.delete(file(name));
        }
    }

    // -- Across processes --------------------------------------------------------------------------------------------

    @Test
    void itTravelsByName() throws Exception {
        try (SharedMemory block = SharedMemory.create(512);
                SharedMemory copy = (SharedMemory) Serialized.object(Serialized.bytes(block))) {
            assertEquals(block.name(), copy.name());
            assertEquals(block.size(), copy.size());
            set(copy, 0, 42);
            assertEquals(42, get(block, 0));
            copy.close();
            assertEquals(42, get(block, 0), "each is closed on its own");
            block.unlink();
        }
    }

    @Test
    void oneThatWasUnlinkedOnTheWayDoesNotArrive() throws Exception {
        byte[] sent;
        try (SharedMemory block = SharedMemory.create(1)) {
            sent = Serialized.bytes(block);
            block.unlink();
        }
        assertFails(NoSuchFileException.class, () -> Serialized.object(sent));
    }

    @Test
    void aChildSeesAndChangesIt() {
        withBlock(8, block -> {
            set(block, 0, 42);
            ChildProcess child = ShortLived.child().start(() -> {
                try (block) {
                    set(block, 1, get(block, 0) + 1);
                }
            });
            child.join();
            assertEquals(0, child.exitStatus().exitCode());
            assertEquals(43, get(block, 1));
            assertTrue(Files.exists(file(block.name())), "a child that ends unlinks nothing");
        });
    }
}
