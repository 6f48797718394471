package io.github.multiprocessing4j.region;

import io.github.multiprocessing4j.os.ProcessIdentity;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.jspecify.annotations.Nullable;

/**
 * With whose end a message that was sent, but was not received yet, is lost. In shared memory:
 *
 * <pre>
 *   offset  bytes
 *        0      8  a process, packed; or 0 if it is nobody, -1 if it is an end of a channel, -2 if it is memory
 *        8      8  where the end's word is in the channel's block
 *       16     88  the channel's block, or the memory
 * </pre>
 */
public sealed interface Carrier {
    /** How many bytes it takes. */
    int BYTES = 16 + BlockHandle.BYTES;

    /** What stands in a process's place. */
    long NOBODY = 0;

    /** What stands in a process's place. */
    long END = -1;

    /** What stands in a process's place. */
    long MEMORY = -2;

    /**
     * A process that is to receive it, or that keeps it for who will.
     *
     * @param packed its {@link ProcessIdentity#packed}
     */
    record OfProcess(long packed) implements Carrier {}

    /**
     * The end of a channel that it is sent to.
     *
     * @param channel the channel's memory
     * @param offset where the end's word is in there
     */
    record OfEnd(BlockHandle channel, long offset) implements Carrier {}

    /**
     * Memory in which it is until somebody takes it, as a queue's.
     *
     * @param block the memory
     */
    record OfMemory(BlockHandle block) implements Carrier {}

    /** {@return the process with that id as it is now} */
    static Carrier ofProcess(long pid) {
        return new OfProcess(ProcessIdentity.of(pid).packed());
    }

    /** Stores one, or that there is none. */
    static void store(@Nullable Carrier carrier, MemorySegment memory) {
        switch (carrier) {
            case null -> memory.set(ValueLayout.JAVA_LONG, 0, NOBODY);
            case OfProcess process -> memory.set(ValueLayout.JAVA_LONG, 0, process.packed);
            case OfEnd end -> {
                memory.set(ValueLayout.JAVA_LONG, Long.BYTES, end.offset);
                boolean fits = end.channel.store(memory.asSlice(2 * Long.BYTES));
                memory.set(ValueLayout.JAVA_LONG, 0, fits ? END : NOBODY);
            }
            case OfMemory of -> {
                boolean fits = of.block.store(memory.asSlice(2 * Long.BYTES));
                memory.set(ValueLayout.JAVA_LONG, 0, fits ? MEMORY : NOBODY);
            }
        }
    }

    /** {@return what was stored; null if there is none} */
    static @Nullable Carrier load(MemorySegment memory) {
        long who = memory.get(ValueLayout.JAVA_LONG, 0);
        if (who == NOBODY) {
            return null;
        }
        if (who != END && who != MEMORY) {
            return new OfProcess(who);
        }
        BlockHandle block = BlockHandle.load(memory.asSlice(2 * Long.BYTES));
        return who == MEMORY ? new OfMemory(block) : new OfEnd(block, memory.get(ValueLayout.JAVA_LONG, Long.BYTES));
    }
}
