package io.github.multiprocessing4j.region;

import java.io.Serializable;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;

/**
 * By which another process of the same tree finds a block. Made by {@link Block#handle()}, which counts it if need be; good for
 * one process that takes it, and for others as long as anybody has the block.
 *
 * @param region where the block is
 * @param offset where in there
 * @param size how many bytes it has
 * @param generation by which a block that was freed meanwhile is known
 * @param counted whether the block is kept for it until it is taken, see {@link Transit}
 */
public record BlockHandle(RegionHandle region, long offset, long size, int generation, boolean counted)
        implements Serializable {
    /** How many bytes of shared memory it takes. */
    static final int BYTES = 88;

    private static final int NAME = 28;

    /** Stores it, as one that is not counted. {@return whether there was room for its file's name} */
    boolean store(MemorySegment memory) {
        byte[] name = region.file().getBytes(StandardCharsets.UTF_8);
        if (name.length > BYTES - NAME - Integer.BYTES) {
            return false;
        }
        memory.set(ValueLayout.JAVA_LONG, 0, offset);
        memory.set(ValueLayout.JAVA_LONG, 8, size);
        memory.set(ValueLayout.JAVA_LONG, 16, region.id());
        memory.set(ValueLayout.JAVA_INT, 24, generation);
        memory.set(ValueLayout.JAVA_INT, NAME, name.length);
        MemorySegment.copy(name, 0, memory, ValueLayout.JAVA_BYTE, NAME + Integer.BYTES, name.length);
        return true;
    }

    /** {@return what was stored} */
    static BlockHandle load(MemorySegment memory) {
        byte[] name = new byte[Math.clamp(memory.get(ValueLayout.JAVA_INT, NAME), 0, BYTES - NAME - Integer.BYTES)];
        MemorySegment.copy(memory, ValueLayout.JAVA_BYTE, NAME + Integer.BYTES, name, 0, name.length);
        return new BlockHandle(
                new RegionHandle(new String(name, StandardCharsets.UTF_8), memory.get(ValueLayout.JAVA_LONG, 16)),
                memory.get(ValueLayout.JAVA_LONG, 0),
                memory.get(ValueLayout.JAVA_LONG, 8),
                memory.get(ValueLayout.JAVA_INT, 24),
                false);
    }
}
