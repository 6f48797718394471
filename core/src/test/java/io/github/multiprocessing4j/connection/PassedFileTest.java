package io.github.multiprocessing4j.connection;

import static io.github.multiprocessing4j.connection.Handles.bytes;
import static io.github.multiprocessing4j.connection.Handles.write;
import static io.github.multiprocessing4j.testkit.Together.inChild;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.multiprocessing4j.pool.Pool;
import io.github.multiprocessing4j.testkit.ShortLived;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.NonReadableChannelException;
import java.nio.channels.NonWritableChannelException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that one process has opened and another reads and writes. */
@Timeout(60)
class PassedFileTest {
    @TempDir
    Path directory;

    private Path path = Path.of("");

    @BeforeEach
    void makeFile() throws IOException {
        path = Files.createFile(directory.resolve("file"));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aChildWritesToAFileThatItsParentHasOpened(boolean virtual) throws Exception {
        try (FileChannel file = FileChannel.open(path, StandardOpenOption.WRITE);
                ChannelHandle<FileChannel> handle = ChannelHandle.of(file)) {
            file.close(); // the handle has a descriptor of its own
            inChild(() -> {
                Thread thread = (virtual ? Thread.ofVirtual() : Thread.ofPlatform()).start(() -> write(handle, "foo"));
                thread.join();
            });
        }
        assertEquals("foo", Files.readString(path));
    }

    @Test
    void aWorkerSendsAFileToItsParent() throws Exception {
        String name = path.toString();
        try (Pool pool = ShortLived.pool(1)) {
            ChannelHandle<FileChannel> handle = pool.apply(() -> {
                try (FileChannel file = FileChannel.open(Path.of(name), StandardOpenOption.WRITE)) {
                    file.write(bytes("from there, "));
                    return ChannelHandle.of(file);
                }
            });
            write(handle, "and from here");
        }
        assertEquals("from there, and from here", Files.readString(path));
    }

    /** The other one is open for the same file: the right one must be found. */
    @Test
    void thePositionIsSharedButOnlyWithTheRightOne() throws Exception {
        try (FileChannel other = FileChannel.open(path, StandardOpenOption.WRITE);
                FileChannel file = FileChannel.open(path, StandardOpenOption.WRITE);
                FileChannel another = FileChannel.open(path, StandardOpenOption.WRITE);
                ChannelHandle<FileChannel> handle = ChannelHandle.of(file)) {
            file.write(bytes("foo"));
            inChild(() -> write(handle, "bar"));
            assertEquals(6, file.position());
            assertEquals(0, other.position() + another.position());
        }
        assertEquals("foobar", Files.readString(path));
    }

    @Test
    void whatMayBeDoneWithAFileStaysAsItWas() throws Exception {
        Files.writeString(path, "abc");
        try (FileChannel in = FileChannel.open(path);
                FileChannel end = FileChannel.open(path, StandardOpenOption.APPEND);
                ChannelHandle<FileChannel> reading = ChannelHandle.of(in);
                ChannelHandle<FileChannel> appending = ChannelHandle.of(end)) {
            inChild(() -> {
                try (FileChannel file = reading.open();
                        FileChannel log = appending.open()) {
                    assertThrows(NonWritableChannelException.class, () -> file.write(bytes("x")));
                    assertThrows(NonReadableChannelException.class, () -> log.read(bytes("x")));
                    log.position(0).write(bytes("def"));
                }
            });
        }
        assertEquals("abcdef", Files.readString(path));
    }

    /** One handle for all, as in tasks of a pool, whose code is encoded once and decoded by any number of workers. */
    @Test
    void aHandleMayBeSentToMany() throws Exception {
        try (FileChannel file = FileChannel.open(path, StandardOpenOption.APPEND);
                ChannelHandle<FileChannel> handle = ChannelHandle.of(file);
                Pool pool = ShortLived.pool(2)) {
            pool.map(
                    n -> {
                        try (FileChannel log = handle.open()) {
                            return log.write(bytes("x"));
                        }
                    },
                    List.of(1, 2, 3, 4, 5, 6, 7, 8));
        }
        assertEquals("xxxxxxxx", Files.readString(path));
    }
}
