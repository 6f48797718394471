package io.github.multiprocessing4j.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Date;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Random graphs of objects, with sharing and cycles, arrive in the shape in which Java's own object streams deliver them.
 * The seed is part of every failure; set it by {@code -Dcodec.seed}.
 */
@Timeout(120)
@NullUnmarked
class RandomGraphTest {
    record Two(Object a, Object b) implements Serializable {}

    static final class Box implements Serializable {
        Object content;
    }

    private Random random;

    private final List<Object> made = new ArrayList<>();

    @Test
    void arriveAsFromAnObjectStream() throws Exception {
        for (int i = 0; i < 4_000; i++) {
            long seed = Long.getLong("codec.seed", ThreadLocalRandom.current().nextLong());
            random = new Random(seed);
            made.clear();
            Object graph = make(1 + random.nextInt(5), /* boxes= */ i % 2 == 0);
            String expected = drawing(byStream(graph));
            assertEquals(expected, drawing(Crossing.of(graph)), "seed " + seed + ", round " + i);
        }
    }

    private Object make(int depth, boolean boxes) {
        if (!made.isEmpty() && random.nextInt(4) == 0) {
            return made.get(random.nextInt(made.size()));
        }
        if (depth == 0) {
            return leaf();
        }
        return switch (random.nextInt(boxes ? 9 : 8)) {
            case 0 -> fill(new ArrayList<>(), depth, boxes);
            case 1 -> fill(new LinkedList<>(), depth, boxes);
            case 2 -> fill(new ArrayDeque<>(), depth, boxes);
            case 3 -> map(new LinkedHashMap<>(), depth, boxes);
            case 4 -> array(new Object[random.nextInt(4)], depth, boxes);
            case 5 -> new Two(leaf(), leaf());
            case 6 -> List.of(leaf(), leaf(), leaf());
            case 7 -> map(new HashMap<>(), depth, boxes);
            default -> box(depth);
        };
    }

    private Object leaf() {
        return switch (random.nextInt(8)) {
            case 0 -> random.nextInt();
            case 1 -> random.nextLong();
            case 2 -> random.nextDouble();
            case 3 -> "s" + random.nextInt(100);
            case 4 -> random.nextBoolean();
            case 5 -> new Date(random.nextInt());
            case 6 -> new int[] {random.nextInt()};
            default -> "€" + (char) random.nextInt(0x10000);
        };
    }

    private Object fill(Collection<Object> target, int depth, boolean boxes) {
        made.add(target);
        for (int left = random.nextInt(5); left > 0; left--) {
            target.add(make(depth - 1, boxes));
        }
        return target;
    }

    private Object map(Map<Object, Object> map, int depth, boolean boxes) {
        made.add(map);
        for (int left = random.nextInt(5); left > 0; left--) {
            map.put("key" + random.nextInt(10), make(depth - 1, boxes));
        }
        return map;
    }

    private Object array(Object[] array, int depth, boolean boxes) {
        made.add(array);
        for (int i = 0; i < array.length; i++) {
            array[i] = make(depth - 1, boxes);
        }
        return array;
    }

    private Object box(int depth) {
        Box box = new Box();
        made.add(box);
        box.content = make(depth - 1, true);
        return box;
    }

    private static Object byStream(Object value) throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(value);
        }
        return new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray())).readObject();
    }

    /** A text that is equal for graphs of equal shape: what was drawn before is drawn as its number. */
    private static String drawing(Object value) {
        StringBuilder text = new StringBuilder();
        draw(value, text, new IdentityHashMap<>());
        return text.toString();
    }

    private static void draw(Object value, StringBuilder text, Map<Object, Integer> numbers) {
        boolean parts = value instanceof Collection
                || value instanceof Map
                || value instanceof Object[]
                || value instanceof Box
                || value instanceof int[];
        if (parts && numbers.containsKey(value)) {
            text.append('#').append(numbers.get(value));
            return;
        }
        if (parts) {
            numbers.put(value, numbers.size());
        }
        text.append(value == null ? "" : value.getClass().getSimpleName()).append('(');
        switch (value) {
            case Map<?, ?> map ->
                inOrder(map).forEach((key, content) -> {
                    text.append(key);
                    draw(content, text, numbers);
                });
            case Collection<?> collection -> collection.forEach(element -> draw(element, text, numbers));
            case Object[] array -> Arrays.asList(array).forEach(element -> draw(element, text, numbers));
            case int[] array -> text.append(Arrays.toString(array));
            case Box box -> draw(box.content, text, numbers);
            case Two two -> {
                draw(two.a, text, numbers);
                draw(two.b, text, numbers);
            }
            case null, default -> text.append(value);
        }
        text.append(')');
    }

    /** The order of a hash map depends on how it grew. */
    private static Map<?, ?> inOrder(Map<?, ?> map) {
        return map.getClass() == HashMap.class ? new TreeMap<>(map) : map;
    }
}
