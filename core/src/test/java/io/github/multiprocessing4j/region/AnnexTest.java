package io.github.multiprocessing4j.region;

import static io.github.multiprocessing4j.testkit.Together.awaitTrue;
import static io.github.multiprocessing4j.testkit.Together.diesAt;
import static io.github.multiprocessing4j.testkit.Together.inChild;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.multiprocessing4j.testkit.LeakOracle;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** More memory for a block: it is there for all who have the block, and vanishes with it. */
@Timeout(60)
@ExtendWith(LeakOracle.class)
class AnnexTest {
    private static final long LARGE = 100_000;

    @Test
    void whatAChildMakesOutlivesIt() throws Exception {
        try (Block block = Block.allocate(LARGE)) {
            BlockHandle handle = block.handle();
            inChild(() -> {
                Annex annex = Annex.create(Block.attach(handle), 7, 4096);
                annex.memory().set(ValueLayout.JAVA_INT, 0, 42);
                Runtime.getRuntime().halt(0);
            });
            try (Annex annex = Annex.open(block, 7)) {
                assertEquals(4096, annex.memory().byteSize());
                assertEquals(42, annex.memory().get(ValueLayout.JAVA_INT, 0));
                Annex.remove(block, 7);
                Annex.remove(block, 7);
                assertEquals(42, annex.memory().get(ValueLayout.JAVA_INT, 0));
            }
            assertThrows(IOException.class, () -> Annex.open(block, 7));
        }
    }

    @Test
    void theyVanishWithTheBlock() throws Exception {
        try (Block block = Block.allocate(LARGE)) {
            Annex.create(block, 1, 4096).close();
            Annex.create(block, 12, 4096).close();
            assertEquals(2, annexes().size());
        }
        assertEquals(List.of(), annexes());
    }

    @Test
    void whoHadTheBlockLastMayHaveBeenKilled() throws Exception {
        Block block = Block.allocate(LARGE);
        BlockHandle handle = block.handle();
        inChild(() -> {
            Block there = Block.attach(handle);
            Annex.create(there, 1, 4096).close();
            Runtime.getRuntime().halt(0);
        });
        block.close();
        assertEquals(List.of(), annexes());
    }

    @ParameterizedTest
    @ValueSource(strings = {"annex.created", "annex.named"})
    void whoMakesOneDies(String point) throws Exception {
        try (Block block = Block.allocate(LARGE)) {
            BlockHandle handle = block.handle();
            diesAt(point, () -> Annex.create(Block.attach(handle), 1, 4096).close());
            try (Annex again = Annex.create(block, 1, 8192)) {
                assertEquals(8192, again.memory().byteSize());
            }
        }
        assertEquals(List.of(), annexes());
    }

    @Test
    void oneThatIsForgottenIsUnmapped() throws Exception {
        try (Block block = Block.allocate(LARGE)) {
            MemorySegment memory = Annex.create(block, 1, 4096).memory();
            awaitTrue(() -> {
                System.gc();
                return !memory.scope().isAlive();
            });
        }
    }

    private static List<Path> annexes() throws IOException {
        try (Stream<Path> files = Files.list(SessionDirectory.path())) {
            return files.filter(file -> file.getFileName().toString().startsWith("a"))
                    .toList();
        }
    }
}
