package io.github.multiprocessing4j.region;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.multiprocessing4j.function.RemoteRunnable;
import io.github.multiprocessing4j.process.ChildProcess;
import io.github.multiprocessing4j.testkit.Death;
import io.github.multiprocessing4j.testkit.ShortLived;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class BlockTest {
    private static List<String> regions() throws IOException {
        SpareArena.giveUp();
        List<String> names = new ArrayList<>();
        try (DirectoryStream<Path> all = Files.newDirectoryStream(SessionDirectory.get(), "r*")) {
            all.forEach(file -> names.add(file.getFileName().toString()));
        }
        return names;
    }

    private static long getLong(Block block) {
        return block.memory().get(ValueLayout.JAVA_LONG, 0);
    }

    private static void setLong(Block block, long value) {
        block.memory().set(ValueLayout.JAVA_LONG, 0, value);
    }

    @Test
    void smallBlocksShareARegionAndAreUsedAgain() throws Exception {
        List<Block> blocks = new ArrayList<>();
        for (int i = 0; i < 100_000; i++) {
            Block block = Block.allocate(8);
            assertEquals(0, getLong(block));
            setLong(block, i);
            blocks.add(block);
        }
        assertTrue(regions().size() < 10, "100,000 blocks must not be so many files");
        for (int i = 0; i < blocks.size(); i++) {
            assertEquals(i, getLong(blocks.get(i)));
        }
        int before = regions().size();
        blocks.subList(0, 50_000).forEach(Block::close);
        blocks.subList(0, 50_000).clear();
        for (int i = 0; i < 50_000; i++) {
            Block block = Block.allocate(8);
            assertEquals(0, getLong(block), "a block that is used again is zero");
            blocks.add(block);
        }
        assertTrue(regions().size() <= before, "what was freed is used again");
        blocks.forEach(Block::close);
        assertEquals(List.of(), regions());
    }

    @Test
    void aBlockIsTheSameMemoryForWhoeverTakesItsHandle() {
        try (Block block = Block.allocate(100)) {
            BlockHandle handle = block.handle();
            try (Block same = Block.attach(handle)) {
                setLong(same, 42);
                assertEquals(42, getLong(block));
            }
            ChildProcess child = ShortLived.child().start(new Writer(block.handle(), 43));
            child.join();
            assertEquals(0, child.exitStatus().exitCode());
            assertEquals(43, getLong(block));
        }
    }

    /** Takes a block and writes into it. */
    record Writer(BlockHandle handle, long value) implements RemoteRunnable {
        @Override
        public void run() {
            setLong(Block.attach(handle), value);
        }
    }

    @Test
    void aHandleOnItsWayKeepsTheBlock() throws Exception {
        Block block = Block.allocate(1 << 20);
        setLong(block, 7);
        BlockHandle handle = block.handle();
        block.close();
        block.close();
        assertEquals(1, regions().size());
        try (Block taken = Block.attach(handle)) {
            assertEquals(7, getLong(taken));
        }
        assertEquals(List.of(), regions());
        UncheckedIOException gone = assertThrows(UncheckedIOException.class, () -> Block.attach(handle));
        assertTrue(String.valueOf(gone.getMessage()).contains("gone"), gone::getMessage);
    }

    @Test
    void aHandleToABlockThatWasFreedAndUsedAgainIsRefused() {
        try (Block other = Block.allocate(8)) {
            Block block = Block.allocate(8);
            BlockHandle handle = block.handle();
            Block.attach(handle).close();
            block.close();
            try (Block again = Block.allocate(8)) {
                assertThrows(UncheckedIOException.class, () -> Block.attach(handle));
                assertFalse(again.isClosed());
            }
            assertFalse(other.isClosed());
        }
    }

    @Test
    void whatADeadProcessHadIsFree() throws Exception {
        Block small = Block.allocate(8);
        Block large = Block.allocate(100_000);
        ChildProcess killed = ShortLived.child().start(new Killed(small.handle(), large.handle()));
        killed.join();
        assertEquals(Death.SIGKILL.exitStatus(), killed.exitStatus());
        setLong(small, 1);
        setLong(large, 1);
        small.close();
        large.close();
        assertEquals(List.of(), regions());
    }

    /** Has blocks and is killed. */
    record Killed(BlockHandle small, BlockHandle large) implements RemoteRunnable {
        @Override
        public void run() throws Exception {
            Block.attach(small);
            Block.attach(large);
            Death.SIGKILL.now();
        }
    }

    @Test
    void aBlockThatComesBackAndIsClosedAgainIsFreedOnce(@TempDir Path folder) throws Exception {
        Path handle = folder.resolve("handle");
        try (Block other = Block.allocate(8)) {
            Block lent = Block.allocate(8);
            ChildProcess child = ShortLived.child().start(new Returner(lent.handle(), handle.toString()));
            awaitLong(lent, 1);
            lent.close();
            Block back;
            try (ObjectInputStream in = new ObjectInputStream(Files.newInputStream(handle))) {
                back = Block.attach((BlockHandle) in.readObject());
            }
            setLong(back, 2);
            WordWait.wakeAll(back.memory(), 0);
            child.join();
            back.close();
            Block.allocate(1 << 20).close(); // looks whether there is anything more to free
            try (Block one = Block.allocate(8);
                    Block another = Block.allocate(8)) {
                setLong(one, 1);
                setLong(another, 2);
                assertEquals(1, getLong(one), "two blocks have the same memory");
            }
            assertFalse(other.isClosed());
        }
    }

    private static void awaitLong(Block block, int value) throws InterruptedException {
        for (int seen = Words.getInt(block.memory(), 0); seen != value; seen = Words.getInt(block.memory(), 0)) {
            WordWait.await(block.memory(), 0, seen, Long.MAX_VALUE);
        }
    }

    /** Takes a block, sends it back, and has it until that has arrived. */
    record Returner(BlockHandle handle, String file) implements RemoteRunnable {
        @Override
        public void run() throws Exception {
            Block block = Block.attach(handle);
            try (ObjectOutputStream out = new ObjectOutputStream(Files.newOutputStream(Path.of(file)))) {
                out.writeObject(block.handle());
            }
            setLong(block, 1);
            WordWait.wakeAll(block.memory(), 0);
            awaitLong(block, 2);
        }
    }

    @Test
    void whoSharesTheLastSeatTakesABlockFromNobodyElseThere() throws Exception {
        try (Arena arena = Arena.ofConfined()) {
            BlockUse use = new BlockUse(arena.allocate(64, 16), BlockUse.BYTES);
            int last = Seats.COUNT - 1;
            use.init(0);
            use.attached(last, 0);
            use.attached(last, 0);
            use.closed(last);
            use.closed(0);
            assertEquals(1L << last, use.seats());
            assertFalse(use.free());
            use.forget(1L << last);
            assertTrue(use.free());
        }
    }

    @Test
    void anInterruptInTheMiddleSpoilsNothing() throws Exception {
        var work = new FutureTask<>(() -> {
            for (int i = 0; i < 100; i++) {
                try (Block block = Block.allocate(100_000)) {
                    setLong(block, i);
                    assertEquals(i, getLong(block));
                }
            }
            return Thread.interrupted();
        });
        Thread worker = Thread.ofPlatform().start(work);
        while (!work.isDone()) {
            worker.interrupt();
            Thread.yield();
        }
        assertTrue(work.get(), "the status is still set");
        assertEquals(List.of(), regions());
    }

    @Test
    void whatWasForgottenIsCollectedBeforeItFillsTheMachine() throws Exception {
        for (int i = 0; i < 60; i++) {
            Block.allocate(10 << 20);
            assertTrue(regions().size() < 30, "forgotten blocks of 10 MiB pile up");
        }
        System.gc();
        while (!regions().isEmpty()) {
            LockSupport.parkNanos(1_000_000);
        }
    }

    @Test
    void aHandleThatItsSenderKeepsTakesNobodyElsesPlace() {
        Block block = Block.allocate(8);
        List<BlockHandle> kept = new ArrayList<>();
        Transit.whileSenderKeeps(() -> kept.add(block.handle()));
        BlockHandle counted = block.handle();
        for (int i = 0; i < 3; i++) {
            Block.attach(kept.get(0)).close();
        }
        block.close();
        Block.attach(counted).close();
        assertThrows(UncheckedIOException.class, () -> Block.attach(kept.get(0)));
    }

    @Test
    void anotherRegionOfTheSameNameIsNotTakenForIt() {
        try (Block block = Block.allocate(8)) {
            BlockHandle handle = block.handle();
            BlockHandle other = new BlockHandle(
                    new RegionHandle(handle.region().file(), handle.region().id() + 1),
                    handle.offset(),
                    handle.size(),
                    handle.generation(),
                    handle.counted());
            UncheckedIOException gone = assertThrows(UncheckedIOException.class, () -> Block.attach(other));
            assertTrue(String.valueOf(gone.getMessage()).contains("gone"), gone::getMessage);
            Block.attach(handle).close();
        }
    }

    @Test
    void sizesAreCheckedBeforeAnythingIsMapped() {
        assertThrows(IllegalArgumentException.class, () -> Block.allocate(0));
        assertThrows(IllegalArgumentException.class, () -> Block.allocate(-1));
        for (long size : new long[] {1L << 50, Long.MAX_VALUE - 100, Long.MAX_VALUE}) {
            UncheckedIOException full = assertThrows(UncheckedIOException.class, () -> Block.allocate(size));
            assertTrue(String.valueOf(full.getMessage()).contains("no room"), full::getMessage);
        }
    }

    @Test
    void closedMemoryIsNotUsable() {
        Block block = Block.allocate(100_000);
        MemorySegment memory = block.memory();
        block.close();
        assertTrue(block.isClosed());
        assertThrows(IllegalStateException.class, () -> memory.get(ValueLayout.JAVA_BYTE, 0));
        assertThrows(IllegalStateException.class, block::handle);
    }
}
