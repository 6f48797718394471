package io.github.multiprocessing4j.codec;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Numbers objects in the order in which they are added and finds them again by identity. Few objects are searched one by
 * one, since their identity hash would cost more than that; many by a hash table.
 */
@SuppressWarnings("ReferenceEquality") // is what this class is about
final class Identities {
    private static final int FEW = 12;

    private @Nullable Object[] objects = new Object[8];

    private int size;

    /** Number plus one by hash, open addressing; only there for many objects. */
    private int @Nullable [] table;

    int size() {
        return size;
    }

    /** Returns the object's number, or -1. */
    int find(Object object) {
        int[] slots = table;
        if (slots != null) {
            return slots[slot(slots, object)] - 1;
        }
        for (int i = 0; i < size; i++) {
            if (objects[i] == object) {
                return i;
            }
        }
        return -1;
    }

    /** Adds an object that is not there and returns its number. */
    int add(Object object) {
        if (size == objects.length) {
            objects = Arrays.copyOf(objects, 2 * size);
        }
        objects[size++] = object;
        int[] slots = table;
        if (slots == null ? size > FEW : 2 * size > slots.length) {
            table = rehash(slots == null ? 4 * FEW : slots.length);
        } else if (slots != null) {
            slots[slot(slots, object)] = size;
        }
        return size - 1;
    }

    private int[] rehash(int length) {
        int[] slots = new int[Integer.highestOneBit(length) << 1];
        for (int i = 0; i < size; i++) {
            Object object = objects[i];
            if (object != null) {
                slots[slot(slots, object)] = i + 1;
            }
        }
        return slots;
    }

    private int slot(int[] slots, Object object) {
        int mask = slots.length - 1;
        int i = System.identityHashCode(object) * 0x9e37_79b1 >>> 7 & mask;
        while (slots[i] != 0 && objects[slots[i] - 1] != object) {
            i = i + 1 & mask;
        }
        return i;
    }
}
