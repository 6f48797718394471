package io.github.multiprocessing4j.memory;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.multiprocessing4j.process.ChildProcess;
import io.github.multiprocessing4j.testkit.Serialized;
import io.github.multiprocessing4j.testkit.ShortLived;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ShareableListTest {
    private static void withList(Consumer<ShareableList> use, @Nullable Object... items) {
        try (ShareableList list = ShareableList.create(Arrays.asList(items))) {
            try {
                use.accept(list);
            } finally {
                list.unlink();
            }
        }
    }

    @Test
    void holdsWhatCPythonsDoes() {
        withList(
                list -> {
                    assertEquals(7, list.size());
                    assertEquals("howdy", list.get(0));
                    assertArrayEquals(new byte[] {'H', 'o'}, (byte[]) list.get(1));
                    assertEquals(-273.154, list.get(2));
                    assertEquals(100L, list.get(3));
                    assertNull(list.get(4));
                    assertEquals(true, list.get(5));
                    assertEquals(42L, list.get(6));
                    assertEquals("8s8sdqxxxxxx?xxxxxxxx?q", list.format());
                },
                "howdy",
                new byte[] {'H', 'o'},
                -273.154,
                100,
                null,
                true,
                42L);
    }

    @Test
    void narrowNumbersAreWidened() {
        withList(list -> assertEquals(List.of(1L, 2L, 3L, 0.5), list), (byte) 1, (short) 2, 3, 0.5f);
    }

    @Test
    void anEmptyListIsAList() {
        withList(list -> {
            assertEquals(0, list.size());
            assertEquals("", list.format());
            assertEquals(List.of(), list);
            assertThrows(IndexOutOfBoundsException.class, () -> list.get(0));
            ShareableList.open(list.name()).close();
        });
    }

    @Test
    void anItemCanBeReplacedByOneOfAnotherType() {
        withList(
                list -> {
                    assertEquals("0123456789", list.set(0, 1));
                    assertEquals("qq", list.format());
                    assertEquals(1L, list.set(0, "sixteen letters."));
                    assertEquals("16sq", list.format());
                    assertEquals("sixteen letters.", list.set(0, null));
                    assertNull(list.set(0, false));
                    assertEquals(false, list.set(0, -0.0));
                    assertEquals(-0.0, list.get(0));
                    assertEquals(5L, list.set(1, "8 bytes!"));
                    assertEquals("8 bytes!", list.get(1));
                },
                "0123456789",
                5);
    }

    @Test
    void whatDoesNotFitIsRefusedAndChangesNothing() {
        withList(
                list -> {
                    assertThrows(IllegalArgumentException.class, () -> list.set(0, "123456789"));
                    assertThrows(IllegalArgumentException.class, () -> list.set(0, "ééééé"));
                    assertThrows(IllegalArgumentException.class, () -> list.set(0, new byte[9]));
                    assertThrows(IllegalArgumentException.class, () -> list.set(0, new byte[8]));
                    assertThrows(IllegalArgumentException.class, () -> list.set(0, BigInteger.ONE));
                    assertThrows(IllegalArgumentException.class, () -> list.set(0, "\ud800"));
                    assertThrows(IndexOutOfBoundsException.class, () -> list.set(1, 1));
                    assertThrows(IndexOutOfBoundsException.class, () -> list.get(-1));
                    assertThrows(UnsupportedOperationException.class, () -> list.add(1));
                    assertEquals(List.of("old"), list);
                },
                "old");
        assertThrows(IllegalArgumentException.class, () -> ShareableList.create(List.of('c')));
        assertThrows(IllegalArgumentException.class, () -> ShareableList.create(List.of("x".repeat(9_999_992))));
    }

    @Test
    void stringsAreNotCut() {
        List<Object> items = new ArrayList<>(List.of("\0", "a\0\0", "1234567\0", "12345678\0", "\0a", "x".repeat(999)));
        items.addAll(List.of("ééééééé", "€€€€€€€€", "😀😀😀", ""));
        withList(
                list -> {
                    assertEquals(items, list);
                    try (ShareableList same = ShareableList.open(list.name())) {
                        assertEquals(items, same);
                    }
                },
                items.toArray());
        withList(list -> assertArrayEquals(new byte[3], (byte[]) list.get(0)), (Object) new byte[3]);
    }

    @Test
    void aShorterItemLeavesNothingOfALongerOne() {
        withList(
                list -> {
                    list.set(0, "abc\0");
                    list.set(0, "d");
                    assertEquals("d", list.get(0));
                    assertEquals("8s", list.format());
                },
                "1234567");
    }

    @Test
    void countsAndFinds() {
        withList(
                list -> {
                    assertEquals(2, list.count(1));
                    assertEquals(2, list.count(1L));
                    assertEquals(1, list.count(1.0));
                    assertEquals(1, list.count(null));
                    assertEquals(0, list.count("none"));
                    assertEquals(1, list.count(new byte[] {7}));
                    assertEquals(1, list.index(1));
                    assertEquals(3, list.lastIndexOf(1));
                    assertEquals(5, list.index(new byte[] {7}));
                    assertTrue(list.contains(null));
                    assertEquals(-1, list.indexOf(2));
                    assertThrows(NoSuchElementException.class, () -> list.index(2));
                },
                "a",
                1,
                1.0,
                1,
                null,
                new byte[] {7});
    }

    @Test
    void aListIsReadWhereItsNameIsKnown() {
        String name = "mp4j_test_" + BlockName.random();
        try (ShareableList list = ShareableList.create(name, List.of(1, "two"));
                ShareableList same = ShareableList.open(name)) {
            assertEquals(name, list.name());
            assertEquals(list, same);
            same.set(1, "2");
            assertEquals("2", list.get(1));
            assertEquals("ShareableList[" + name + ", [1, 2]]", list.toString());
            assertThrows(UncheckedIOException.class, () -> ShareableList.create(name, List.of()));
            same.close();
            assertEquals("ShareableList[" + name + ", closed]", same.toString());
            assertThrows(IllegalStateException.class, () -> same.get(0));
            assertThrows(IllegalStateException.class, () -> same.set(0, 1));
            list.unlink();
            assertThrows(UncheckedIOException.class, () -> ShareableList.open(name));
        }
    }

    @Test
    void aBlockThatHoldsNoListIsNotOpenedAsOne() {
        for (int first : new int[] {1, 100, 255}) {
            assertNoList(100, first);
        }
        assertNoList(1, 0);
    }

    private static void assertNoList(int size, int first) {
        try (SharedMemory block = SharedMemory.create(size)) {
            block.buffer().put(0, (byte) first);
            assertThrows(IllegalArgumentException.class, () -> ShareableList.open(block.name()));
            block.unlink();
        }
    }

    @Test
    void itTravelsByName() throws Exception {
        try (ShareableList list = ShareableList.create(List.of(1, 2));
                ShareableList copy = (ShareableList) Serialized.object(Serialized.bytes(list))) {
            assertEquals(list.name(), copy.name());
            copy.set(0, 42);
            assertEquals(List.of(42L, 2L), list);
            list.unlink();
        }
    }

    @Test
    void oneThatWasUnlinkedOnTheWayDoesNotArrive() throws Exception {
        byte[] sent;
        try (ShareableList list = ShareableList.create(List.of(1))) {
            sent = Serialized.bytes(list);
            list.unlink();
        }
        var e = assertThrows(UncheckedIOException.class, () -> Serialized.object(sent));
        assertInstanceOf(NoSuchFileException.class, e.getCause());
    }

    @Test
    void aChildSeesAndChangesIt() {
        withList(
                list -> {
                    ChildProcess child = ShortLived.child().start(() -> {
                        try (list) {
                            list.set(1, list.get(0) + "!");
                        }
                    });
                    child.join();
                    assertEquals(0, child.exitStatus().exitCode());
                    assertEquals("hello!", list.get(1));
                },
                "hello",
                "");
    }
}
