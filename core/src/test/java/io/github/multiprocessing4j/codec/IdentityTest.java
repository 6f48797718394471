package io.github.multiprocessing4j.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is one object here is one object there, and what is two is two. */
@NullUnmarked
@Timeout(60)
class IdentityTest {
    record Pair(Object left, Object right) implements Serializable {}

    static final class Node implements Serializable {
        Object next;
    }

    @Test
    void aListThatOccursTwiceArrivesOnce() {
        List<Integer> shared = new ArrayList<>(List.of(1));
        List<List<Integer>> copy = Crossing.of(new ArrayList<>(List.of(shared, shared, new ArrayList<>(shared))));
        assertSame(copy.get(0), copy.get(1));
        assertNotSame(copy.get(0), copy.get(2));
        assertEquals(copy.get(0), copy.get(2));
    }

    @Test
    void anArrayThatOccursTwiceArrivesOnce() {
        int[] shared = {1};
        Pair copy = Crossing.of(new Pair(shared, Optional.of(shared)));
        assertSame(copy.left(), ((Optional<?>) copy.right()).orElseThrow());
        copy = Crossing.inStream(new Pair(shared, Optional.of(shared)));
        assertSame(copy.left(), ((Optional<?>) copy.right()).orElseThrow());
    }

    @Test
    void aListMayHoldItself() {
        List<Object> list = new ArrayList<>();
        list.add(list);
        List<Object> copy = Crossing.of(list);
        assertSame(copy, copy.get(0));
    }

    @Test
    void cyclesLeadThroughWhateverCanBeChanged() {
        Map<String, Object> map = new HashMap<>();
        Object[] array = {map, null};
        LinkedList<Object> list = new LinkedList<>(List.of(new Pair(array, List.of(map))));
        array[1] = list;
        map.put("list", list);
        Map<String, Object> copy = Crossing.of(map);
        LinkedList<?> listCopy = (LinkedList<?>) copy.get("list");
        Pair pair = (Pair) listCopy.get(0);
        assertSame(copy, ((Object[]) pair.left())[0]);
        assertSame(listCopy, ((Object[]) pair.left())[1]);
        assertSame(copy, ((List<?>) pair.right()).get(0));
    }

    @Test
    void cyclesOfSerializableObjectsArrive() {
        Node node = new Node();
        node.next = new ArrayList<>(List.of(Optional.of(node)));
        Node copy = Crossing.of(node);
        assertSame(copy, ((Optional<?>) ((List<?>) copy.next).get(0)).orElseThrow());
    }

    @Test
    void aCycleThatNoReaderCouldCloseIsRefused() {
        List<Object> list = new ArrayList<>();
        Pair pair = new Pair(list, 1);
        list.add(pair);
        assertEquals(
                Pair.class.getTypeName() + " cannot be sent to another process: a " + Pair.class.getTypeName()
                        + " holds itself; such a cycle must lead through an object that can be changed after it was"
                        + " made and keeps its identity, such as an ArrayList",
                Crossing.refusal(pair));
    }

    @Test
    void aCycleThroughARecordArrivesIfTheListComesFirst() {
        List<Object> list = new ArrayList<>();
        list.add(new Pair(list, 1));
        List<Object> copy = Crossing.of(list);
        assertSame(copy, ((Pair) copy.get(0)).left());
    }

    @Test
    void sharedRecordsDoNotMultiply() {
        Object value = new Pair(1, 2);
        for (int i = 0; i < 60; i++) {
            value = new Pair(value, value);
        }
        assertTrue(Crossing.bytes(value).length < 2_000);
        Pair copy = (Pair) Crossing.of(value);
        assertSame(copy.left(), copy.right());
    }

    @Test
    void manyObjectsKeepTheirIdentity() {
        List<Object> list = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            list.add(new ArrayList<>(List.of(i)));
        }
        list.addAll(new ArrayList<>(list));
        List<Object> copy = Crossing.of(list);
        assertEquals(list, copy);
        for (int i = 0; i < 1_000; i++) {
            assertSame(copy.get(i), copy.get(1_000 + i));
        }
    }

    @Test
    void aListOverAnArrayStillSharesItsElements() {
        Integer[] array = {1, 2};
        Pair copy = Crossing.of(new Pair(array, Arrays.asList(array)));
        ((Integer[]) copy.left())[0] = 9;
        assertEquals(List.of(9, 2), copy.right());
    }
}
