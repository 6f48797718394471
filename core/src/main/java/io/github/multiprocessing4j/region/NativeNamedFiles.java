package io.github.multiprocessing4j.region;

import io.github.multiprocessing4j.os.Descriptors;
import io.github.multiprocessing4j.os.FaultPoint;
import io.github.multiprocessing4j.os.SharedMemoryFiles;
import java.io.IOException;
import java.nio.file.Path;

/*
 * A new block has no name until it has its size, its memory and a record. So nobody finds half of one, and one whose creator
 * is killed meanwhile is gone: before it gets its name the kernel frees it, afterwards there is the record.
 *
 *   killed after           what is left
 *   createUnnamed          nothing
 *   resize, reserve        nothing
 *   track                  a record of a name that is not there, or is another file's: the tracker leaves that alone
 *   name                   the block and its record: the tracker unlinks it when the tree ends
 */
/** By the system calls behind {@code shm_open}. */
final class NativeNamedFiles implements NamedFiles {
    @Override
    public Mapping create(Wish wish) throws IOException {
        if (wish.reserved()) {
            Room.require(wish.file(), wish.size());
        }
        int descriptor = SharedMemoryFiles.createUnnamed(DIRECTORY);
        FaultPoint.at("named.unnamed");
        try {
            if (wish.reserved()) {
                SharedMemoryFiles.reserve(descriptor, wish.size());
            } else {
                SharedMemoryFiles.resize(descriptor, wish.size());
            }
            FaultPoint.at("named.sized");
            Mapping mapping = map(
                    descriptor,
                    wish.size(),
                    wish.lifetime(),
                    SharedMemoryFiles.status(descriptor).inode());
            try {
                FaultPoint.at("named.mapped");
                name(descriptor, wish, mapping.inode());
                return mapping;
            } catch (Throwable t) {
                mapping.lifetime().end();
                throw t;
            }
        } finally {
            Descriptors.close(descriptor);
        }
    }

    private static void name(int descriptor, Wish wish, long inode) throws IOException {
        if (wish.tracked()) {
            SharedMemoryFiles.createEmpty(SessionDirectory.recordOf(wish.name(), inode));
        }
        FaultPoint.at("named.recorded");
        try {
            SharedMemoryFiles.name(descriptor, wish.file());
            FaultPoint.at("named.linked");
        } catch (Throwable t) {
            SessionDirectory.untrack(wish.name(), inode);
            throw t;
        }
    }

    @Override
    public Mapping open(String name) throws IOException {
        Path file = DIRECTORY.resolve(name);
        int descriptor = SharedMemoryFiles.open(file);
        try {
            SharedMemoryFiles.Status status = SharedMemoryFiles.status(descriptor);
            NamedFiles.check(file, status.regular(), status.size());
            return map(descriptor, status.size(), Lifetime.untilEnded(), status.inode());
        } finally {
            Descriptors.close(descriptor);
        }
    }

    private static Mapping map(int descriptor, long size, Lifetime lifetime, long inode) throws IOException {
        try {
            return new Mapping(lifetime, SharedMemoryFiles.map(descriptor, size, lifetime.arena()), inode);
        } catch (Throwable t) {
            lifetime.end();
            throw t;
        }
    }

    @Override
    public void unlink(String name) throws IOException {
        SharedMemoryFiles.unlink(DIRECTORY.resolve(name));
    }
}
