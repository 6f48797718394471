package io.github.multiprocessing4j.connection;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A message between threads. */
sealed interface LocalMessage {
    /** {@return how much of a pipe's capacity it takes} */
    long cost();

    /** {@return a message of bytes, which are copied} */
    static LocalMessage copyOf(byte[] bytes, int offset, int length) {
        return new OfBytes(MemorySegment.ofArray(Arrays.copyOfRange(bytes, offset, offset + length)));
    }

    /** {@return a message of bytes, which are copied} */
    static LocalMessage copyOf(MemorySegment bytes) {
        long length = bytes.byteSize();
        MemorySegment copy = length <= OfBytes.LONGEST_ARRAY
                ? MemorySegment.ofArray(new byte[(int) length])
                : Arena.ofAuto().allocate(length);
        return new OfBytes(copy.copyFrom(bytes));
    }

    /**
     * An object, handed over as it is.
     *
     * @param object the object
     */
    record OfObject(@Nullable Object object) implements LocalMessage {
        /** As much as a small object takes between processes. */
        private static final long COST = 16;

        @Override
        public long cost() {
            return COST;
        }
    }

    /**
     * Bytes.
     *
     * @param bytes an array, all of it, unless they are too many for one
     */
    record OfBytes(MemorySegment bytes) implements LocalMessage {
        /** As much as between processes, so that empty messages find an end, too. */
        private static final long COST = 8;

        /** The longest array that every JVM makes. */
        private static final int LONGEST_ARRAY = Integer.MAX_VALUE - 8;

        long length() {
            return bytes.byteSize();
        }

        @Override
        public long cost() {
            return COST + length();
        }

        /** {@return the bytes; they are the receiver's} */
        byte[] toArray() throws MessageLostException {
            if (bytes.heapBase().orElse(null) instanceof byte[] array) {
                return array;
            }
            throw new MessageLostException("a message of " + length()
                    + " bytes is longer than an array can be and is lost: receive it into a MemorySegment");
        }
    }
}
