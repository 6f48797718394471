package io.github.multiprocessing4j.sharedtypes;

import io.github.multiprocessing4j.region.Block;
import io.github.multiprocessing4j.sync.RLock;
import java.lang.foreign.StructLayout;
import org.jspecify.annotations.Nullable;

/**
 * The memory of a value or an array, what is in it, and the lock of its own. The raw form and the locked ones of a value have
 * the same piece.
 *
 * <p>The lock is made when it is first asked for, or when the piece is sent, as all processes must have the same one: a value
 * that needs no lock has none, and takes up one block instead of two.
 */
final class Piece implements AutoCloseable {
    final TypeCode type;

    final @Nullable StructLayout layout;

    /** How many elements an array has; 1 for a value. */
    final long length;

    final Block block;

    private volatile @Nullable RLock lock;

    Piece(TypeCode type, @Nullable StructLayout layout, long length, Block block, @Nullable RLock lock) {
        this.type = type;
        this.layout = layout;
        this.length = length;
        this.block = block;
        this.lock = lock;
    }

    static Piece allocate(TypeCode type, @Nullable StructLayout layout, long length) {
        if (length < 0) {
            throw new IllegalArgumentException("the length must not be negative: " + length);
        }
        return new Piece(type, layout, length, Block.allocate(wholeWords(elementBytes(type, layout), length)), null);
    }

    private static long wholeWords(long elementBytes, long length) {
        try {
            long bytes = Math.multiplyExact(elementBytes, length);
            return Math.max(Integer.BYTES, Math.addExact(bytes, Integer.BYTES - 1) & -Integer.BYTES);
        } catch (ArithmeticException e) {
            throw new IllegalArgumentException(length + " elements of " + elementBytes + " bytes are too many", e);
        }
    }

    private static long elementBytes(TypeCode type, @Nullable StructLayout layout) {
        return layout == null ? type.bytes : layout.byteSize();
    }

    long elementBytes() {
        return elementBytes(type, layout);
    }

    long byteSize() {
        return elementBytes() * length;
    }

    RLock lock() {
        RLock existing = lock;
        return existing == null ? makeLock() : existing;
    }

    private synchronized RLock makeLock() {
        RLock existing = lock;
        if (existing == null) {
            checkOpen();
            lock = existing = RLock.create();
        }
        return existing;
    }

    void checkOpen() {
        if (block.isClosed()) {
            throw closed();
        }
    }

    IllegalStateException closed() {
        return new IllegalStateException("this value or array (" + type + ", length " + length
                + ") was closed in this process: close it when nobody here uses it any more; another process that has"
                + " it can send it again");
    }

    @Override
    public synchronized void close() {
        RLock existing = lock;
        if (existing != null) {
            existing.close();
        }
        block.close();
    }
}
