package io.github.multiprocessing4j.region;

import io.github.multiprocessing4j.os.FaultPoint;
import java.io.IOException;
import java.lang.foreign.MemorySegment;

/**
 * The first bytes of a region's file.
 *
 * <pre>
 *   offset  bytes
 *        0      8  magic and version
 *        8      8  id, by which a file that has taken a removed one's name is known
 *       16      8  size of what follows the header
 *       24      8  pid namespace of who made it
 *       32      8  how many handles are in transit
 *       40      4  1 if it is being removed
 *       44      4  1 if it may have annexes, see {@link Annex}
 *       64     64  a seat each, one byte: locked by the process that sits there, never read
 *      128         data
 * </pre>
 *
 * <p>All but the last three are written before the file has its name.
 *
 * <table>
 * <caption>If a process dies after</caption>
 * <tr><th>store</th><th>others find</th></tr>
 * <tr><td>the count of handles went up</td><td>a handle that never arrives: the file stays as long as its tree of processes, or
 *     until who made it has all its blocks back</td></tr>
 * <tr><td>the count went down, the receiver</td><td>as if it had been closed; the receiver had its lock before</td></tr>
 * <tr><td>the count became 0</td><td>as if it had been closed: no block of it was in use</td></tr>
 * <tr><td>"being removed"</td><td>nobody attaches any more; whoever sweeps next removes the file</td></tr>
 * </table>
 *
 * @param memory the whole file
 */
record RegionHeader(MemorySegment memory) {
    /** Where data begins: two cache lines, so that what is behind shares none with what is before. */
    static final long BYTES = 128;

    /** Where the seats are. */
    static final long SEATS_AT = 64;

    private static final long MAGIC_AND_VERSION = 0x6d70_346a_7267_6e01L; // mp4jrgn, 1

    private static final long MAGIC = 0;
    private static final long ID = 8;
    private static final long SIZE = 16;
    private static final long NAMESPACE = 24;
    private static final long IN_TRANSIT = 32;
    private static final long REMOVED = 40;
    private static final long ANNEXED = 44;

    void init(long id, long size, long namespace) {
        Words.setLong(memory, ID, id);
        FaultPoint.at("header.id");
        Words.setLong(memory, SIZE, size);
        FaultPoint.at("header.size");
        Words.setLong(memory, NAMESPACE, namespace);
        FaultPoint.at("header.namespace");
        Words.setLong(memory, MAGIC, MAGIC_AND_VERSION);
        FaultPoint.at("header.magic");
    }

    /** Throws if this is not the expected region, or one that this process can't share. */
    void check(RegionHandle expected, long namespace) throws IOException {
        if (Words.getLong(memory, MAGIC) != MAGIC_AND_VERSION) {
            throw new IOException("it was made by another version of this library");
        }
        if (Words.getLong(memory, ID) != expected.id() || Words.getInt(memory, REMOVED) != 0) {
            throw new GoneException("all who used it have closed it", null);
        }
        if (Words.getLong(memory, NAMESPACE) != namespace) {
            throw new IOException(
                    "it belongs to another pid namespace, from which processes can't be told alive or dead");
        }
    }

    void sent() {
        Words.getAndAddLong(memory, IN_TRANSIT, 1);
    }

    /** A handle may be decoded more than once; only the first time it was expected. */
    void received() {
        long count;
        do {
            count = Words.getLong(memory, IN_TRANSIT);
        } while (count > 0 && !Words.compareAndSetLong(memory, IN_TRANSIT, count, count - 1));
    }

    /** What was counted can't be taken any more: all blocks are free, and the handles to them are of a former generation. */
    void noneInTransit() {
        Words.setLong(memory, IN_TRANSIT, 0);
        FaultPoint.at("handle.forgotten");
    }

    boolean isInTransit() {
        return Words.getLong(memory, IN_TRANSIT) > 0;
    }

    void markAnnexed() {
        Words.setInt(memory, ANNEXED, 1);
    }

    boolean isAnnexed() {
        return Words.getInt(memory, ANNEXED) != 0;
    }

    void markRemoved() {
        Words.setInt(memory, REMOVED, 1);
    }
}
