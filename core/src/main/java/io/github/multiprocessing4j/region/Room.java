package io.github.multiprocessing4j.region;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Whether there is memory for a block, and taking it. Memory that is only promised kills later: writing to a page that the file
 * system has no room for is a SIGBUS, and reserving more than a control group may have is answered by the kernel with the death
 * of some process. So it is asked first, and then every page is written.
 */
final class Room {
    private static final int CHUNK = 1 << 20;

    /** As long as no more is taken, asking the control group is not worth it. */
    private static final long WORTH_ASKING = 1 << 20;

    /** What is smaller is not likely to be what there was no memory for. */
    private static final long LARGE = 16 << 20;

    /** What is left to the processes of a control group for themselves, and to those that take something without asking. */
    private static final long MARGIN = 8 << 20;

    private static final AtomicLong TAKEN_SINCE_ASKED = new AtomicLong();

    private Room() {}

    /**
     * Throws if there is clearly no room.
     *
     * @param file where it is to be
     * @param bytes how large it is to be
     */
    static void require(Path file, long bytes) throws IOException {
        Path directory = Objects.requireNonNull(file.getParent());
        long free = directory.toFile().getUsableSpace(); // a file store would read the table of mounts first
        if (bytes > free && directory.toFile().getTotalSpace() > 0) { // else it has no limit of its own
            throw new IOException("no room for " + bytes + " bytes of shared memory: " + directory + " has " + free
                    + " bytes free; make it larger (in a container, --shm-size)");
        }
        if (bytes >= LARGE) {
            OptionalLong available = SystemMemory.available();
            if (available.isPresent() && bytes > available.getAsLong() - MARGIN) {
                throw new IOException("no room for " + bytes + " bytes of shared memory: of this machine's memory "
                        + available.getAsLong() + " bytes are available");
            }
        }
        if (TAKEN_SINCE_ASKED.addAndGet(bytes) >= WORTH_ASKING) {
            OptionalLong left = ControlGroup.memoryLeft();
            if (left.isPresent() && bytes > left.getAsLong() - MARGIN) {
                throw new IOException("no room for " + bytes + " bytes of shared memory: the memory limit of this"
                        + " process's control group leaves " + left.getAsLong() + " bytes, of which " + MARGIN
                        + " are kept for the processes themselves");
            }
            TAKEN_SINCE_ASKED.set(0);
        }
    }

    /** Writes zeros: a full file system is an error here. */
    static void reserve(FileChannel file, long bytes) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            ByteBuffer zeros = arena.allocate(Math.min(bytes, CHUNK)).asByteBuffer();
            for (long written = 0; written < bytes; ) {
                zeros.clear().limit((int) Math.min(zeros.capacity(), bytes - written));
                written += file.write(zeros);
            }
        }
    }
}
