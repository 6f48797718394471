package io.github.multiprocessing4j.region;

import io.github.multiprocessing4j.os.FaultPoint;
import io.github.multiprocessing4j.os.LibraryLog;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.lang.foreign.MemorySegment;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/*
 * Who uses a region has its file open and a seat in it, once in a process. There is no count of users that a killed process could
 * spoil: the kernel vacates a dead one's seat. Who lets go of a region tries whether he can have all seats; if so, and no
 * handle is on its way, nobody uses it and it is removed. What a process could not let go of itself, its parent sweeps as it
 * notices the end.
 */
/**
 * Memory that processes of one tree share, a file in their {@linkplain SessionDirectory directory}. It is there as long as
 * any process uses it or a handle to it is on its way, and vanishes with the tree at the latest. Guarded by {@link Heap}.
 */
final class Region {
    private static final SecureRandom RANDOM = new SecureRandom();

    /** Those that this process uses, by their file's name. */
    private static final Map<String, Region> OPEN = new HashMap<>();

    /** Files of those that are being made. */
    private static final Set<String> IN_THE_MAKING = new HashSet<>();

    private final RegionHandle handle;

    private final FileChannel file;

    private final Seats seats;

    private final java.lang.foreign.Arena mapping;

    private final RegionHeader header;

    private final MemorySegment data;

    private int uses = 1;

    /** How often this process has which block. */
    private final Map<Long, Integer> blocks = new HashMap<>();

    private Region(
            RegionHandle handle, FileChannel file, Seats seats, java.lang.foreign.Arena mapping, MemorySegment whole) {
        this.handle = handle;
        this.file = file;
        this.seats = seats;
        this.mapping = mapping;
        this.header = new RegionHeader(whole);
        this.data = whole.asSlice(RegionHeader.BYTES);
    }

    private static boolean isTaken(String file) {
        return OPEN.containsKey(file) || Files.exists(SessionDirectory.path().resolve(file));
    }

    /** {@return the handle of a region to be made} */
    static RegionHandle announce() {
        String file;
        do {
            file = SessionDirectory.newFile("r").getFileName().toString();
        } while (isTaken(file)); // by a process of this pid that is no more
        SessionDirectory.makeSureOfTracker();
        IN_THE_MAKING.add(file);
        return new RegionHandle(file, RANDOM.nextLong());
    }

    /**
     * {@return a new region of zeros} Takes as long as it takes to write them, so nothing else has to wait for it: this alone may
     * be called without the heap's lock.
     *
     * @throws IOException if there is no room for it
     */
    static Region make(RegionHandle announced, long size) throws IOException {
        return Uninterrupted.call(() -> makeFile(announced, size));
    }

    private static Region makeFile(RegionHandle handle, long size) throws IOException {
        long whole = Math.addExact(size, RegionHeader.BYTES);
        Path unnamed = SessionDirectory.newFile("t");
        Room.require(unnamed, whole);
        FileChannel file = OwnerOnly.create(unnamed);
        FaultPoint.at("region.created");
        try {
            Room.reserve(file, whole);
            FaultPoint.at("region.reserved");
            Region region = map(handle, file, whole);
            try {
                region.header.init(handle.id(), size, SessionDirectory.pidNamespace());
                // It has a seat taken by now, so that nobody takes it for one that nobody uses.
                Files.move(unnamed, unnamed.resolveSibling(handle.file()));
                FaultPoint.at("region.named");
                return region;
            } catch (Throwable t) {
                region.mapping.close();
                throw t;
            }
        } catch (Throwable t) {
            file.close();
            Files.deleteIfExists(unnamed);
            throw t;
        }
    }

    /** What was announced was made, and is used once, or it was not. */
    static void made(RegionHandle announced, @Nullable Region region) {
        IN_THE_MAKING.remove(announced.file());
        if (region != null) {
            OPEN.put(announced.file(), region);
        }
    }

    private static Region map(RegionHandle handle, FileChannel file, long whole) throws IOException {
        Seats seats = Seats.take(file);
        FaultPoint.at("region.seated");
        java.lang.foreign.Arena mapping = java.lang.foreign.Arena.ofShared();
        try {
            MemorySegment memory = file.map(MapMode.READ_WRITE, 0, whole, mapping);
            FaultPoint.at("region.mapped");
            return new Region(handle, file, seats, mapping, memory);
        } catch (Throwable t) {
            mapping.close();
            throw t;
        }
    }

    /**
     * {@return a region that some process has made, used once more}
     *
     * @throws IOException if it is gone, or not for this process
     */
    static Region attach(RegionHandle handle) throws IOException {
        Region open = OPEN.get(handle.file());
        if (open != null) {
            if (!open.handle.equals(handle)) { // and opening it a second time would cost this process its seat
                throw new GoneException(
                        "shared memory is gone: there is other memory under its name " + handle.file(), null);
            }
            open.retain();
            return open;
        }
        Region region = Uninterrupted.call(() -> open(handle));
        OPEN.put(handle.file(), region);
        return region;
    }

    private static Region open(RegionHandle handle) throws IOException {
        Path path = SessionDirectory.path().resolve(handle.file());
        FileChannel file;
        try {
            file = FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE);
        } catch (NoSuchFileException e) {
            throw new GoneException(
                    "shared memory is gone: all who used it have closed it, or it is not of this tree of processes", e);
        }
        FaultPoint.at("region.opened");
        try {
            Region region = map(handle, file, file.size());
            try {
                region.header.check(handle, SessionDirectory.pidNamespace());
            } catch (Throwable t) {
                region.mapping.close();
                throw t;
            }
            return region;
        } catch (ClosedByInterruptException e) {
            throw e; // it is tried again
        } catch (IOException e) {
            file.close();
            String reason = "shared memory can't be attached: " + e.getMessage();
            throw e instanceof GoneException ? new GoneException(reason, e) : new IOException(reason, e);
        } catch (Throwable t) {
            file.close();
            throw t;
        }
    }

    RegionHandle handle() {
        return handle;
    }

    /** {@return whether others can still find it} Somebody may have cleaned up the directory. */
    boolean isThere() {
        return Files.exists(SessionDirectory.path().resolve(handle.file()));
    }

    RegionHeader header() {
        return header;
    }

    /** {@return what the region is there for} */
    MemorySegment data() {
        return data;
    }

    Seats seats() {
        return seats;
    }

    /** There will be annexes, to be removed with it. */
    void markAnnexed() {
        header.markAnnexed();
    }

    /** Uses it once more. */
    void retain() {
        uses++;
    }

    /** Uses it once more, for a block. */
    void retain(long offset) {
        retain();
        blocks.merge(offset, 1, Integer::sum);
    }

    /** One who has a block has it no more. {@return whether it was the last one of this process} */
    boolean forget(long offset) {
        return blocks.computeIfPresent(offset, (_, count) -> count == 1 ? null : count - 1) == null;
    }

    /** Uses it once less; unmapped with the last use in this process, removed with the last one at all. */
    void release() {
        if (--uses > 0) {
            return;
        }
        OPEN.remove(handle.file());
        try {
            letGo();
        } catch (IOException
                | IllegalStateException e) { // the latter if a system call is in its memory: it stays mapped
            LibraryLog.logger().log(Level.DEBUG, "closing " + this, e);
        }
    }

    private void letGo() throws IOException {
        try (file) { // open: once it is mapped it is only locked, which no interrupt ends
            seats.leave();
            FaultPoint.at("region.left");
            removeIfUnused(SessionDirectory.path().resolve(handle.file()), file, header);
            FaultPoint.at("region.removed");
        } finally {
            mapping.close();
        }
    }

    private static void removeIfUnused(Path path, FileChannel file, RegionHeader header) throws IOException {
        if (Seats.lockAll(file) && !header.isInTransit()) {
            FaultPoint.at("region.emptied");
            header.markRemoved();
            FaultPoint.at("region.marked");
            if (header.isAnnexed()) {
                Annex.removeAll(path);
            }
            Files.deleteIfExists(path);
        }
    }

    /** Removes what nobody uses any more, because who did has died. */
    static void sweep(Path path) throws IOException {
        String name = String.valueOf(path.getFileName());
        if (OPEN.containsKey(name) || IN_THE_MAKING.contains(name)) {
            return; // opening it would cost this process its seat
        }
        try (java.lang.foreign.Arena arena = java.lang.foreign.Arena.ofConfined();
                FileChannel file = FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            MemorySegment header = file.map(MapMode.READ_WRITE, 0, RegionHeader.BYTES, arena);
            removeIfUnused(path, file, new RegionHeader(header));
        }
    }

    @Override
    public String toString() {
        return "Region[" + handle.file() + ", " + data.byteSize() + " bytes]";
    }
}
