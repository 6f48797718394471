package io.github.multiprocessing4j.codec;

import java.util.Collections;
import java.util.Comparator;
import java.util.ConcurrentModificationException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Maps of the JDK: a length, then keys and values in turn. */
final class MapValues {
    private MapValues() {}

    static void write(int tag, Object value, FastWriter out) {
        Map<?, ?> map = (Map<?, ?>) value;
        switch (tag) {
            case Tags.EMPTY_MAP -> out.sink.writeByte(tag);
            case Tags.MAP_OF, Tags.SINGLETON_MAP -> writeImmutable(tag, map, out);
            default -> writeMutable(tag, map, out);
        }
    }

    private static void writeMutable(int tag, Map<?, ?> map, FastWriter out) {
        if (out.repeats(map)) {
            return;
        }
        boolean byAccess = tag == Tags.LINKED_HASH_MAP && isOrderedByAccess((LinkedHashMap<?, ?>) map);
        out.sink.writeByte(byAccess ? Tags.ACCESS_ORDERED_MAP : tag);
        if (tag == Tags.TREE_MAP) {
            out.writeObject(((TreeMap<?, ?>) map).comparator());
        }
        writeEntries(map, out);
    }

    private static void writeImmutable(int tag, Map<?, ?> map, FastWriter out) {
        int number = out.open(map);
        if (number >= 0) {
            out.sink.writeByte(tag);
            writeEntries(map, out);
            out.close(number);
        }
    }

    private static void writeEntries(Map<?, ?> map, FastWriter out) {
        int left = map.size();
        out.sink.writeVarInt(left);
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            out.writeObject(entry.getKey());
            out.writeObject(entry.getValue());
            left--;
        }
        if (left != 0) {
            throw new ConcurrentModificationException("changed by another thread while it was being written");
        }
    }

    /**
     * The flag is private. In a copy whose order is that of access, looking up the first of two keys makes it the last.
     */
    @SuppressWarnings({"unchecked", "NonApiType"})
    private static boolean isOrderedByAccess(LinkedHashMap<?, ?> map) {
        LinkedHashMap<Object, Object> copy = (LinkedHashMap<Object, Object>) map.clone();
        Object first = new Object();
        copy.put(first, first);
        copy.put(new Object(), first);
        copy.get(first);
        return copy.lastEntry().getKey().equals(first);
    }

    static Object read(int tag, FastReader in) {
        return switch (tag) {
            case Tags.EMPTY_MAP -> Collections.EMPTY_MAP;
            case Tags.HASH_MAP -> readHashMap(in);
            case Tags.LINKED_HASH_MAP -> readLinkedHashMap(in);
            case Tags.ACCESS_ORDERED_MAP ->
                putAll(
                        in.add(new LinkedHashMap<@Nullable Object, @Nullable Object>(16, 0.75f, true)),
                        in.readLength(),
                        in);
            case Tags.TREE_MAP -> readTreeMap(in);
            case Tags.MAP_OF, Tags.SINGLETON_MAP -> readImmutable(tag, in);
            default -> throw in.unknown(tag);
        };
    }

    private static Object readHashMap(FastReader in) {
        int length = in.readLength();
        return putAll(in.add(HashMap.<@Nullable Object, @Nullable Object>newHashMap(length)), length, in);
    }

    private static Object readLinkedHashMap(FastReader in) {
        int length = in.readLength();
        return putAll(in.add(LinkedHashMap.<@Nullable Object, @Nullable Object>newLinkedHashMap(length)), length, in);
    }

    @SuppressWarnings("unchecked")
    private static Object readTreeMap(FastReader in) {
        int number = in.reserve();
        Comparator<@Nullable Object> comparator = (Comparator<@Nullable Object>) in.readObject();
        TreeMap<@Nullable Object, @Nullable Object> map =
                in.define(number, new TreeMap<@Nullable Object, @Nullable Object>(comparator));
        return putAll(map, in.readLength(), in);
    }

    private static Object putAll(Map<@Nullable Object, @Nullable Object> map, int length, FastReader in) {
        in.check(map.getClass(), -1);
        for (int i = 0; i < length; i++) {
            Object key = in.readObject();
            map.put(key, in.readObject());
        }
        return map;
    }

    private static Object readImmutable(int tag, FastReader in) {
        int number = in.reserve();
        int length = in.readLength();
        Object value = tag == Tags.MAP_OF ? readMapOf(length, in) : readSingleton(length, in);
        in.check(value.getClass(), -1);
        return in.define(number, value);
    }

    private static Object readMapOf(int length, FastReader in) {
        @SuppressWarnings({"unchecked", "rawtypes"})
        Map.Entry<Object, Object>[] entries = new Map.Entry[length];
        for (int i = 0; i < length; i++) {
            Object key = Objects.requireNonNull(in.readObject(), "key");
            entries[i] = Map.entry(key, Objects.requireNonNull(in.readObject(), "value"));
        }
        return Map.ofEntries(entries);
    }

    private static Object readSingleton(int length, FastReader in) {
        if (length != 1) {
            throw in.source.garbage("a map of one entry has " + length);
        }
        Object key = in.readObject();
        return Collections.singletonMap(key, in.readObject());
    }
}
