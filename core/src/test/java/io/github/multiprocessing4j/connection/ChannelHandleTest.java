package io.github.multiprocessing4j.connection;

import static io.github.multiprocessing4j.connection.Handles.received;
import static io.github.multiprocessing4j.testkit.Together.inChild;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.multiprocessing4j.testkit.JavaProgram;
import io.github.multiprocessing4j.testkit.Serialized;
import java.io.IOException;
import java.io.InvalidObjectException;
import java.io.UncheckedIOException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.channels.NotYetBoundException;
import java.nio.channels.NotYetConnectedException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a handle is good for, and what it says when it is good for nothing. */
@Timeout(60)
class ChannelHandleTest {
    @TempDir
    Path directory;

    private Path path = Path.of("");

    @BeforeEach
    void makeFile() throws IOException {
        path = Files.createFile(directory.resolve("file"));
    }

    @Test
    void oneThatIsFetchedAgainOrTakenBackDoesNotArrive() throws Exception {
        try (FileChannel file = FileChannel.open(path);
                ChannelHandle<FileChannel> handle = ChannelHandle.of(file)) {
            byte[] sent = Serialized.bytes(handle);
            byte[] late = Serialized.bytes(handle);
            received(sent).close();
            assertSays("not offered any more", () -> received(sent));
            handle.close();
            assertSays("closed its handle", () -> received(late));
        }
    }

    private static void assertSays(String what, org.junit.jupiter.api.function.Executable executable) {
        UncheckedIOException e = assertThrows(UncheckedIOException.class, executable);
        assertTrue(String.valueOf(e.getMessage()).contains(what), e::toString);
    }

    @Test
    void oneWhoseSenderHasEndedDoesNotArrive() throws Exception {
        String name = path.toString();
        inChild(() -> {
            FileChannel file = FileChannel.open(Path.of(name));
            byte[] sent = Serialized.bytes(ChannelHandle.of(file));
            Files.write(Path.of(name), sent);
        });
        byte[] sent = Files.readAllBytes(path);
        assertSays("has ended", () -> received(sent));
    }

    @Test
    void whatIsNotOpenIsRefused() throws Exception {
        FileChannel file = FileChannel.open(path);
        ChannelHandle<FileChannel> handle = ChannelHandle.of(file);
        file.close();
        assertThrows(ClosedChannelException.class, () -> ChannelHandle.of(file));
        handle.close();
        handle.close();
        assertThrows(ClosedChannelException.class, handle::open);
        assertThrows(InvalidObjectException.class, () -> Serialized.bytes(handle));
        assertEquals("ChannelHandle[FileChannel, closed]", handle.toString());
        try (SocketChannel socket = SocketChannel.open();
                ServerSocketChannel server = ServerSocketChannel.open()) {
            assertThrows(NotYetConnectedException.class, () -> ChannelHandle.of(socket));
            assertThrows(NotYetBoundException.class, () -> ChannelHandle.of(server));
        }
    }

    @Test
    void aFileThatIsLockedAsAWholeIsRefusedAndALockedPartStaysSo() throws Exception {
        try (FileChannel file = FileChannel.open(path, StandardOpenOption.WRITE)) {
            try (var lock = file.lock()) {
                assertThrows(IOException.class, () -> ChannelHandle.of(file));
                assertTrue(lock.isValid());
            }
            assertTrue(file.tryLock().isValid());
        }
    }

    @Test
    void whereNativeAccessIsDeniedItSaysWhatToDo() throws Exception {
        JavaProgram.Result result = JavaProgram.of(Denied.class)
                .jvmOptions("--illegal-native-access=deny")
                .arguments(path.toString())
                .run();
        assertTrue(result.stdout().contains("--enable-native-access=ALL-UNNAMED"), result::toString);
    }

    static final class Denied {
        public static void main(String[] args) throws IOException {
            try (FileChannel file = FileChannel.open(Path.of(args[0]))) {
                System.out.println(assertThrows(UnsupportedOperationException.class, () -> ChannelHandle.of(file))
                        .getMessage());
            }
        }
    }
}
