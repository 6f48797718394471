package io.github.multiprocessing4j.connection;

import static io.github.multiprocessing4j.connection.Handles.received;
import static io.github.multiprocessing4j.connection.Handles.write;
import static io.github.multiprocessing4j.testkit.Together.awaitTrue;
import static io.github.multiprocessing4j.testkit.Together.inChild;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.multiprocessing4j.failure.SerializationException;
import io.github.multiprocessing4j.pool.Pool;
import io.github.multiprocessing4j.testkit.Serialized;
import io.github.multiprocessing4j.testkit.ShortLived;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** How many descriptors it takes to pass some on, which ones, and who gets them. */
@Timeout(60)
class PassedDescriptorsTest {
    @TempDir
    Path directory;

    private Path path = Path.of("");

    @BeforeEach
    void makeFile() throws IOException {
        path = Files.createFile(directory.resolve("file"));
    }

    @Test
    void whatIsNotSentKeepsNoDescriptor() throws Exception {
        try (FileChannel file = FileChannel.open(path);
                ChannelHandle<FileChannel> handle = ChannelHandle.of(file);
                Pipe pipe = Pipe.builder().maxMessageLength(10).create()) {
            assertThrows(IOException.class, () -> pipe.first().send(handle));
            assertThrows(SerializationException.class, () -> pipe.first().send(List.of(handle, new Object())));
            assertEquals(2, Descriptors.of(path).size(), "the channel's own and the handle's");
            try (FileChannel opened = handle.open()) {
                assertEquals(0, opened.size());
            }
        }
    }

    @Test
    void fiveHundredTransfersLeaveNoDescriptor() throws Exception {
        try (Pool pool = ShortLived.pool(1);
                FileChannel file = FileChannel.open(path, StandardOpenOption.APPEND)) {
            transfer(pool, file); // opens the jars in which it looks for classes
            int here = Descriptors.open().size();
            int there = pool.apply(() -> Descriptors.open().size());
            for (int i = 0; i < 500; i++) {
                transfer(pool, file);
            }
            assertEquals(501, Files.size(path));
            assertEquals(there, pool.apply(() -> Descriptors.open().size()));
            awaitTrue(() -> Descriptors.count() <= here); // until those who have heard the last ones are gone
        }
    }

    private static void transfer(Pool pool, FileChannel file) throws IOException {
        try (ChannelHandle<FileChannel> handle = ChannelHandle.of(file)) {
            pool.apply(() -> {
                write(handle, "x");
                return 0;
            });
        }
    }

    /** As large as neither a byte nor select(2) can hold, on both sides. */
    @Test
    void largeDescriptorsAreSentAndReceived() throws Exception {
        List<FileChannel> fillers = fill(1_100);
        try (FileChannel file = FileChannel.open(path, StandardOpenOption.WRITE);
                ChannelHandle<FileChannel> handle = ChannelHandle.of(file)) {
            assertTrue(Descriptors.open().entrySet().stream()
                    .anyMatch(each -> each.getKey() > 1_024 && each.getValue().equals(path.toString())));
            ChannelHandle<FileChannel> second = handle;
            byte[] sent = Serialized.bytes(second);
            inChild(() -> {
                List<FileChannel> all = fill(1_100);
                write(received(sent), "bar");
                for (FileChannel each : all) {
                    each.close();
                }
            });
        } finally {
            for (FileChannel each : fillers) {
                each.close();
            }
        }
        assertEquals("bar", Files.readString(path));
    }

    private static List<FileChannel> fill(int count) throws IOException {
        List<FileChannel> fillers = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            fillers.add(FileChannel.open(Path.of("/dev/null")));
        }
        return fillers;
    }

    @Test
    void noDescriptorIsInheritedByPrograms() throws Exception {
        try (FileChannel file = FileChannel.open(path);
                ChannelHandle<FileChannel> handle = ChannelHandle.of(file);
                ChannelHandle<FileChannel> arrived = received(Serialized.bytes(handle))) {
            byte[] onItsWay = Serialized.bytes(handle);
            file.close(); // which the JDK has opened
            try (FileChannel again = arrived.open()) {
                assertTrue(onItsWay.length > 0 && again.isOpen());
                // Both handles, what is on its way, what was opened; what has arrived is closed when its receiver was
                // told.
                awaitTrue(() -> Descriptors.of(path).size() == 4);
                List<Integer> all = Descriptors.of(path);
                for (int each : all) {
                    assertTrue(Descriptors.isCloseOnExec(each), () -> each + " of " + all);
                }
            }
        }
    }
}
