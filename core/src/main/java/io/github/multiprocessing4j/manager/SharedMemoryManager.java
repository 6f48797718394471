package io.github.multiprocessing4j.manager;

import io.github.multiprocessing4j.memory.ShareableList;
import io.github.multiprocessing4j.memory.SharedMemory;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A manager of shared memory: the blocks that it makes live as long as its server's process. CPython's {@code multiprocessing.managers.SharedMemoryManager}.
 *
 * <pre>{@code
 * try (var manager = SharedMemoryManager.start()) {
 *     SharedMemory block = manager.sharedMemory(1 << 20);
 *     ChildProcess.start(() -> block.buffer().putInt(42)).join();   // the same memory
 *     System.out.println(block.buffer().getInt());                  // 42
 * }                                                                 // it is unlinked now
 * }</pre>
 *
 * <p>What is returned is no proxy, but the memory itself, open in this process: it is read and written without the server, and can be sent to other processes of this machine. Who has it
 * open {@linkplain SharedMemory#close closes} it, and keeps it until then, also when the manager has ended. Nobody needs to unlink anything; who wants a block to go earlier calls
 * {@link #release} or its {@link SharedMemory#unlink}.
 *
 * <p><b>The end.</b> All blocks are unlinked when the server's process ends: {@link #close()} has returned, who has started it has ended, it was terminated. After a SIGKILL of the server
 * the process that has started it does that as soon as it notices; after one of both, it is done at the latest when the tree of processes has ended. A server that runs {@linkplain
 * ManagerBuilder#getServer in a program's own process} keeps its blocks until that process ends.
 *
 * <p>Thread-safe. A method of a manager whose server has died throws {@link io.github.multiprocessing4j.failure.ManagerDiedException}; what was returned before can be used all
 * the same. For what other processes see of what is written see the {@linkplain io.github.multiprocessing4j.memory package of SharedMemory}.
 */
public final class SharedMemoryManager extends Manager {
    private static final ManagedType<ServerBlocks.Calls> BLOCKS =
            ManagedType.of("SharedMemory", ServerBlocks.Calls.class).factory(ServerBlocks::ofThisProcess);

    private final Object making = new Object();

    /** Null until it is needed. Guarded by {@link #making}. */
    private ServerBlocks.@Nullable Calls blocks;

    SharedMemoryManager(RemoteServer server, @Nullable ServerProcess process, @Nullable Duration callTimeout) {
        super(server, process, callTimeout);
    }

    /** {@return a manager with a server that is started} */
    public static SharedMemoryManager start() {
        return sharedMemoryBuilder().start();
    }

    /** {@return a builder of such managers, to which types can be added} */
    public static ManagerBuilder<SharedMemoryManager> sharedMemoryBuilder() {
        return new ManagerBuilder<>(SharedMemoryManager::new, List.of(BLOCKS), "SharedMemoryManager");
    }

    private ServerBlocks.Calls blocks() {
        requireOpen();
        synchronized (making) {
            ServerBlocks.Calls made = blocks;
            if (made == null) {
                made = create(BLOCKS);
                blocks = made;
            }
            return made;
        }
    }

    /**
     * Has a block of zeros made that ends with the manager.
     *
     * @param size how many bytes; at least 1
     * @return the block, open in this process
     * @throws IllegalArgumentException if the size is 0 or negative
     * @throws IllegalStateException if this manager was closed
     * @throws java.io.UncheckedIOException if there is no room for it, or the server is on another machine
     * @throws io.github.multiprocessing4j.failure.ManagerDiedException if the server has ended
     */
    public SharedMemory sharedMemory(long size) {
        return SharedMemory.open(blocks().create(size));
    }

    /**
     * Has a list made whose memory ends with the manager.
     *
     * @param items what is in it; none is fine
     * @return the list, open in this process
     * @throws IllegalArgumentException if an item is of a type that can't be, or has more than 9,999,991 bytes
     * @throws IllegalStateException if this manager was closed
     * @throws java.io.UncheckedIOException if there is no room for it, or the server is on another machine
     * @throws io.github.multiprocessing4j.failure.ManagerDiedException if the server has ended
     */
    public ShareableList shareableList(Collection<? extends @Nullable Object> items) {
        return ShareableList.open(blocks().createList(items));
    }

    /**
     * Unlinks a block now. Who has it open keeps it. What CPython's {@code SharedMemoryServer.release_segment} does.
     *
     * @param name the {@linkplain SharedMemory#name name} of a block of this manager, or of a list's
     * @throws IllegalArgumentException if no block of this manager is called so
     * @throws IllegalStateException if this manager was closed
     * @throws io.github.multiprocessing4j.failure.ManagerDiedException if the server has ended
     */
    public void release(String name) {
        blocks().release(name);
    }

    /**
     * {@return the names of the blocks that the manager will unlink, those made first first} What CPython's {@code SharedMemoryServer.list_segments} tells.
     *
     * @throws IllegalStateException if this manager was closed
     * @throws io.github.multiprocessing4j.failure.ManagerDiedException if the server has ended
     */
    public List<String> names() {
        return blocks().names();
    }

    /** Ends the server if this has started it, and with it all blocks; else the connection with it. Calling this again does nothing. */
    @Override
    public void close() {
        synchronized (making) {
            if (blocks != null) {
                BaseProxy.of(blocks).close();
                blocks = null;
            }
        }
        super.close();
    }
}
