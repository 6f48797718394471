package io.github.multiprocessing4j.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.UncheckedIOException;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class SharedMemoryWithPythonTest {
    @BeforeEach
    void assumePython() {
        Python.assume();
    }

    @Test
    void pythonReadsAndWritesOurs() throws Exception {
        try (SharedMemory block = SharedMemory.create(100)) {
            block.buffer().put(0, new byte[] {1, 2, 3});
            String seen = Python.run(block.name(), """
                block = attach(name)
                print(block.name == name, block.size, list(block.buf[:4]))
                block.buf[3] = 42
                block.close()
                """);
            assertEquals("True 100 [1, 2, 3, 0]", seen);
            assertEquals(42, block.buffer().get(3));
            assertTrue(Files.exists(Path.of("/dev/shm", block.name())), "Python's end does not unlink it");
            block.unlink();
        }
    }

    @Test
    void weReadAndWritePythons() throws Exception {
        String name = Python.run("", """
            import struct
            block = shared_memory.SharedMemory(create=True, size=100)
            resource_tracker.unregister(block._name, 'shared_memory')
            struct.pack_into('=q', block.buf, 0, 123456789012)
            print(block.name)
            block.close()
            """);
        try (SharedMemory block = SharedMemory.open(name)) {
            assertEquals(100, block.size());
            assertEquals(ByteOrder.nativeOrder(), block.buffer().order());
            assertEquals(123456789012L, block.buffer().getLong(0));
            block.buffer().putLong(8, -1);
            assertEquals("255", Python.run(name, """
                block = attach(name)
                print(block.buf[15])
                block.close()
                """));
            block.unlink();
        }
    }

    @Test
    void pythonUnlinksOurs() throws Exception {
        try (SharedMemory block = SharedMemory.create(1)) {
            Python.run(block.name(), """
                block = shared_memory.SharedMemory(name)
                block.close()
                block.unlink()
                """);
            assertFalse(Files.exists(Path.of("/dev/shm", block.name())));
            // which fails, but takes the record away: the leak oracle looks for it
            assertThrows(UncheckedIOException.class, block::unlink);
        }
    }

    /** So it does with every block that it opens, its own or not; nobody can keep it from that. */
    @Test
    void anOlderPythonUnlinksWhatItOpensAndWeSurviveThat() throws Exception {
        String python = Python.beforeTrackCouldBeChosen();
        try (SharedMemory block = SharedMemory.create(100)) {
            String output = Python.runPlain(python, block.name(), """
                import sys
                from multiprocessing import shared_memory
                block = shared_memory.SharedMemory(sys.argv[1])
                block.buf[3] = 42
                block.close()
                """);
            assertTrue(output.contains("leaked shared_memory"), output);
            assertFalse(Files.exists(Path.of("/dev/shm", block.name())));
            assertEquals(42, block.buffer().get(3), "who has it open keeps it");
            var gone = assertThrows(UncheckedIOException.class, () -> SharedMemory.open(block.name()));
            assertTrue(String.valueOf(gone.getMessage()).contains("somebody has unlinked it"), gone::toString);
            var again = assertThrows(UncheckedIOException.class, block::unlink);
            assertTrue(String.valueOf(again.getMessage()).contains("somebody has unlinked it"), again::toString);
        }
    }

    @Test
    void anOlderPythonThatUnregistersWhatItOpensUnlinksNothing() throws Exception {
        String python = Python.beforeTrackCouldBeChosen();
        try (SharedMemory block = SharedMemory.create(100)) {
            assertEquals("", Python.runPlain(python, block.name(), """
                import sys
                from multiprocessing import resource_tracker, shared_memory
                block = shared_memory.SharedMemory(sys.argv[1])
                resource_tracker.unregister(block._name, "shared_memory")
                block.close()
                """));
            SharedMemory.open(block.name()).close();
            block.unlink();
        }
    }
}
