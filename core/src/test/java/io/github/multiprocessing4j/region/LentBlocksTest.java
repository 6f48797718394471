package io.github.multiprocessing4j.region;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.multiprocessing4j.function.RemoteRunnable;
import io.github.multiprocessing4j.process.ChildProcess;
import io.github.multiprocessing4j.testkit.Death;
import io.github.multiprocessing4j.testkit.ShortLived;
import java.io.IOException;
import java.lang.foreign.ValueLayout;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Blocks that this process has closed while a child has them. */
@Timeout(60)
class LentBlocksTest {
    private static final int LARGE = 20_000;

    private static Set<String> regions() throws IOException {
        SpareArena.giveUp();
        Set<String> names = new HashSet<>();
        try (DirectoryStream<Path> all = Files.newDirectoryStream(SessionDirectory.get(), "r*")) {
            all.forEach(file -> names.add(file.getFileName().toString()));
        }
        return names;
    }

    private static List<Block> allocate(int number, long size) {
        return IntStream.range(0, number).mapToObj(_ -> Block.allocate(size)).toList();
    }

    private static long getLong(Block block) {
        return block.memory().get(ValueLayout.JAVA_LONG, 0);
    }

    private static void setLong(Block block, long value) {
        block.memory().set(ValueLayout.JAVA_LONG, 0, value);
    }

    /** A number that two processes count up in turns. */
    private static final class Step {
        static void await(Block block, int step) throws InterruptedException {
            for (int seen = Words.getInt(block.memory(), 0); seen < step; seen = Words.getInt(block.memory(), 0)) {
                WordWait.await(block.memory(), 0, seen, Long.MAX_VALUE);
            }
        }

        static void set(Block block, int step) {
            Words.setInt(block.memory(), 0, step);
            WordWait.wakeAll(block.memory(), 0);
        }
    }

    /** Takes blocks; closes all but some, when it is told to; then waits to be told to end, which it does if nobody has touched the others. */
    record Borrower(BlockHandle step, List<BlockHandle> handles, int keep, Death death) implements RemoteRunnable {
        @Override
        public void run() throws Exception {
            Block turn = Block.attach(step);
            List<Block> blocks = handles.stream().map(Block::attach).toList();
            Step.set(turn, 1);
            Step.await(turn, 2);
            blocks.subList(keep, blocks.size()).forEach(Block::close);
            Step.set(turn, 3);
            Step.await(turn, 4);
            for (int i = 0; i < keep; i++) {
                assertEquals(i + 1, getLong(blocks.get(i)), "somebody has written into it");
            }
            death.now();
        }
    }

    private static ChildProcess lend(Block turn, List<Block> blocks, int keep, Death death)
            throws InterruptedException {
        List<BlockHandle> handles = blocks.stream().map(Block::handle).toList();
        ChildProcess child =
                ShortLived.child().start(new Borrower(turn.handle(), new ArrayList<>(handles), keep, death));
        Step.await(turn, 1);
        return child;
    }

    /** Blocks in one file, all but one of which go. */
    private static void holdOn(Death death) throws Exception {
        try (Block turn = Block.allocate(LARGE)) {
            Set<String> before = regions();
            List<Block> blocks = allocate(200, 100);
            setLong(blocks.getFirst(), 1);
            String file = blocks.getFirst().name().region().file();
            long address = blocks.getFirst().memory().address();
            ChildProcess child = lend(turn, blocks.subList(0, 1), 1, death);
            List<Block> all = new ArrayList<>(blocks);
            Collections.shuffle(all, new Random(5));
            all.forEach(Block::close);
            assertTrue(regions().contains(file), "the child has a block of it");
            List<Block> again = allocate(200, 100);
            for (Block block : again) {
                assertEquals(0, getLong(block));
                assertTrue(block.memory().address() != address, "the child has it");
                setLong(block, -1);
            }
            Step.set(turn, 2);
            Step.await(turn, 3);
            Step.set(turn, 4);
            child.join();
            assertEquals(death.exitStatus(), child.exitStatus());
            try (Block back = Block.allocate(100)) {
                assertEquals(address, back.memory().address(), "what it had is used again");
                assertEquals(0, getLong(back));
            }
            again.forEach(Block::close);
            assertEquals(before, regions());
        }
    }

    @Test
    void whatAChildHoldsOnToStaysWhileTheOthersGo() throws Exception {
        holdOn(Death.EXIT);
    }

    @Test
    void whatAKilledChildHeldOnToIsUsedAgain() throws Exception {
        holdOn(Death.SIGKILL);
    }

    /** Each new one looks at some of those that are lent. */
    @Test
    void whatComesBackIsFoundAsOthersAreMade() throws Exception {
        try (Block turn = Block.allocate(LARGE)) {
            Set<String> before = regions();
            int lent = 40;
            int kept = 10;
            List<Block> blocks = allocate(lent, LARGE);
            for (int i = 0; i < lent; i++) {
                setLong(blocks.get(i), i + 1);
            }
            ChildProcess child = lend(turn, blocks, kept, Death.EXIT);
            blocks.forEach(Block::close);
            assertEquals(before.size() + lent, regions().size());
            Step.set(turn, 2);
            Step.await(turn, 3);
            for (int i = 0; i < lent; i++) {
                Block.allocate(LARGE).close();
            }
            assertEquals(before.size() + kept, regions().size(), "each of them must have been looked at by now");
            Step.set(turn, 4);
            child.join();
            assertEquals(Death.EXIT.exitStatus(), child.exitStatus());
            assertEquals(before, regions());
        }
    }

    /** The files from which a child's small blocks were cut are removed as its end is noticed, however it ends. */
    @Test
    void whatAChildKeptForItsNextBlockGoesWithIt() throws Exception {
        Set<String> before = regions();
        for (Death death : List.of(Death.EXIT, Death.HALT, Death.SIGKILL)) {
            ChildProcess child = ShortLived.child().start(() -> {
                Block.allocate(8).close();
                death.now();
            });
            child.join();
            assertEquals(death.exitStatus(), child.exitStatus());
            assertEquals(before, regions());
        }
    }
}
