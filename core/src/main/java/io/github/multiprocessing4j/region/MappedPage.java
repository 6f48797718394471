package io.github.multiprocessing4j.region;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;

/*
 * A ByteBuffer view of a mapped segment with a byte-buffer VarHandle comes up in half the time of a VarHandle over the
 * segment itself, and of FileChannel.map without an arena: 25 ms against 45 ms in a cold JVM. Access costs the same.
 */
/**
 * A page of memory that two processes see: 512 words of 64 bits, read and written atomically. What one process wrote stays
 * there when it is killed.
 *
 * <p>The page is a file in the {@linkplain SessionDirectory session directory} that one process creates and another
 * opens; after that its name is {@linkplain #unlink() taken away}, so that nothing is left whoever dies.
 */
public final class MappedPage implements AutoCloseable {
    private static final int BYTES = 4096;

    private static final VarHandle WORD = MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.nativeOrder());

    private final Path path;

    private final Arena arena;

    private final ByteBuffer bytes;

    private MappedPage(Path path, Arena arena, ByteBuffer bytes) {
        this.path = path;
        this.arena = arena;
        this.bytes = bytes;
    }

    /**
     * {@return a new page of zeros, which only this user's processes can open}
     *
     * @throws IOException if there can be no file
     */
    public static MappedPage create() throws IOException {
        Path path = SessionDirectory.newFile("p");
        Room.require(path, BYTES);
        try {
            reserve(path);
            return open(path);
        } catch (IOException e) {
            Files.deleteIfExists(path);
            throw e;
        }
    }

    /** Writes the zeros: a full file system is an error here, where a mapping of a hole would crash who first writes there. */
    private static void reserve(Path path) throws IOException {
        boolean interrupted = Thread.interrupted();
        Set<OpenOption> options = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        try (SeekableByteChannel file = Files.newByteChannel(path, options, OwnerOnly.attributes(path))) {
            ByteBuffer zeros = ByteBuffer.allocate(BYTES);
            while (zeros.hasRemaining()) {
                file.write(zeros);
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

    /**
     * {@return the page that another process created}
     *
     * @param path its {@link #path()}
     * @throws IOException if it is not there
     */
    public static MappedPage open(Path path) throws IOException {
        boolean interrupted = Thread.interrupted(); // a channel would be closed by it
        Arena arena = Arena.ofShared();
        try (FileChannel file = FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            ByteBuffer bytes = file.map(MapMode.READ_WRITE, 0, BYTES, arena).asByteBuffer();
            return new MappedPage(path, arena, bytes);
        } catch (Throwable t) {
            arena.close();
            throw t;
        } finally {
            restore(interrupted);
        }
    }

    /** {@return the page's memory} */
    public MemorySegment memory() {
        return MemorySegment.ofBuffer(bytes);
    }

    /** {@return where another process finds the page until it is unlinked} */
    public Path path() {
        return path;
    }

    /**
     * Takes the page's name away. Those who have it open keep it.
     *
     * @throws IOException if the file can't be removed
     */
    public void unlink() throws IOException {
        Files.deleteIfExists(path);
    }

    /**
     * Reads a word with acquire semantics.
     *
     * @param word its index
     * @return its value
     */
    public long get(int word) {
        return (long) WORD.getAcquire(bytes, word * Long.BYTES);
    }

    /**
     * Writes a word with release semantics: whoever reads it sees what was written before.
     *
     * @param word its index
     * @param value its new value
     */
    public void set(int word, long value) {
        WORD.setRelease(bytes, word * Long.BYTES, value);
    }

    /**
     * Writes a word if it has a certain value, as a volatile read and write.
     *
     * @param word its index
     * @param expected the value that it must have
     * @param value its new value
     * @return whether it had that value
     */
    public boolean compareAndSet(int word, long expected, long value) {
        return WORD.compareAndSet(bytes, word * Long.BYTES, expected, value);
    }

    /** Unmaps the page and removes its file if it still has a name. May be done again, if it could not be done to its end. */
    @Override
    public void close() throws IOException {
        if (arena.scope().isAlive()) {
            arena.close();
        }
        unlink();
    }

    @Override
    public String toString() {
        return "MappedPage[" + path + "]";
    }
}
