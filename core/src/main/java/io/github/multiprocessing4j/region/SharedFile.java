package io.github.multiprocessing4j.region;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/*
 * For what a process that has just begun needs, so there are no lambdas here, and a ByteBuffer for the reason that MappedPage tells.
 */
/**
 * A file of the {@linkplain SessionDirectory session directory} that is mapped into memory, under a name that another process knows without
 * being told. What one process wrote stays there when it is killed.
 */
public final class SharedFile implements AutoCloseable {
    private final Arena arena;

    private final ByteBuffer bytes;

    private SharedFile(Arena arena, ByteBuffer bytes) {
        this.arena = arena;
        this.bytes = bytes;
    }

    /**
     * Makes a file, in place of one of that name that somebody else of this process id has left. It has its name only when it is complete. An
     * interrupt has no effect.
     *
     * @param path where, in the session directory
     * @param size its length in bytes
     * @param first the first eight of them; the others are zeros
     * @return the new file
     * @throws IOException if there is no room for it
     */
    public static SharedFile create(Path path, int size, long first) throws IOException {
        boolean interrupted = Thread.interrupted();
        try {
            while (true) {
                try {
                    return make(path, size, first);
                } catch (ClosedByInterruptException e) {
                    interrupted |= Thread.interrupted();
                }
            }
        } finally {
            restore(interrupted);
        }
    }

    private static SharedFile make(Path path, int size, long first) throws IOException {
        Path unnamed = SessionDirectory.newFile("t");
        Room.require(unnamed, size);
        try (FileChannel channel = OwnerOnly.create(unnamed)) {
            Room.reserve(channel, size);
            SharedFile file = map(channel);
            try {
                file.bytes.putLong(0, first);
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
    }

    /**
     * {@return the file that another process has made} An interrupt has no effect.
     *
     * @param path where
     * @throws IOException if it is not there
     */
    public static SharedFile open(Path path) throws IOException {
        boolean interrupted = Thread.interrupted();
        try {
            while (true) {
                try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
                    return map(channel);
                } catch (ClosedByInterruptException e) {
                    interrupted |= Thread.interrupted();
                }
            }
        } finally {
            restore(interrupted);
        }
    }

    private static void restore(boolean interrupted) {
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static SharedFile map(FileChannel channel) throws IOException {
        Arena arena = Arena.ofShared();
        try {
            ByteBuffer bytes =
                    channel.map(MapMode.READ_WRITE, 0, channel.size(), arena).asByteBuffer();
            return new SharedFile(arena, bytes.order(ByteOrder.nativeOrder()));
        } catch (Throwable t) {
            arena.close();
            throw t;
        }
    }

    /** {@return its bytes, in native order; not to be used after it was closed} */
    public ByteBuffer bytes() {
        return bytes;
    }

    /** Unmaps it. Its name stays. */
    @Override
    public void close() {
        arena.close();
    }
}
