package io.github.multiprocessing4j.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.multiprocessing4j.queue.Queue;
import io.github.multiprocessing4j.testkit.ShortLived;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a process has open is its own. */
@Timeout(60)
@NullUnmarked
class OpenDescriptorsTest {
    @TempDir
    Path folder;

    @AfterEach
    void clear() {
        StockForTests.clear();
    }

    /** As CPython's test_closefd; those of the JDK for Unix-domain sockets are not marked to be closed in other programs. */
    @ParameterizedTest
    @EnumSource(StartMethod.class)
    void aChildHasNoFileOrSocketOfItsParent(StartMethod method) throws Exception {
        try (var file = Files.newByteChannel(
                        folder.resolve("held"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                var tcp = ServerSocketChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
                var unix = ServerSocketChannel.open(StandardProtocolFamily.UNIX)
                        .bind(UnixDomainSocketAddress.of(folder.resolve("socket")));
                Queue<List<String>> told = Queue.create()) {
            assertTrue(file.isOpen() && tcp.isOpen() && unix.isOpen());
            List<String> own = filesAndSockets();
            assertTrue(own.stream().anyMatch(link -> link.endsWith("/held")), own::toString);
            assertTrue(own.stream().filter(link -> link.startsWith("socket:")).count() >= 2, own::toString);
            for (int round = 0; round < 2; round++) { // the second one from the stock
                ChildProcess child = ShortLived.child().startMethod(method).start(() -> told.put(filesAndSockets()));
                List<String> common = new ArrayList<>(told.poll(20, TimeUnit.SECONDS));
                assertFalse(common.isEmpty(), "it has a socket to this process");
                common.retainAll(own);
                assertEquals(List.of(), common);
                child.join();
                if (method == StartMethod.FORKSERVER) {
                    StockForTests.awaitOne();
                }
            }
        }
    }

    /** Of this process, but for the standard ones. */
    private static List<String> filesAndSockets() throws IOException {
        List<String> links = new ArrayList<>();
        try (DirectoryStream<Path> descriptors = Files.newDirectoryStream(Path.of("/proc/self/fd"))) {
            for (Path descriptor : descriptors) {
                if (Integer.parseInt(descriptor.getFileName().toString()) > 2) {
                    links.add(Files.readSymbolicLink(descriptor).toString());
                }
            }
        }
        links.removeIf(
                link -> link.matches(".*\\.(jar|jsa|so)|.*/lib/modules|/proc/.*|/dev/u?random|/dev/shm/.*|/memfd.*"));
        return links;
    }
}
