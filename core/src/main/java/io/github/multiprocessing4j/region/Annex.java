package io.github.multiprocessing4j.region;

import io.github.multiprocessing4j.os.FaultPoint;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.ref.Cleaner;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * More memory for those who have a block in a {@link Region} of its own, found by its number. It vanishes with the region, or
 * when it is {@linkplain #remove removed}, whoever has died; who has it open keeps it.
 */
public final class Annex implements AutoCloseable {
    private final MemorySegment memory;

    private final Cleaner.Cleanable cleanable;

    private Annex(Arena mapping, MemorySegment memory) {
        this.memory = memory;
        this.cleanable = Block.whenForgotten(this, mapping::close);
    }

    /**
     * {@return a new annex, zeros}
     *
     * @param block to which it belongs
     * @param number one that has none, or one of which nobody knows, which is replaced
     * @param size in bytes
     * @throws IOException if there is no room for it
     */
    public static Annex create(Block block, long number, long size) throws IOException {
        block.region().markAnnexed();
        return Uninterrupted.call(() -> make(path(block, number), size));
    }

    private static Annex make(Path path, long size) throws IOException {
        Path unnamed = SessionDirectory.newFile("t");
        Room.require(unnamed, size);
        try (FileChannel file = OwnerOnly.create(unnamed)) {
            FaultPoint.at("annex.created");
            Room.reserve(file, size);
            Files.move(unnamed, path, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
            FaultPoint.at("annex.named");
            return map(file, size);
        } catch (Throwable t) {
            Files.deleteIfExists(unnamed);
            Files.deleteIfExists(path);
            throw t;
        }
    }

    /**
     * {@return an annex that somebody has made}
     *
     * @param block to which it belongs
     * @param number its
     * @throws IOException if it is not there
     */
    public static Annex open(Block block, long number) throws IOException {
        return Uninterrupted.call(() -> {
            try (FileChannel file =
                    FileChannel.open(path(block, number), StandardOpenOption.READ, StandardOpenOption.WRITE)) {
                return map(file, file.size());
            }
        });
    }

    private static Annex map(FileChannel file, long size) throws IOException {
        Arena mapping = Arena.ofShared();
        try {
            return new Annex(mapping, file.map(MapMode.READ_WRITE, 0, size, mapping));
        } catch (Throwable t) {
            mapping.close();
            throw t;
        }
    }

    /**
     * Takes an annex's name away, if it has one.
     *
     * @param block to which it belongs
     * @param number its
     * @throws IOException if that is not possible
     */
    public static void remove(Block block, long number) throws IOException {
        Files.deleteIfExists(path(block, number));
    }

    /** Removes all annexes of a region that is removed. */
    static void removeAll(Path region) throws IOException {
        @Nullable Path directory = region.getParent();
        if (directory == null) {
            return;
        }
        try (DirectoryStream<Path> annexes = Files.newDirectoryStream(directory, prefix(region) + "*")) {
            for (Path annex : annexes) {
                Files.deleteIfExists(annex);
            }
        }
    }

    private static Path path(Block block, long number) {
        Path region = SessionDirectory.path().resolve(block.region().handle().file());
        return region.resolveSibling(prefix(region) + number);
    }

    /** Not a prefix of another region's, nor one by which files of a dead process are known. */
    private static String prefix(Path region) {
        return "a" + region.getFileName() + "+";
    }

    /** {@return its bytes} */
    public MemorySegment memory() {
        return memory;
    }

    /** Unmaps it in this process. Who forgets to has it unmapped when the garbage collector notices. */
    @Override
    public void close() {
        cleanable.clean();
    }
}
