package io.github.multiprocessing4j.region;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.multiprocessing4j.function.RemoteRunnable;
import io.github.multiprocessing4j.os.FaultPoint;
import io.github.multiprocessing4j.process.ChildProcess;
import io.github.multiprocessing4j.testkit.ShortLived;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.ValueLayout;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A child dies between two stores, and the tree lives on. */
@Timeout(60)
class BlockFaultTest {
    private static Set<String> files() throws IOException {
        SpareArena.giveUp();
        Set<String> names = new TreeSet<>();
        try (DirectoryStream<Path> all = Files.newDirectoryStream(SessionDirectory.get())) {
            all.forEach(file -> names.add(file.getFileName().toString()));
        }
        return names;
    }

    private static void diesAt(String point, RemoteRunnable task) {
        ChildProcess child = ChildProcess.builder()
                .jvmOptions(ShortLived.and("-D" + FaultPoint.PROPERTY + "=" + point))
                .start(task);
        child.join();
        assertEquals(FaultPoint.EXIT_CODE, child.exitStatus().exitCode(), point);
    }

    private static long get(Block block) {
        return block.memory().get(ValueLayout.JAVA_LONG, 0);
    }

    @ParameterizedTest
    @CsvSource({
        "ALLOCATE, region.created",
        "ALLOCATE, region.reserved",
        "ALLOCATE, region.seated",
        "ALLOCATE, region.mapped",
        "ALLOCATE, header.id",
        "ALLOCATE, header.size",
        "ALLOCATE, header.namespace",
        "ALLOCATE, header.magic",
        "ALLOCATE, region.named",
        "ALLOCATE, block.had",
        "ALLOCATE_AGAIN, block.cleared",
        "CLOSE, block.closed",
        "CLOSE, block.forgotten",
        "CLOSE, block.freed",
        "CLOSE, handle.forgotten",
        "CLOSE, region.left",
        "CLOSE, region.emptied",
        "CLOSE, region.marked",
        "CLOSE, region.removed"
    })
    void whatItMadeIsRemovedAsItsEndIsNoticed(Act act, String point) throws Exception {
        Set<String> before = files();
        diesAt(point, () -> act.run("unused"));
        assertEquals(before, files());
    }

    /** A block of this process's, small or large, whose handle a child takes; a second one keeps a small one's region. */
    private static final class Given implements AutoCloseable {
        private final Set<String> before = files();

        private final Block other = Block.allocate(8);

        private final Block block;

        private final BlockHandle handle;

        Given(long size) throws IOException {
            block = Block.allocate(size);
            block.memory().set(ValueLayout.JAVA_LONG, 0, 7);
            handle = block.handle();
        }

        /** The block is as it was, the dead one's part of it is free, and its handle opens nothing that takes its place. */
        void check() {
            assertEquals(7, get(block));
            long size = block.memory().byteSize();
            long address = block.memory().address();
            block.close();
            try (Block again = Block.allocate(size)) {
                if (size == 8) {
                    assertEquals(address, again.memory().address(), "its memory is used again");
                }
                assertEquals(0, get(again));
                var gone = assertThrows(UncheckedIOException.class, () -> Block.attach(handle));
                assertEquals(true, String.valueOf(gone.getMessage()).contains("gone"), gone::getMessage);
            }
        }

        @Override
        public void close() throws IOException {
            block.close();
            other.close();
            assertEquals(before, files());
        }
    }

    @ParameterizedTest
    @CsvSource({
        "region.opened, 8", "region.opened, 100000",
        "region.seated, 8", "region.seated, 100000",
        "region.mapped, 8", "region.mapped, 100000",
        "block.seated, 8", "block.seated, 100000"
    })
    void whoDiesBeforeHeHasABlockLeavesItsHandleToAnother(String point, long size) throws Exception {
        try (Given given = new Given(size)) {
            BlockHandle handle = given.handle;
            diesAt(point, () -> Block.attach(handle));
            assertEquals(7, get(given.block));
            try (Block taken = Block.attach(handle)) {
                assertEquals(7, get(taken));
            }
            given.check();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "block.received, 8", "block.received, 100000",
        "handle.received, 8", "handle.received, 100000"
    })
    void whoDiesAsHeGetsABlockHasItNoMore(String point, long size) throws Exception {
        try (Given given = new Given(size)) {
            BlockHandle handle = given.handle;
            diesAt(point, () -> Block.attach(handle));
            given.check();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "block.closed, 8", "block.closed, 100000",
        "region.left, 8", "region.left, 100000"
    })
    void whoDiesAsHeClosesABlockHasItNoMore(String point, long size) throws Exception {
        try (Given given = new Given(size)) {
            BlockHandle handle = given.handle;
            diesAt(point, () -> Block.attach(handle).close());
            given.check();
        }
    }

    @ParameterizedTest
    @CsvSource({"8", "100000"})
    void whoDiesAsHeSendsABlockDoesNotKeepIt(long size) throws Exception {
        try (Given given = new Given(size)) {
            BlockHandle handle = given.handle;
            diesAt("handle.counted", () -> Block.attach(handle).handle());
            given.check();
        }
    }
}
