package io.github.multiprocessing4j.region;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.multiprocessing4j.function.RemoteRunnable;
import io.github.multiprocessing4j.process.ChildProcess;
import io.github.multiprocessing4j.testkit.Death;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class BlockTest {
    private static List<String> regions() throws IOException {
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
            ChildProcess child = ChildProcess.start(new Writer(block.handle(), 43));
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
        ChildProcess killed = ChildProcess.start(new Killed(small.handle(), large.handle()));
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
    void sizesAreCheckedBeforeAnythingIsMapped() {
        assertThrows(IllegalArgumentException.class, () -> Block.allocate(0));
        assertThrows(IllegalArgumentException.class, () -> Block.allocate(-1));
        UncheckedIOException full = assertThrows(UncheckedIOException.class, () -> Block.allocate(1L << 50));
        assertTrue(String.valueOf(full.getMessage()).contains("no room"), full::getMessage);
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
