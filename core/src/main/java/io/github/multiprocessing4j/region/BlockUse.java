package io.github.multiprocessing4j.region;

import io.github.multiprocessing4j.os.FaultPoint;
import java.io.IOException;
import java.lang.foreign.MemorySegment;

/**
 * Who has a block, in the 16 bytes in front of it.
 *
 * <pre>
 *   offset  bytes
 *        0      4  how many handles are on their way
 *        4      4  generation: goes up when the block is freed
 *        8      8  one bit for each seat of the region: whether the process there has the block
 * </pre>
 *
 * <p>A bit of a seat whose process is dead means nothing; the one who allocates clears it. A block is free when no handle is on
 * its way and no living process has it.
 *
 * <p>Freeing and taking can meet: the handle of a block that others had is taken just as they close it. The taker sets his
 * bit first and then looks at the generation; the one who frees raises the generation first and then looks at the bits. So
 * at least one of them sees the other, and the one who frees gives way.
 *
 * @param data the region's
 * @param offset the block's
 */
record BlockUse(MemorySegment data, long offset) {
    static final long BYTES = 16;

    private static final long ONE_IN_TRANSIT = 1;

    private static final long TRANSIT_MASK = 0xffff_ffffL;

    private static final long ONE_GENERATION = 1L << 32;

    private long word() {
        return offset - BYTES;
    }

    private long bits() {
        return word() + Long.BYTES;
    }

    /** The one who makes it has it. */
    void init(int seat) {
        Words.setLong(data, bits(), 1L << seat);
        FaultPoint.at("block.had");
    }

    int generation() {
        return (int) (Words.getLong(data, word()) >>> 32);
    }

    void sent() {
        Words.getAndAddLong(data, word(), ONE_IN_TRANSIT);
    }

    /** The process of that seat has it as well from now on; throws if nobody has. */
    void attached(int seat, int generation) throws IOException {
        boolean had = (Words.getAndOrLong(data, bits(), 1L << seat) & 1L << seat) != 0;
        FaultPoint.at("block.seated");
        if (generation() != generation) {
            if (!had) {
                closed(seat);
            }
            throw new GoneException("shared memory is gone: all who had it have closed it", null);
        }
    }

    /** A handle has arrived. It may be decoded more than once; only the first time it was expected. */
    void received() {
        long word = Words.getLong(data, word());
        while ((word & TRANSIT_MASK) != 0 && !Words.compareAndSetLong(data, word(), word, word - ONE_IN_TRANSIT)) {
            word = Words.getLong(data, word());
        }
        FaultPoint.at("block.received");
    }

    /** Whether others on a shared seat have it nobody knows: its bit goes when they have all ended. */
    void closed(int seat) {
        if (!Seats.isShared(seat)) {
            Words.getAndAndLong(data, bits(), ~(1L << seat));
        }
        FaultPoint.at("block.closed");
    }

    /** {@return the seats of those who have it, or had it and died} */
    long seats() {
        return Words.getLong(data, bits());
    }

    /** Takes the dead out. */
    void forget(long deadSeats) {
        Words.getAndAndLong(data, bits(), ~deadSeats);
        FaultPoint.at("block.forgotten");
    }

    /** Makes it free if nobody has it and no handle is on its way. */
    boolean free() {
        long word = Words.getLong(data, word());
        if ((word & TRANSIT_MASK) != 0
                || seats() != 0
                || !Words.compareAndSetLong(data, word(), word, word + ONE_GENERATION)) {
            return false;
        }
        FaultPoint.at("block.freed");
        if (seats() != 0) {
            Words.compareAndSetLong(data, word(), word + ONE_GENERATION, word);
            return false;
        }
        return true;
    }
}
