package io.github.multiprocessing4j.codec;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.ConcurrentModificationException;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.LinkedList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Lists, sets and deques of the JDK: a length and the elements. What can be changed is numbered before its elements are
 * read, so that they may refer to it; what cannot is made when they are there.
 */
final class CollectionValues {
    private CollectionValues() {}

    static void write(int tag, Object value, FastWriter out) {
        Collection<?> elements = (Collection<?>) value;
        switch (tag) {
            case Tags.LIST_OF, Tags.SET_OF, Tags.SINGLETON_LIST, Tags.SINGLETON_SET ->
                writeImmutable(tag, elements, out);
            case Tags.EMPTY_LIST, Tags.EMPTY_SET -> out.sink.writeByte(tag);
            default -> writeMutable(tag, elements, out);
        }
    }

    private static void writeMutable(int tag, Collection<?> elements, FastWriter out) {
        if (out.repeats(elements)) {
            return;
        }
        out.sink.writeByte(tag == Tags.SUBLIST ? Tags.ARRAY_LIST : tag);
        if (tag == Tags.ARRAYS_AS_LIST) {
            out.sawArray(/* throughList= */ true);
        }
        if (tag == Tags.TREE_SET) {
            out.writeObject(((TreeSet<?>) elements).comparator());
        }
        if (tag == Tags.ARRAY_LIST) {
            writeList((List<?>) elements, out);
        } else {
            writeElements(elements, out);
        }
    }

    private static void writeList(List<?> list, FastWriter out) {
        int size = list.size();
        out.sink.writeVarInt(size);
        for (int i = 0; i < size; i++) {
            out.writeObject(list.get(i));
        }
    }

    private static void writeElements(Collection<?> elements, FastWriter out) {
        int left = elements.size();
        out.sink.writeVarInt(left);
        for (Object element : elements) {
            out.writeObject(element);
            left--;
        }
        if (left != 0) {
            throw new ConcurrentModificationException("changed by another thread while it was being written");
        }
    }

    private static void writeImmutable(int tag, Collection<?> elements, FastWriter out) {
        int number = out.open(elements);
        if (number >= 0) {
            boolean nulls = tag == Tags.LIST_OF && holdsNull(elements);
            out.sink.writeByte(nulls ? Tags.LIST_WITH_NULLS : tag);
            writeElements(elements, out);
            out.close(number);
        }
    }

    /** Only a loop tells: {@code List.of().contains(null)} throws, while lists of {@code Stream.toList()} may hold null. */
    private static boolean holdsNull(Collection<?> elements) {
        for (Object element : elements) {
            if (element == null) {
                return true;
            }
        }
        return false;
    }

    @SuppressWarnings("JdkObsolete") // what was sent as a LinkedList arrives as one
    static Object read(int tag, FastReader in) {
        return switch (tag) {
            case Tags.ARRAY_LIST -> readArrayList(in);
            case Tags.LINKED_LIST -> fill(new LinkedList<>(), in.readLength(), in);
            case Tags.ARRAY_DEQUE -> readArrayDeque(in);
            case Tags.HASH_SET -> readHashSet(in);
            case Tags.LINKED_HASH_SET -> readLinkedHashSet(in);
            case Tags.TREE_SET -> readTreeSet(in);
            case Tags.ARRAYS_AS_LIST -> readArraysAsList(in);
            case Tags.EMPTY_LIST -> Collections.EMPTY_LIST;
            case Tags.EMPTY_SET -> Collections.EMPTY_SET;
            default -> readImmutable(tag, in);
        };
    }

    private static Object readArrayList(FastReader in) {
        int length = in.readLength();
        return fill(new ArrayList<>(length), length, in);
    }

    private static Object readArrayDeque(FastReader in) {
        int length = in.readLength();
        return fill(new ArrayDeque<>(length), length, in);
    }

    private static Object readHashSet(FastReader in) {
        int length = in.readLength();
        return fill(HashSet.newHashSet(length), length, in);
    }

    private static Object readLinkedHashSet(FastReader in) {
        int length = in.readLength();
        return fill(LinkedHashSet.newLinkedHashSet(length), length, in);
    }

    /** The comparator comes first and may be numbered, but the set got its number before. */
    @SuppressWarnings("unchecked")
    private static Object readTreeSet(FastReader in) {
        int number = in.reserve();
        Comparator<@Nullable Object> comparator = (Comparator<@Nullable Object>) in.readObject();
        TreeSet<@Nullable Object> set = in.define(number, new TreeSet<@Nullable Object>(comparator));
        return addAll(set, in.readLength(), in);
    }

    private static Object fill(Collection<@Nullable Object> target, int length, FastReader in) {
        return addAll(in.add(target), length, in);
    }

    private static Object addAll(Collection<@Nullable Object> target, int length, FastReader in) {
        in.check(target.getClass(), -1);
        for (int i = 0; i < length; i++) {
            target.add(in.readObject());
        }
        return target;
    }

    private static Object readArraysAsList(FastReader in) {
        @Nullable Object[] elements = new @Nullable Object[in.readLength()];
        List<@Nullable Object> list = in.add(Arrays.<@Nullable Object>asList(elements));
        in.check(list.getClass(), -1);
        fill(elements, in);
        return list;
    }

    private static Object readImmutable(int tag, FastReader in) {
        int number = in.reserve();
        @Nullable Object[] elements = new @Nullable Object[in.readLength()];
        fill(elements, in);
        Object value = switch (tag) {
            case Tags.LIST_OF -> List.of(allPresent(elements));
            case Tags.LIST_WITH_NULLS -> Arrays.asList(elements).stream().toList();
            case Tags.SET_OF -> Set.of(allPresent(elements));
            case Tags.SINGLETON_LIST -> Collections.singletonList(elements[0]);
            case Tags.SINGLETON_SET -> Collections.singleton(elements[0]);
            default -> throw in.unknown(tag);
        };
        in.check(value.getClass(), -1);
        return in.define(number, value);
    }

    private static void fill(@Nullable Object[] elements, FastReader in) {
        for (int i = 0; i < elements.length; i++) {
            elements[i] = in.readObject();
        }
    }

    static Object[] allPresent(@Nullable Object[] elements) {
        Object[] present = new Object[elements.length];
        for (int i = 0; i < present.length; i++) {
            present[i] = Objects.requireNonNull(elements[i], "element");
        }
        return present;
    }
}
