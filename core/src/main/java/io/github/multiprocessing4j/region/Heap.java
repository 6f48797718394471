package io.github.multiprocessing4j.region;

import io.github.multiprocessing4j.os.FaultPoint;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/*
 * One lock guards all of this process's blocks and regions; only the making of large ones goes on without it. An arena is used
 * by the heap as long as one of its blocks is not free, and by every block that this process has.
 *
 * Nothing here goes over all arenas, as every large block is one: which of them have a free block of some size is known, and which have lent any.
 * An allocation looks at some of those that were lent, so that each has its turn; at all of them it looks when there is no room, when a
 * process has ended, and when small ones are allocated and many more were lent than at the last time.
 *
 * The arena from which small blocks are cut is kept when it is empty, if it is of the smallest size: who makes a value and closes it, time
 * after time, would have a file made and removed each time. It is given up when there is no room, in it or in shared memory.
 */
/** Where this process's blocks come from. CPython's counterpart is {@code multiprocessing.heap}. */
final class Heap {
    /** What is larger gets an arena of its own. */
    private static final long LARGEST_SMALL = 16 << 10;

    private static final long FIRST_ARENA = 64 << 10;

    private static final long LARGEST_ARENA = 4 << 20;

    private static final long FIRST_COLLECTION = 64 << 20;

    /** At how many lent blocks it is looked when a large one is allocated. More than one, which is what may have been lent since. */
    private static final int A_FEW = 4;

    /** Guarded by the class, as is everything. */
    private static final Map<Region, Arena> ARENAS = new HashMap<>();

    private static final FreeBlocks FREE = new FreeBlocks();

    private static final Lenders LENDERS = new Lenders();

    /** From which new small blocks are cut. */
    private static @Nullable Arena current;

    private static long nextArena = FIRST_ARENA;

    /** How many bytes have blocks that are not closed. */
    private static long open;

    private static long collectAt = FIRST_COLLECTION;

    /** At how many lent blocks it is worth looking whether some have come back. */
    private static int lookAgainAt = 16;

    private Heap() {}

    static Block.Hold allocate(long size) throws IOException {
        if (size <= 0) {
            throw new IllegalArgumentException("shared memory must have at least one byte, not " + size);
        }
        try {
            return allocateWhereThereIsRoom(size);
        } catch (IOException e) {
            if (!makeRoom()) {
                throw e;
            }
            return allocateWhereThereIsRoom(size);
        }
    }

    private static Block.Hold allocateWhereThereIsRoom(long size) throws IOException {
        if (size > LARGEST_SMALL) {
            return allocateLarge(size);
        }
        lookAgainIfWorthwhile();
        return allocateSmall(size);
    }

    /** Gives up what this process does not need, and what others have closed meanwhile. {@return whether there was anything} */
    private static synchronized boolean makeRoom() throws IOException {
        int before = ARENAS.size();
        lookAgain();
        giveUpSpare();
        return ARENAS.size() < before;
    }

    private static Block.Hold allocateLarge(long size) throws IOException {
        long regionSize;
        try {
            regionSize = Arena.stride(size);
            Math.addExact(regionSize, RegionHeader.BYTES);
        } catch (ArithmeticException e) {
            throw new IOException("no room for " + size + " bytes of shared memory: no file can be so large", e);
        }
        lookAgain(A_FEW);
        RegionHandle handle = announce();
        return holdIn(handle, make(handle, regionSize), size);
    }

    private static synchronized void lookAgainIfWorthwhile() throws IOException {
        if (LENDERS.blocks() >= lookAgainAt) {
            lookAgain();
            lookAgainAt = Math.max(16, 2 * LENDERS.blocks());
        }
    }

    private static synchronized Block.Hold allocateSmall(long size) throws IOException {
        Arena arena = arenaFor(size);
        if (arena.isEmpty() && !isAsGoodAsNew(arena)) {
            giveUp(arena);
            arena = arenaFor(size);
        }
        return hold(arena, size);
    }

    private static Arena arenaFor(long size) throws IOException {
        Arena having = FREE.arenaWith(Arena.stride(size));
        if (having != null) {
            return having;
        }
        if (current == null || !current.hasRoom(size)) {
            giveUpSpare(); // its blocks are of other sizes
            current = makeArena();
        }
        return current;
    }

    /** What is made now can be found by others, and does not outlive the tree of processes, though somebody has removed or killed something. */
    private static boolean isAsGoodAsNew(Arena empty) {
        SessionDirectory.makeSureOfTracker();
        return empty.region().isThere();
    }

    /** Each larger than the one before, if there is room. */
    private static Arena makeArena() throws IOException {
        RegionHandle handle = announce();
        try {
            Arena made = open(handle, make(handle, nextArena));
            nextArena = Math.min(LARGEST_ARENA, 2 * nextArena);
            return made;
        } catch (IOException e) {
            if (nextArena == FIRST_ARENA) {
                throw e;
            }
            nextArena = FIRST_ARENA;
            return makeArena();
        }
    }

    private static synchronized RegionHandle announce() {
        return Region.announce();
    }

    private static Region make(RegionHandle announced, long size) throws IOException {
        try {
            return Region.make(announced, size);
        } catch (Throwable t) {
            notMade(announced);
            throw t;
        }
    }

    private static synchronized void notMade(RegionHandle announced) {
        Region.made(announced, null);
    }

    private static synchronized Block.Hold holdIn(RegionHandle announced, Region region, long size) {
        return hold(open(announced, region), size);
    }

    private static Arena open(RegionHandle announced, Region region) {
        Region.made(announced, region);
        Arena arena = new Arena(region, FREE);
        ARENAS.put(region, arena);
        return arena;
    }

    private static Block.Hold hold(Arena arena, long size) {
        long offset = arena.allocate(size);
        arena.region().retain(offset);
        return opened(new Block.Hold(arena.region(), offset, size), size);
    }

    private static Block.Hold opened(Block.Hold hold, long size) {
        open += size;
        return hold;
    }

    /**
     * {@return whether the garbage collector should look for blocks that nobody can reach} Memory that is shared takes none of the
     * heap, so by itself it would not look for long.
     */
    static synchronized boolean isWorthCollecting() {
        boolean worthwhile = open >= collectAt;
        if (worthwhile) {
            collectAt = 2 * open;
        }
        return worthwhile;
    }

    static synchronized Block.Hold attach(BlockHandle handle) throws IOException {
        Region region = Region.attach(handle.region());
        try {
            BlockUse use = new BlockUse(region.data(), handle.offset());
            use.attached(region.seats().own(), handle.generation());
            if (handle.counted()) {
                use.received();
                region.header().received();
                FaultPoint.at("handle.received");
            }
            region.retain(handle.offset());
            return opened(new Block.Hold(region, handle.offset(), handle.size()), handle.size());
        } finally {
            region.release();
        }
    }

    /** @param keep whether to keep the block rather than count the handle, where it will be known that it has arrived */
    static synchronized BlockHandle send(Region region, long offset, long size, boolean keep) {
        BlockUse use = new BlockUse(region.data(), offset);
        Transit transit = Transit.current();
        boolean kept = keep && transit != null && transit.isKeeping();
        boolean counted = !kept && !Transit.isKeptBySender();
        if (counted) {
            region.header().sent();
            FaultPoint.at("handle.counted");
            use.sent();
            FaultPoint.at("handle.made");
        }
        if (transit != null && kept) {
            region.retain(offset);
            transit.keep(opened(new Block.Hold(region, offset, size), size));
        } else if (transit != null) {
            region.retain();
            transit.add(new HandleInTransit(region, use));
        }
        return new BlockHandle(region.handle(), offset, size, use.generation(), counted);
    }

    static synchronized BlockHandle name(Region region, long offset, long size) {
        int generation = new BlockUse(region.data(), offset).generation();
        return new BlockHandle(region.handle(), offset, size, generation, false);
    }

    /** A handle that was made will not be taken. */
    static synchronized void takeBack(Region region, BlockUse use) {
        use.received();
        region.header().received();
    }

    /** A handle that was made here was not sent: if the block was closed meanwhile, it may be what kept it. */
    static synchronized void notSent(Region region, BlockUse use) {
        takeBack(region, use);
        try {
            Arena arena = ARENAS.get(region);
            if (arena != null) {
                arena.lookAgainAt(use.offset());
                settle(arena);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            region.release();
        }
    }

    /** A region is used once less. */
    static synchronized void release(Region region) {
        region.release();
    }

    static synchronized void close(Region region, long offset, long size) {
        open -= size;
        collectAt = Math.max(FIRST_COLLECTION, Math.min(collectAt, 2 * open));
        try {
            if (region.forget(offset)) {
                new BlockUse(region.data(), offset).closed(region.seats().own());
                Arena arena = ARENAS.get(region);
                if (arena != null) {
                    arena.closed(offset, size);
                    settle(arena);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            region.release();
        }
    }

    /** Some of an arena's blocks were lent or have become free, perhaps. */
    private static void settle(Arena arena) {
        LENDERS.update(arena);
        boolean spare = arena == current && arena.size() == FIRST_ARENA;
        if (arena.isEmpty() && !spare) {
            giveUp(arena);
        }
    }

    /** Does without the arena that is kept though it is empty. */
    static synchronized void giveUpSpare() {
        if (current != null && current.isEmpty()) {
            giveUp(current);
        }
    }

    private static void giveUp(Arena arena) {
        ARENAS.remove(arena.region());
        arena.end();
        if (current == arena) {
            current = null;
            nextArena = Math.max(FIRST_ARENA, arena.size() / 2); // there is no need of such a large one
        }
        arena.region().header().noneInTransit(); // who died while he sent or took a handle may have left it too high
        arena.region().release();
    }

    /** Removes a region's file if nobody uses it. */
    static synchronized void sweep(Path file) throws IOException {
        Region.sweep(file);
    }

    /** Looks whether blocks that others had are free, as after a process has ended. */
    static synchronized void lookAgain() throws IOException {
        lookAgain(Integer.MAX_VALUE);
    }

    private static synchronized void lookAgain(int atMost) throws IOException {
        int left = Math.min(atMost, LENDERS.blocks());
        while (left > 0 && LENDERS.blocks() > 0) {
            Arena arena = LENDERS.next();
            try {
                left -= arena.lookAgain(left);
            } finally {
                settle(arena);
            }
        }
    }
}
