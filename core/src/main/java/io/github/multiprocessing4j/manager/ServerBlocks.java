package io.github.multiprocessing4j.manager;

import io.github.multiprocessing4j.memory.ShareableList;
import io.github.multiprocessing4j.memory.SharedMemory;
import io.github.multiprocessing4j.process.Finalizer;
import io.github.multiprocessing4j.region.OwnName;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.NoSuchFileException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/*
 * A server that is told to end, or ends by a signal, unlinks its blocks itself. Of one that is killed the parent does, as it notices the end (OwnName), and if that was
 * killed, too, who cleans up after the tree.
 */
/** The blocks of shared memory that end with this process, in a server. CPython's {@code _SharedMemoryTracker}. Thread-safe. */
final class ServerBlocks {
    private static final class Holder {
        static final ServerBlocks OF_THIS_PROCESS = new ServerBlocks();
    }

    /** By their names, those made first first. Guarded by this. */
    private final Map<String, Block> blocks = new LinkedHashMap<>();

    /** @param memory not mapped here */
    private record Block(SharedMemory memory, OwnName record) {}

    /** How clients call it. */
    interface Calls {
        String create(long size);

        String createList(Collection<? extends @Nullable Object> items);

        void release(String name);

        List<String> names();
    }

    private ServerBlocks() {
        Finalizer.atExit(this::releaseAll);
    }

    static ServerBlocks ofThisProcess() {
        return Holder.OF_THIS_PROCESS;
    }

    public String create(long size) {
        return add(SharedMemory.create(size));
    }

    public String createList(Collection<? extends @Nullable Object> items) {
        return add(ShareableList.create(items).memory());
    }

    private synchronized String add(SharedMemory memory) {
        try {
            blocks.put(memory.name(), new Block(memory, OwnName.of(memory.name())));
            return memory.name();
        } catch (IOException e) {
            memory.unlink();
            throw new UncheckedIOException("there is no room to keep a record of " + memory.name(), e);
        } finally {
            memory.close();
        }
    }

    public synchronized void release(String name) {
        Block block = blocks.remove(name);
        if (block == null) {
            throw new IllegalArgumentException("no block of this manager is called " + name);
        }
        release(block);
    }

    private static void release(Block block) {
        try {
            block.memory().unlink();
        } catch (UncheckedIOException e) {
            if (!(e.getCause() instanceof NoSuchFileException)) { // a client has unlinked it
                throw e;
            }
        } finally {
            block.record().forget();
        }
    }

    public synchronized List<String> names() {
        return List.copyOf(blocks.keySet());
    }

    private synchronized void releaseAll() {
        blocks.values().forEach(ServerBlocks::release);
        blocks.clear();
    }

    @Override
    public String toString() {
        return "ServerBlocks" + names();
    }
}
