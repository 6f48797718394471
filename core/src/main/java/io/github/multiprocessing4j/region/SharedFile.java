package io.github.multiprocessing4j.region;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.function.Consumer;

/**
 * A file of the {@linkplain SessionDirectory session directory} that is mapped into memory, under a name that another process knows without
 * being told. What one process wrote stays there when it is killed.
 */
public final class SharedFile implements AutoCloseable {
    private final Arena arena;

    private final MemorySegment memory;

    private SharedFile(Arena arena, MemorySegment memory) {
        this.arena = arena;
        this.memory = memory;
    }

    /**
     * Makes a file of zeros, in place of one of that name that somebody else of this process id has left. It has its name only when it is complete.
     *
     * @param path where, in the session directory
     * @param bytes how many
     * @param init what to write before others can see it
     * @return the new file
     * @throws IOException if there is no room for it
     */
    public static SharedFile create(Path path, long bytes, Consumer<MemorySegment> init) throws IOException {
        return Uninterrupted.call(() -> {
            Path unnamed = SessionDirectory.newFile("t");
            try {
                SharedFile file = make(unnamed, bytes);
                try {
                    init.accept(file.memory);
                    Files.move(unnamed, path, StandardCopyOption.ATOMIC_MOVE);
                    return file;
                } catch (Throwable t) {
                    file.close();
                    throw t;
                }
            } catch (Throwable t) {
                Files.deleteIfExists(unnamed);
                throw t;
            }
        });
    }

    private static SharedFile make(Path path, long bytes) throws IOException {
        Room.require(path, bytes);
        try (FileChannel channel = FileChannel.open(
                path,
                Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE),
                OwnerOnly.attributes(path))) {
            Room.reserve(channel, bytes);
            return map(channel);
        }
    }

    /**
     * {@return the file that another process has made}
     *
     * @param path where
     * @throws IOException if it is not there
     */
    public static SharedFile open(Path path) throws IOException {
        return Uninterrupted.call(() -> {
            try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
                return map(channel);
            }
        });
    }

    private static SharedFile map(FileChannel channel) throws IOException {
        Arena arena = Arena.ofShared();
        try {
            return new SharedFile(arena, channel.map(MapMode.READ_WRITE, 0, channel.size(), arena));
        } catch (Throwable t) {
            arena.close();
            throw t;
        }
    }

    /** {@return its bytes; not to be used after it was closed} */
    public MemorySegment memory() {
        return memory;
    }

    /** Unmaps it. Its name stays. */
    @Override
    public void close() {
        arena.close();
    }
}
