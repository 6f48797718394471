package io.github.multiprocessing4j.region;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * By {@code java.nio}, which has no files without a name: who opens a block while it is being made finds it empty or short, and
 * one whose creator is killed in that moment stays.
 */
final class PortableNamedFiles implements NamedFiles {
    @Override
    public Mapping create(Wish wish) throws IOException {
        return Uninterrupted.call(() -> make(wish));
    }

    private static Mapping make(Wish wish) throws IOException {
        Path path = wish.file();
        if (wish.reserved()) {
            Room.require(path, wish.size());
        }
        try (FileChannel file = OwnerOnly.create(path)) {
            long inode = inodeOf(path);
            try {
                return fill(wish, file, inode);
            } catch (Throwable t) {
                Files.deleteIfExists(path);
                SessionDirectory.untrack(wish.name(), inode);
                throw t;
            }
        }
    }

    private static Mapping fill(Wish wish, FileChannel file, long inode) throws IOException {
        if (wish.tracked()) {
            Files.createFile(SessionDirectory.recordOf(wish.name(), inode));
        }
        if (wish.reserved()) {
            Room.reserve(file, wish.size());
        }
        return map(file, wish.size(), wish.lifetime(), inode);
    }

    @Override
    public Mapping open(String name) throws IOException {
        Path path = DIRECTORY.resolve(name);
        return Uninterrupted.call(() -> {
            try (FileChannel file = FileChannel.open(
                    path, StandardOpenOption.READ, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS)) {
                NamedFiles.check(path, Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS), file.size());
                return map(file, file.size(), Lifetime.untilEnded(), inodeOf(path));
            }
        });
    }

    /** A file gets as large as its mapping. */
    private static Mapping map(FileChannel file, long size, Lifetime lifetime, long inode) throws IOException {
        try {
            return new Mapping(lifetime, file.map(MapMode.READ_WRITE, 0, size, lifetime.arena()), inode);
        } catch (Throwable t) {
            lifetime.end();
            throw t;
        }
    }

    private static long inodeOf(Path file) throws IOException {
        boolean known = file.getFileSystem().supportedFileAttributeViews().contains("unix");
        return known ? TrackedName.inodeOf(file) : 0;
    }

    @Override
    public void unlink(String name) throws IOException {
        Files.delete(DIRECTORY.resolve(name));
    }
}
