package io.github.multiprocessing4j.manager;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Sets, namespaces, values and arrays of a manager. */
class ManagedValuesTest extends SharedManager {
    @Test
    void aSetIsSharedAndInTheOrderOfInsertion() {
        try (SetProxy<@Nullable String> set = manager.set(List.of("c", "a"))) {
            inAnotherProcess(() -> {
                assertTrue(set.add("b"));
                assertFalse(set.add("a"));
                assertTrue(set.remove("c"));
                set.add(null);
            });
            assertEquals(Arrays.asList("a", "b", null), new ArrayList<>(set));
            assertEquals("[a, b, null]", set.toString());
            assertTrue(set.contains(null));
            assertTrue(set.containsAll(List.of("a", "b")));
            assertEquals(3, set.size());
            assertTrue(set.retainAll(Arrays.asList("b", "x", null)));
            assertTrue(set.remove(null));
            assertEquals(Set.of("b"), set);
            assertEquals(set, Set.of("b"));
            assertEquals(Set.of("b").hashCode(), set.hashCode());
            assertEquals(Set.of("b"), set.getValue());
            set.clear();
            assertTrue(set.isEmpty());
        }
    }

    @Test
    void aSetIsGoneThroughByACopy() {
        try (SetProxy<Integer> set = manager.set(List.of(1, 2, 3, 4))) {
            for (int each : set) {
                set.add(-each);
            }
            assertEquals(8, set.size());
            Iterator<Integer> iterator = set.iterator();
            assertThrows(IllegalStateException.class, iterator::remove);
            iterator.next();
            iterator.remove();
            assertFalse(set.contains(1));
            assertTrue(set.removeIf(each -> each < 0)); // here, by the iterator
            assertEquals(List.of(2, 3, 4), set.stream().toList());
            assertEquals(9, set.parallelStream().mapToInt(each -> each).sum());
            assertArrayEquals(new Object[] {2, 3, 4}, set.toArray());
            Integer[] mine = new Integer[3];
            assertSame(mine, set.toArray(mine));
            assertArrayEquals(new Integer[] {2, 3, 4}, mine);
            List<Integer> seen = new ArrayList<>();
            set.forEach(seen::add);
            assertEquals(List.of(2, 3, 4), seen);
        }
    }

    @Test
    void aListHasStreamsAndArrays() {
        try (ListProxy<Integer> list = manager.list(List.of(1, 2, 3))) {
            assertEquals(List.of(2, 4, 6), list.stream().map(each -> 2 * each).toList());
            assertEquals(6, list.parallelStream().mapToInt(each -> each).sum());
            Integer[] mine = new Integer[3];
            assertSame(mine, list.toArray(mine));
            assertArrayEquals(new Integer[] {1, 2, 3}, mine);
            assertArrayEquals(new Integer[] {1, 2, 3}, list.toArray(Integer[]::new));
            assertEquals(List.of(3, 2, 1), list.reversed());
        }
    }

    /** CPython's test_namespace. */
    @Test
    void aNamespaceHasValuesByTheirNames() {
        try (Namespace names = manager.namespace()) {
            names.set("name", "Bob");
            names.set("job", "Builder");
            names.set("_hidden", "hidden");
            inAnotherProcess(() -> {
                assertEquals("Bob", names.get("name"));
                assertEquals("Builder", names.get("job", String.class));
                names.remove("job");
            });
            assertEquals("Namespace(name=Bob)", names.toString());
            assertTrue(names.contains("name"));
            assertFalse(names.contains("job"));
            assertThrows(NoSuchElementException.class, () -> names.get("job"));
            assertThrows(NoSuchElementException.class, () -> names.remove("job"));
            assertThrows(ClassCastException.class, () -> names.get("name", Integer.class));
            names.set("nothing", null);
            assertNull(names.get("nothing", Integer.class));
            assertEquals(List.of("_hidden", "name", "nothing"), names.names());
        }
        try (Namespace names = manager.namespace(Map.of("y", List.of(2), "x", 1))) {
            assertEquals("Namespace(x=1, y=[2])", names.toString());
            assertEquals(Map.of("y", List.of(2), "x", 1), names.getValue());
        }
    }

    @Test
    void aValueIsChangedByOneAtATime() throws Exception {
        try (ValueProxy<Integer> value = manager.value(1)) {
            inAnotherProcess(() -> {
                assertEquals(1, value.get());
                value.set(2);
            });
            assertEquals(2, value.get());
            assertEquals(2, value.getAndSet(5));
            assertFalse(value.compareAndSet(2, 6));
            assertTrue(value.compareAndSet(5, 0));
            allGet(workers(4, () -> {
                for (int i = 0; i < 100; i++) {
                    value.update(n -> n + 1);
                }
                return 0;
            }));
            assertEquals(400, value.get());
            assertThrows(
                    java.io.IOException.class,
                    () -> value.update(_ -> {
                        throw new java.io.IOException("on purpose");
                    }));
            assertEquals(400, value.getValue());
            assertEquals("Value(400)", value.toString());
        }
        try (ValueProxy<@Nullable String> value = manager.value(null)) {
            assertNull(value.get());
            assertNull(value.getValue());
            assertTrue(value.compareAndSet(null, "x"));
        }
    }

    @Test
    void anArrayHasAFixedLength() {
        try (ArrayProxy<Integer> array =
                manager.array('i', IntStream.range(0, 5).boxed().toList())) {
            inAnotherProcess(() -> {
                assertEquals(5, array.length());
                assertEquals(0, array.get(0));
                array.set(0, 1);
            });
            assertEquals(1, array.get(0));
            assertEquals(List.of(2, 3), array.slice(2, 4));
            array.setSlice(3, List.of(30, 40));
            List<Integer> seen = new ArrayList<>();
            for (int each : array) {
                seen.add(each);
                array.set(4, 0);
            }
            assertEquals(List.of(1, 1, 2, 30, 40), seen);
            assertEquals("[1, 1, 2, 30, 0]", array.toString());
            assertEquals(List.of(1, 1, 2, 30, 0), array.getValue());
            List<Integer> again = new ArrayList<>();
            array.forEach(again::add);
            array.spliterator().forEachRemaining(again::add);
            assertEquals(10, again.size());
            assertThrows(IndexOutOfBoundsException.class, () -> array.get(5));
            assertThrows(IndexOutOfBoundsException.class, () -> array.set(-1, 0));
            assertThrows(IndexOutOfBoundsException.class, () -> array.slice(4, 6));
            assertThrows(IndexOutOfBoundsException.class, () -> array.setSlice(4, List.of(1, 2)));
        }
    }

    @Test
    void elementsAreOfTheTypeCodesType() {
        try (ArrayProxy<Object> array = manager.array('b', List.of(1, -128))) {
            assertThrows(IllegalArgumentException.class, () -> array.set(0, 128));
            assertThrows(IllegalArgumentException.class, () -> array.set(0, 1L));
            assertThrows(IllegalArgumentException.class, () -> array.setSlice(0, List.of(1, 1_000)));
            assertEquals(List.of(1, -128), array.elements());
        }
        try (ArrayProxy<Object> array = manager.array(List.of("a", 1, 2.0))) {
            array.set(0, List.of());
            assertEquals(List.of(List.of(), 1, 2.0), array.elements());
        }
        assertThrows(IllegalArgumentException.class, () -> manager.array('x', List.of()));
    }

    @ParameterizedTest
    @CsvSource({
        "b, -128, -129, INT",
        "B, 255, -1, INT",
        "h, -32768, 32768, INT",
        "H, 65535, 65536, INT",
        "u, 1114111, 1114112, INT",
        "I, 4294967295, 4294967296, LONG",
        "I, 0, -1, LONG"
    })
    void aTypeCodeHasARange(char code, long fits, long doesNot, String type) {
        ElementCheck check = ElementCheck.of(code);
        boolean isInt = type.equals("INT");
        check.check(isInt ? (Object) (int) fits : (Object) fits);
        assertThrows(
                IllegalArgumentException.class, () -> check.check(isInt ? (Object) (int) doesNot : (Object) doesNot));
        assertThrows(IllegalArgumentException.class, () -> check.check(isInt ? (Object) fits : (Object) (int) fits));
        assertThrows(IllegalArgumentException.class, () -> check.check(null));
    }

    @Test
    void otherTypeCodesHaveTheirTypes() {
        for (char code : "lqLQ".toCharArray()) {
            ElementCheck.of(code).check(Long.MIN_VALUE);
        }
        ElementCheck.of('?').check(true);
        ElementCheck.of('i').check(Integer.MIN_VALUE);
        ElementCheck.of('d').check(Double.MAX_VALUE);
        ElementCheck.of('f').check(Double.POSITIVE_INFINITY);
        ElementCheck.of('c').check('\u00ff');
        assertThrows(IllegalArgumentException.class, () -> ElementCheck.of('c').check('\u0100'));
        assertThrows(IllegalArgumentException.class, () -> ElementCheck.of('f').check(Double.MAX_VALUE));
        assertThrows(IllegalArgumentException.class, () -> ElementCheck.of('?').check(1));
        ElementCheck.NONE.check(null);
    }
}
