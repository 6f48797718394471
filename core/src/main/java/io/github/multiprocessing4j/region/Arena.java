package io.github.multiprocessing4j.region;

import io.github.multiprocessing4j.os.FaultPoint;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedMap;

/**
 * A region that this process has made and cuts into blocks, one after the other; what was freed is used again for the same
 * size. Only the process that made it allocates in it, so allocation takes no lock that a dead process could hold. Guarded
 * by {@link Heap}.
 */
final class Arena {
    /** A cache line. A block's header and data begin with it. */
    private static final long UNIT = 64;

    private final Region region;

    /** Where it is told which free blocks this has. */
    private final FreeBlocks index;

    /** Of what is cut. */
    private long end;

    /** How many blocks are not free. */
    private int taken;

    /** Offsets of free blocks by their size with header. */
    private final Map<Long, Deque<Long>> free = new HashMap<>();

    /**
     * Those that this process has closed and others have not, or have died without: their offsets, and sizes with header. One
     * that comes back and is closed again is there once. Who was looked at longest ago comes first.
     */
    private final SequencedMap<Long, Long> lent = new LinkedHashMap<>();

    Arena(Region region, FreeBlocks index) {
        this.region = region;
        this.index = index;
    }

    Region region() {
        return region;
    }

    /**
     * {@return how large a region has to be to hold a block of that size}
     *
     * @throws ArithmeticException if no region can be so large
     */
    static long stride(long size) {
        return Math.addExact(size, BlockUse.BYTES + UNIT - 1) / UNIT * UNIT;
    }

    long size() {
        return region.data().byteSize();
    }

    private boolean hasFree(long size) {
        return free.containsKey(stride(size));
    }

    boolean hasRoom(long size) {
        return end + stride(size) <= size();
    }

    /** {@return where the new block is} There must be a free one or room. */
    long allocate(long size) {
        long offset = hasFree(size) ? reuse(size) : cut(size);
        new BlockUse(region.data(), offset).init(region.seats().own());
        taken++;
        return offset;
    }

    private long reuse(long size) {
        Deque<Long> offsets = Objects.requireNonNull(free.get(stride(size)), "no free block");
        long offset = offsets.pop();
        if (offsets.isEmpty()) {
            free.remove(stride(size));
            index.remove(this, stride(size));
        }
        region.data().asSlice(offset, size).fill((byte) 0);
        FaultPoint.at("block.cleared");
        return offset;
    }

    private long cut(long size) {
        long offset = end + BlockUse.BYTES;
        end += stride(size);
        return offset;
    }

    /** This process has closed a block that it had made. */
    void closed(long offset, long size) throws IOException {
        lent.put(offset, stride(size));
        freeWhatIsBack(List.of(offset));
    }

    /**
     * Looks whether others have closed what was lent to them, or have died.
     *
     * @param atMost at how many blocks to look
     * @return at how many it was
     */
    int lookAgain(int atMost) throws IOException {
        List<Long> offsets = lent.keySet().stream().limit(atMost).toList();
        freeWhatIsBack(offsets);
        return offsets.size();
    }

    /** Looks at one block, if it was lent. */
    void lookAgainAt(long offset) throws IOException {
        if (lent.containsKey(offset)) {
            freeWhatIsBack(List.of(offset));
        }
    }

    /** While it does so nobody new can sit where somebody died, or he would be taken for dead. */
    private void freeWhatIsBack(List<Long> offsets) throws IOException {
        long seats = 0;
        for (long offset : offsets) {
            seats |= new BlockUse(region.data(), offset).seats();
        }
        try (Seats.Vacancies dead = region.seats().vacanciesAmong(seats)) {
            for (long offset : offsets) {
                free(offset, dead.seats());
            }
        }
    }

    private void free(long offset, long dead) {
        BlockUse use = new BlockUse(region.data(), offset);
        use.forget(dead);
        boolean back = use.free();
        long stride = Objects.requireNonNull(lent.remove(offset), "a block that was not lent");
        if (back) {
            free.computeIfAbsent(stride, _ -> new ArrayDeque<>()).push(offset);
            index.add(this, stride);
            taken--;
        } else {
            lent.put(offset, stride); // behind the others
        }
    }

    /** Nothing is allocated here any more. */
    void end() {
        free.keySet().forEach(stride -> index.remove(this, stride));
    }

    int lent() {
        return lent.size();
    }

    boolean isEmpty() {
        return taken == 0;
    }
}
