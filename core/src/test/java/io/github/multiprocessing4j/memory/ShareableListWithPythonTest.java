package io.github.multiprocessing4j.memory;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ShareableListWithPythonTest {
    @BeforeEach
    void assumePython() {
        Python.assume();
    }

    @Test
    void pythonReadsAndWritesOurs() throws Exception {
        var items = Arrays.asList(1, -2.5, true, "háé€😀", new byte[] {1, 0, 2}, null, "nul\0", "ééééééé");
        try (ShareableList list = ShareableList.create(items)) {
            String seen = Python.run(list.name(), """
                items = attach_list(name)
                print(ascii(list(items)))
                items[0] = 'one'
                items[1] = None
                items[2] = 7
                items[3] = b'bytes'
                items[4] = False
                items[5] = 0.5
                items.shm.close()
                """);
            assertEquals(
                    "[1, -2.5, True, 'h\\xe1\\xe9\\u20ac\\U0001f600', b'\\x01\\x00\\x02', None, 'nul',"
                            + " '\\xe9\\xe9\\xe9\\xe9\\xe9\\xe9\\xe9']",
                    seen);
            assertEquals("one", list.get(0));
            assertEquals(null, list.get(1));
            assertEquals(7L, list.get(2));
            assertArrayEquals("bytes".getBytes(), (byte[]) list.get(3));
            assertEquals(List.of(false, 0.5, "nul\0"), list.subList(4, 7));
            list.unlink();
        }
    }

    @Test
    void weReadAndWritePythons() throws Exception {
        String name = Python.run("", """
            items = shared_memory.ShareableList([2**62, 1.5, False, 'text', b'12345678', None, 'é' * 7])
            resource_tracker.unregister(items.shm._name, 'shared_memory')
            print(items.shm.name)
            items.shm.close()
            """);
        try (ShareableList list = ShareableList.open(name)) {
            assertEquals(7, list.size());
            assertEquals(List.of(1L << 62, 1.5, false, "text"), list.subList(0, 4));
            assertArrayEquals("12345678".getBytes(), (byte[]) list.get(4));
            assertEquals(null, list.get(5));
            assertEquals("éééé", list.get(6), "CPython gave it 8 bytes");
            assertEquals("qdxxxxxxx?8s16sxxxxxx?x8s", list.format());
            list.set(0, "longer?!");
            list.set(1, true);
            list.set(3, null);
            list.set(4, "sixteen letters.");
            list.set(5, -1);
            assertEquals("['longer?!', True, False, None, 'sixteen letters.', -1]", Python.run(name, """
                items = attach_list(name)
                print(list(items)[:6])
                items.shm.close()
                """));
            list.unlink();
        }
    }

    @Test
    void weAndPythonWriteTheSameBytes() throws Exception {
        try (ShareableList list = ShareableList.create(Arrays.asList(1, 2.5, true, "text", new byte[9], null))) {
            list.set(4, new byte[] {9});
            String theirs = Python.run("", """
                items = shared_memory.ShareableList([1, 2.5, True, 'text', b'123456789', None])
                items[4] = b'\\x09'
                print(bytes(items.shm.buf).hex())
                items.shm.close()
                items.shm.unlink()
                """);
            byte[] ours = new byte[(int) list.memory().size()];
            list.memory().buffer().get(ours);
            assertEquals(theirs, HexFormat.of().formatHex(ours));
            list.unlink();
        }
    }

    @Test
    void aStringThatPythonHasCutInACharacterIsToldAndCanBeReplaced() throws Exception {
        String name = Python.run("", """
            items = shared_memory.ShareableList(['a' + 'é' * 6])
            resource_tracker.unregister(items.shm._name, 'shared_memory')
            print(items.shm.name)
            items.shm.close()
            """);
        try (ShareableList list = ShareableList.open(name)) {
            var e = assertThrows(IllegalStateException.class, () -> list.get(0));
            assertEquals(
                    "an item is no UTF-8: CPython cuts a string that has more bytes than characters", e.getMessage());
            assertEquals(null, list.set(0, "fine"));
            assertEquals("fine", list.get(0));
            list.unlink();
        }
    }
}
