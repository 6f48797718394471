package io.github.multiprocessing4j.manager;

import static io.github.multiprocessing4j.testkit.Together.inChild;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.ListIterator;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.concurrent.ConcurrentMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Lists and maps in a server are lists and maps. */
@Timeout(60)
class ContainersTest {
    private static SyncManager manager;

    @BeforeAll
    static void start() {
        manager = SharedServer.start(SyncManager.syncBuilder());
    }

    @AfterAll
    static void end() {
        manager.close();
    }

    private static List<Integer> upTo(int end) {
        return IntStream.range(0, end).boxed().toList();
    }

    @Test
    void aListIsAList() {
        ListProxy<Object> a = manager.list(upTo(10));
        assertEquals(upTo(10), a);
        assertEquals(a, new ArrayList<>(upTo(10)));
        assertEquals(upTo(10).hashCode(), a.hashCode());
        ListProxy<Object> b = manager.list();
        assertTrue(b.isEmpty());
        assertTrue(b.addAll(upTo(5)));
        assertEquals(2, b.get(2));
        assertEquals(List.of(2, 3, 4), b.slice(2, 10));
        assertEquals(List.of(1, 2), b.subList(1, 3));
        assertThrows(IndexOutOfBoundsException.class, () -> b.subList(2, 10));
        assertEquals("[0, 1, 2, 3, 4]", b.toString());
        assertTrue(b.contains(3));
        assertEquals(3, b.indexOf(3));
        assertTrue(b.remove((Object) 3));
        assertEquals(0, b.remove(0));
        assertEquals(1, b.set(0, null));
        assertEquals(Arrays.asList(null, 2, 4), b);
        ListProxy<Object> holder = manager.list(List.of(a));
        a.add("hello");
        assertEquals("hello", ((List<?>) holder.getFirst()).getLast());
    }

    @Test
    void codeIsRunInTheServerOrHere() {
        ListProxy<Integer> list = manager.list(List.of(3, 1, 2));
        list.sort(null);
        assertEquals(List.of(1, 2, 3), list);
        list.sort(Comparator.reverseOrder());
        assertEquals(List.of(3, 2, 1), list);
        int[] seen = {0};
        list.removeIf(x -> {
            seen[0]++; // in this process
            return x == 2;
        });
        assertEquals(List.of(3, 1), list);
        assertEquals(3, seen[0]);
        list.replaceAll(x -> x + 1);
        assertEquals(List.of(4, 2), list);
        assertEquals(6, list.stream().mapToInt(x -> x).sum());
    }

    @Test
    void whatDoesNotCrossIsAppliedHere() {
        List<Integer> here = new ArrayList<>();
        ListProxy<Integer> list = manager.list(List.of(2, 3, 1));
        list.sort((x, y) -> {
            here.add(x);
            return Integer.compare(x, y);
        });
        assertEquals(List.of(1, 2, 3), list.getValue());
        list.replaceAll(n -> n + here.size() - here.size() + 1);
        assertEquals(List.of(2, 3, 4), list.getValue());
        MapProxy<String, Integer> map = manager.map(Map.of("a", 1, "b", 2));
        map.replaceAll((_, value) -> value * 10 + here.size() - here.size());
        assertEquals(Map.of("a", 10, "b", 20), map.getValue());
        assertFalse(here.isEmpty());
        assertThrows(
                UnsupportedOperationException.class, () -> list.subList(0, 2).clear(), "it would be lost");
    }

    @Test
    void aListIsIteratedOver() {
        ListProxy<Integer> list = manager.list(upTo(10_000));
        Iterator<Integer> each = list.iterator();
        List<Integer> seen = new ArrayList<>();
        each.forEachRemaining(seen::add);
        assertEquals(upTo(10_000), seen);
        assertFalse(each.hasNext());
        assertThrows(NoSuchElementException.class, each::next);
        Iterator<Integer> changed = list.iterator();
        list.set(0, 100);
        assertEquals(100, changed.next());
        changed.remove();
        assertEquals(1, list.get(0));
        assertEquals(1, changed.next());
        assertThrows(
                NoSuchElementException.class,
                () -> list.listIterator(list.size()).next());
    }

    @Test
    void aListIsWalkedThrough() {
        ListProxy<String> list = manager.list(List.of("a", "b"));
        ListIterator<String> each = list.listIterator();
        assertEquals("a", each.next());
        each.set("A");
        each.add("-");
        assertEquals("b", each.next());
        assertEquals("b", each.previous());
        each.remove();
        assertThrows(IllegalStateException.class, each::remove);
        assertEquals(List.of("A", "-"), list);
    }

    @Test
    void aListHoldsLists() {
        List<ListProxy<Integer>> inner = IntStream.range(0, 3)
                .mapToObj(_ -> manager.<Integer>list(upTo(3)))
                .toList();
        ListProxy<List<Integer>> outer = manager.list(inner);
        inner.forEach(ListProxy::close);
        outer.get(0).set(2, 55);
        assertEquals(List.of(0, 1, 55), outer.get(0));
        assertEquals(List.of(0, 1, 2), outer.get(1));
        assertEquals(2, outer.get(1).removeLast());
        assertEquals(2, outer.get(1).size());
        assertEquals(3, outer.get(2).size());
    }

    @Test
    void aListMayHoldItself() {
        int before = manager.numberOfObjects();
        ListProxy<Object> list = manager.list();
        list.add(list);
        assertEquals(list, list.getFirst());
        list.close();
        System.gc();
        LeftBehind.await(manager, before);
    }

    @Test
    void aMapIsAMap() {
        MapProxy<Integer, String> map = manager.map();
        Map<Integer, String> local = new java.util.LinkedHashMap<>();
        for (int i = 70; i > 65; i--) {
            map.put(i, "" + (char) i);
            local.put(i, "" + (char) i);
        }
        assertEquals(local, map);
        assertEquals(map, local);
        assertEquals(local, map.getValue());
        assertEquals(List.copyOf(local.keySet()), List.copyOf(map.keySet()));
        assertEquals(List.copyOf(local.values()), List.copyOf(map.values()));
        assertEquals(local.entrySet(), map.entrySet());
        assertEquals("{70=F, 69=E, 68=D, 67=C, 66=B}", map.toString());
        assertNull(map.get(1));
        assertNull(map.put(1, null));
        assertTrue(map.containsKey(1));
        assertEquals("F", map.remove(70));
        assertEquals("?", map.getOrDefault(70, "?"));
    }

    @Test
    void aMapIsIteratedOverAsItWas() {
        MapProxy<Integer, String> map = manager.map(Map.of(1, "a"));
        map.put(2, "b");
        Iterator<Map.Entry<Integer, String>> each = map.entrySet().iterator();
        map.put(3, "c");
        Map.Entry<Integer, String> first = each.next();
        first.setValue("A");
        assertEquals("A", map.get(1));
        each.remove();
        each.next();
        assertFalse(each.hasNext());
        assertEquals(Map.of(2, "b", 3, "c"), map);
        assertTrue(map.keySet().remove(2));
        assertFalse(map.keySet().remove(2));
        map.values().clear();
        assertTrue(map.isEmpty());
    }

    @Test
    void valuesAreChangedOnce() {
        MapProxy<String, Integer> map = manager.map();
        for (int i = 0; i < 10; i++) {
            map.merge("n", 1, (x, y) -> x + y); // here, by comparing and setting
            map.merge("n", 1, (Sum) Integer::sum); // there
        }
        assertEquals(20, map.get("n"));
        assertEquals(7, map.computeIfAbsent("m", _ -> 7));
        assertEquals(8, map.compute("m", (_, value) -> value == null ? 0 : value + 1));
        assertNull(map.computeIfPresent("n", (_, _) -> null));
        assertEquals(Map.of("m", 8), map);
    }

    private interface Sum extends java.util.function.BinaryOperator<Integer>, java.io.Serializable {}

    @Test
    void aMapHoldsMaps() {
        MapProxy<String, Integer> pets = manager.map(Map.of("ferrets", 2, "hamsters", 4));
        MapProxy<String, Integer> supplies = manager.map(Map.of("water", 10, "feed", 3));
        MapProxy<String, Map<String, Integer>> both = manager.map(Map.of("pets", pets, "supplies", supplies));
        assertEquals(10, at(both, "supplies").get("water"));
        at(both, "supplies").put("blankets", 5);
        assertEquals(5, supplies.get("blankets"));
        pets.close();
        supplies.close();
        Map<String, Integer> again = at(both, "pets");
        assertEquals(2, again.get("ferrets"));
        both.clear();
        assertEquals(2, again.get("ferrets"));
        ListProxy<Object> outer = manager.list(List.of(List.of(88, 99), manager.list(List.of(again))));
        assertEquals(ArrayList.class, ((ArrayList<?>) new ArrayList<>((List<?>) outer.getFirst())).getClass());
        assertFalse(outer.getFirst() instanceof BaseProxy);
        assertTrue(outer.getLast() instanceof BaseProxy);
        Object innermost = ((List<?>) outer.getLast()).getFirst();
        assertEquals(again, innermost);
        assertEquals(((BaseProxy) again).token(), ((BaseProxy) innermost).token());
        assertNotSame(again, innermost);
    }

    private static <K, V> V at(Map<K, V> map, K key) {
        return Objects.requireNonNull(map.get(key));
    }

    @Test
    void childrenUseTheSameObjects() {
        List<String> shared = manager.list();
        ConcurrentMap<String, Integer> counts = manager.map();
        inChild(() -> {
            shared.add("x");
            counts.merge("a", 1, Integer::sum);
            shared.add(counts.toString());
        });
        assertEquals(List.of("x", "{a=1}"), shared);
    }

    @Test
    void whatIsLongGoesThroughToo() {
        ListProxy<byte[]> list = manager.list();
        byte[] megabytes = new byte[3 << 20];
        megabytes[megabytes.length - 1] = 7;
        list.add(megabytes);
        assertEquals(7, list.getFirst()[megabytes.length - 1]);
        ListProxy<Integer> many = manager.list(upTo(200_000));
        assertEquals(200_000, ((List<?>) Objects.requireNonNull(many.getValue())).size());
        assertEquals(upTo(200_000), List.copyOf(many));
    }
}
