package io.github.multiprocessing4j.memory;

import io.github.multiprocessing4j.region.NamedBlock;
import java.io.IOException;
import java.io.InvalidObjectException;
import java.io.ObjectInputStream;
import java.io.Serial;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * A block of memory that processes share and find by its name. CPython's counterpart is
 * {@code multiprocessing.shared_memory.SharedMemory}; both are what {@code shm_open(3)} makes, so Java and Python open each
 * other's blocks.
 *
 * <pre>{@code
 * try (var shm = SharedMemory.create(10)) {
 *     var name = shm.name();
 *     ChildProcess.start(() -> {
 *         try (var same = SharedMemory.open(name)) {
 *             same.buffer().put("hello".getBytes(UTF_8));
 *         }
 *     }).join();
 *     var bytes = new byte[5];
 *     shm.buffer().get(bytes);                // hello
 *     shm.unlink();
 * }
 * }</pre>
 *
 * <p><b>Two ends.</b> {@link #close()} ends this process's use: the memory is unmapped. {@link #unlink()} takes the name away, once
 * and by one process, so that nobody can open it any more; who has it open keeps it, and with the last of them the
 * memory is free. They may come in either order.
 *
 * <p><b>What is forgotten.</b> A block is tracked: what the tree of processes that created it has not unlinked when it ends is
 * unlinked then, with a logged warning that names it; without one if the process at the root, or all of them at once, are killed, or
 * if the logging system takes none any more as the JVM ends, as {@code java.logging} often does.
 * The end of a child alone unlinks nothing, nor does that of a process that has opened the block. Who wants a block to stay
 * creates it with {@link SharedMemoryBuilder#track track(false)}. What was not closed is unmapped when this object is no longer
 * reachable, so keep it as long as you use its {@link #segment()} or {@link #buffer()}. A block in
 * {@linkplain SharedMemoryBuilder#arena an arena of the caller's} is unmapped with that arena only, and used by the threads that it
 * allows.
 *
 * <p><b>What is promised.</b> The memory of a block is taken when it is created, and if there is none {@code create} throws. An
 * {@linkplain SharedMemoryBuilder#reserved(boolean) unreserved} block is faster to create, and ends with SIGBUS or an
 * {@link InternalError} when it is written to and there is no memory. The same happens if somebody makes the file
 * smaller while it is mapped, which no method here does.
 *
 * <p><b>Across processes.</b> It is {@link Serializable}: it travels by name, and is opened where it arrives. If it has been unlinked
 * by then, that fails as {@link #open(String)} does. Who receives it closes it.
 *
 * <p><b>With Python.</b> {@code SharedMemory(name)} opens a block of ours, and {@link #open(String)} one of Python's. Mind Python
 * before 3.13, and later ones without {@code track=False}: their resource tracker <em>unlinks every block that the program has
 * opened</em> when the program ends, also when it is another's. There, say
 * {@code resource_tracker.unregister(shm._name, "shared_memory")} after opening one. A tree of Java processes leaves what
 * Python made alone.
 *
 * <p>Numbers in a {@link #buffer()} are in this machine's order of bytes, as native programs have them.
 *
 * <p>Thread-safe as far as opening and closing go: access while or after another thread closes throws
 * {@link IllegalStateException} and never crashes. For what others see of what is written see the
 * {@linkplain io.github.multiprocessing4j.memory package}.
 */
public final class SharedMemory implements AutoCloseable, Serializable {
    @Serial
    private static final long serialVersionUID = 1;

    private final String name;

    private final transient NamedBlock block;

    SharedMemory(String name, NamedBlock block) {
        this.name = name;
        this.block = block;
    }

    /**
     * Creates a block of zeros with a new name, tracked and reserved.
     *
     * @param size how many bytes; at least 1
     * @return the block
     * @throws IllegalArgumentException if the size is 0 or negative
     * @throws UncheckedIOException if there is no room for it
     */
    public static SharedMemory create(long size) {
        return builder().create(size);
    }

    /**
     * Creates a block of zeros, tracked and reserved.
     *
     * @param name what it is called, by which every process of this user and this system finds it; no slash, no NUL, and at
     *     most 232 bytes, or 255 if it is not {@linkplain SharedMemoryBuilder#track(boolean) tracked}
     * @param size how many bytes; at least 1
     * @return the block
     * @throws IllegalArgumentException if the size is 0 or negative, or the name none
     * @throws UncheckedIOException if there is no room for it, or there is a block of that name: then the cause is a
     *     {@link java.nio.file.FileAlreadyExistsException}
     */
    public static SharedMemory create(String name, long size) {
        return builder().name(name).create(size);
    }

    /** {@return a builder, for what {@link #create(long)} does not tell} */
    public static SharedMemoryBuilder builder() {
        return new SharedMemoryBuilder();
    }

    /**
     * Opens a block that this or another process has created.
     *
     * @param name what it is called
     * @return the block
     * @throws IllegalArgumentException if the name can be none
     * @throws UncheckedIOException if it is not there: then the cause is a {@link java.nio.file.NoSuchFileException}; if it
     *     belongs to somebody else ({@link java.nio.file.AccessDeniedException}); or if it is empty or not
     *     shared memory
     */
    public static SharedMemory open(String name) {
        BlockName.check(name);
        try {
            return new SharedMemory(name, NamedBlock.open(name));
        } catch (IOException e) {
            throw BlockName.failure("open", name, e);
        }
    }

    /** {@return whether {@link #close()} was called} */
    boolean isClosed() {
        return block.isClosed();
    }

    /** {@return what it is called} */
    public String name() {
        return name;
    }

    /** {@return how many bytes it has} */
    public long size() {
        return block.size();
    }

    /**
     * {@return the memory; after {@link #close()} access throws {@link IllegalStateException}, if it is not in an arena of the
     * caller's}
     *
     * @throws IllegalStateException if this is closed
     */
    public MemorySegment segment() {
        return block.memory();
    }

    /**
     * {@return a new buffer of the whole memory, at position 0, in this machine's order of bytes} After {@link #close()}
     * access throws {@link IllegalStateException}.
     *
     * @throws IllegalStateException if this is closed
     * @throws UnsupportedOperationException if it has more than 2 GiB less one byte, which a buffer can't have
     */
    public ByteBuffer buffer() {
        if (size() > Integer.MAX_VALUE) {
            throw new UnsupportedOperationException(
                    "a buffer can't have " + size() + " bytes; use segment(), or buffers of slices of it");
        }
        return block.memory().asByteBuffer().order(ByteOrder.nativeOrder());
    }

    /**
     * Ends this process's use of the block by this object. Does nothing the second time.
     *
     * @throws IllegalStateException if a system call, such as a channel's write, is reading or writing it
     */
    @Override
    public void close() {
        block.close();
    }

    /**
     * Takes the block's name away, so that it ends when all have closed it. To be done once, by any one process that has or
     * had it open, before or after {@link #close()}.
     *
     * @throws UncheckedIOException if there is no such name, because somebody has done it already: the cause is a
     *     {@link java.nio.file.NoSuchFileException}
     */
    public void unlink() {
        try {
            block.unlink();
        } catch (IOException e) {
            throw BlockName.failure("unlink", name, e);
        }
    }

    /** {@return its name and size, and whether it is closed} */
    @Override
    public String toString() {
        return "SharedMemory[" + name + ", " + size() + " bytes" + (isClosed() ? ", closed]" : "]");
    }

    @Serial
    private Object writeReplace() {
        return new Sent(name);
    }

    @Serial
    private void readObject(ObjectInputStream in) throws InvalidObjectException {
        throw new InvalidObjectException("shared memory travels by its name");
    }

    /** What travels. */
    private record Sent(String name) implements Serializable {
        @Serial
        private Object readResolve() {
            return open(name);
        }
    }
}
