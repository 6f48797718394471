package io.github.multiprocessing4j.region;

import io.github.multiprocessing4j.os.FaultPoint;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A region that this process has made and cuts into blocks, one after the other; what was freed is used again for the same
 * size. Only the process that made it allocates in it, so allocation takes no lock that a dead process could hold. Guarded
 * by {@link Heap}.
 */
final class Arena {
    /** A cache line. A block's header and data begin with it. */
    private static final long UNIT = 64;

    private final Region region;

    /** Of what is cut. */
    private long end;

    /** How many blocks are not free. */
    private int taken;

    /** Offsets of free blocks by their size with header. */
    private final Map<Long, Deque<Long>> free = new HashMap<>();

    /** Those that this process has closed and others have not, or have died without. */
    private final List<Lent> lent = new ArrayList<>();

    private record Lent(long offset, long stride) {}

    Arena(Region region) {
        this.region = region;
    }

    Region region() {
        return region;
    }

    /** {@return how large a region has to be to hold a block of that size} */
    static long stride(long size) {
        return (size + BlockUse.BYTES + UNIT - 1) / UNIT * UNIT;
    }

    boolean hasFree(long size) {
        return free.containsKey(stride(size));
    }

    boolean hasRoom(long size) {
        return end + stride(size) <= region.data().byteSize();
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
        Lent block = new Lent(offset, stride(size));
        BlockUse use = new BlockUse(region.data(), offset);
        if (!free(block, region.seats().dead(use.seats()))) {
            lent.add(block);
        }
    }

    /** Looks whether others have closed what was lent to them, or have died. */
    void lookAgain() throws IOException {
        long seats = 0;
        for (Lent block : lent) {
            seats |= new BlockUse(region.data(), block.offset).seats();
        }
        long dead = region.seats().dead(seats);
        for (Iterator<Lent> all = lent.iterator(); all.hasNext(); ) {
            if (free(all.next(), dead)) {
                all.remove();
            }
        }
    }

    private boolean free(Lent block, long dead) {
        BlockUse use = new BlockUse(region.data(), block.offset);
        use.forget(dead);
        boolean freed = use.free();
        if (freed) {
            free.computeIfAbsent(block.stride, _ -> new ArrayDeque<>()).push(block.offset);
            taken--;
        }
        return freed;
    }

    int lent() {
        return lent.size();
    }

    boolean isEmpty() {
        return taken == 0;
    }
}
