package io.github.multiprocessing4j.memory;

import io.github.multiprocessing4j.os.FaultPoint;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Where things are in the memory of a {@link ShareableList}, which is CPython's layout and so has no version. Numbers are in
 * this machine's order of bytes; N is the number of items, K the sum of their slots.
 *
 * <pre>
 *   offset           bytes
 *        0               8  N
 *        8         8 (N+1)  where each item's slot begins, from the start of the slots; at last K
 *   8 (N+2)              K  the slots, each a multiple of 8 bytes
 *   8 (N+2) + K        8 N  each item's format, as of CPython's struct, filled up with NULs
 *   8 (2N+2) + K         N  each item's code: what its bytes become in CPython
 * </pre>
 *
 * <p>N and the slots never change once N is there, which is written last: what was not finished is no list. An item is changed
 * by three stores; a reader after the writer's death sees
 *
 * <pre>
 *   killed after      what is read
 *   1 its bytes       the new bytes as the old type: a number, or a text cut short
 *   2 its format      the new item, but that of a text and bytes one is read as the other if the old one was that
 *   3 its code        the new item
 * </pre>
 *
 * @param memory the block's
 * @param slots where each slot begins, and where the last one ends
 */
record ListLayout(MemorySegment memory, long[] slots) {
    static final int UNIT = 8;

    private static final long LENGTH = 0;

    private static final long SLOTS = 8;

    private static final int FORMAT_BYTES = 8;

    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED;

    /** {@return how many bytes a list of items takes} */
    static long bytes(List<ListItem> items) {
        long bytes = (items.size() + 2L) * UNIT + items.size() * (FORMAT_BYTES + 1L);
        for (ListItem item : items) {
            bytes += item.slot();
        }
        return bytes;
    }

    /** Writes a new list, its length last. */
    static ListLayout write(MemorySegment memory, List<ListItem> items) {
        long[] slots = new long[items.size() + 1];
        for (int i = 0; i < items.size(); i++) {
            slots[i + 1] = slots[i] + items.get(i).slot();
        }
        ListLayout layout = new ListLayout(memory, slots);
        for (int i = 0; i < slots.length; i++) {
            memory.set(LONG, SLOTS + (long) i * UNIT, slots[i]);
        }
        FaultPoint.at("list.slots");
        for (int i = 0; i < items.size(); i++) {
            layout.set(i, items.get(i));
        }
        memory.set(LONG, LENGTH, items.size());
        FaultPoint.at("list.length");
        return layout;
    }

    /** Reads where things are, and throws if this can't be a list. */
    static ListLayout read(MemorySegment memory) {
        long most = (memory.byteSize() - 2 * UNIT) / (UNIT + UNIT + FORMAT_BYTES + 1);
        long length = memory.byteSize() < 2 * UNIT ? -1 : memory.get(LONG, LENGTH);
        if (length < 0 || length > most) {
            throw noList();
        }
        if (length == 0 && memory.byteSize() != bytes(List.of())) {
            throw new IllegalArgumentException(
                    "this shared memory holds no ShareableList yet: its length is written last");
        }
        long[] slots = new long[(int) length + 1];
        for (int i = 0; i < slots.length; i++) {
            slots[i] = memory.get(LONG, SLOTS + (long) i * UNIT);
        }
        check(slots, memory.byteSize() - UNIT * (length + 2) - (FORMAT_BYTES + 1) * length);
        return new ListLayout(memory, slots);
    }

    private static void check(long[] slots, long room) {
        boolean right = slots[0] == 0 && slots[slots.length - 1] <= room;
        for (int i = 1; i < slots.length; i++) {
            long slot = slots[i] - slots[i - 1];
            right &= slot >= UNIT && slot <= ListItem.LARGEST_SLOT && slots[i] <= room;
        }
        if (!right) {
            throw noList();
        }
    }

    private static IllegalArgumentException noList() {
        return new IllegalArgumentException("this shared memory holds no ShareableList");
    }

    int length() {
        return slots.length - 1;
    }

    /** {@return how many bytes an item may have} */
    int slot(int index) {
        return (int) (slots[index + 1] - slots[index]);
    }

    private long start() {
        return UNIT * (length() + 2L);
    }

    private long formatOf(int index) {
        return start() + slots[length()] + (long) index * FORMAT_BYTES;
    }

    private long codeOf(int index) {
        return start() + slots[length()] + (long) length() * FORMAT_BYTES + index;
    }

    /** The memory, with better words than the JDK's if it is closed. */
    private MemorySegment open() {
        if (!memory.scope().isAlive()) {
            throw new IllegalStateException("this ShareableList was closed in this process: open it again by its name");
        }
        return memory;
    }

    String format(int index) {
        byte[] bytes = open().asSlice(formatOf(index), FORMAT_BYTES).toArray(ValueLayout.JAVA_BYTE);
        int end = FORMAT_BYTES;
        while (end > 0 && bytes[end - 1] == 0) {
            end--;
        }
        return new String(bytes, 0, end, StandardCharsets.ISO_8859_1);
    }

    ListItem get(int index) {
        byte[] bytes = open().asSlice(start() + slots[index], slot(index)).toArray(ValueLayout.JAVA_BYTE);
        return new ListItem(format(index), open().get(ValueLayout.JAVA_BYTE, codeOf(index)), bytes);
    }

    void set(int index, ListItem item) {
        MemorySegment.copy(item.bytes(), 0, open(), ValueLayout.JAVA_BYTE, start() + slots[index], item.slot());
        FaultPoint.at("list.bytes");
        byte[] format = new byte[FORMAT_BYTES];
        byte[] text = item.format().getBytes(StandardCharsets.ISO_8859_1);
        System.arraycopy(text, 0, format, 0, text.length);
        MemorySegment.copy(format, 0, memory, ValueLayout.JAVA_BYTE, formatOf(index), FORMAT_BYTES);
        FaultPoint.at("list.format");
        open().set(ValueLayout.JAVA_BYTE, codeOf(index), item.code());
        FaultPoint.at("list.code");
    }
}
