package io.github.multiprocessing4j.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.multiprocessing4j.testkit.JavaProgram;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class RendezvousTest {
    private static final Duration SOON = Duration.ofSeconds(20);

    private static CompletableFuture<Channel> inBackground(Rendezvous rendezvous) {
        CompletableFuture<Channel> result = new CompletableFuture<>();
        Thread.ofPlatform().daemon().name("test-host").start(() -> {
            try {
                result.complete(rendezvous.await(SOON));
            } catch (Throwable t) {
                result.completeExceptionally(t);
            }
        });
        return result;
    }

    private static SocketChannel connect(Invitation to) throws IOException {
        return SocketChannel.open(UnixDomainSocketAddress.of(to.path()));
    }

    private static Invitation wrong(Invitation right) {
        return new Invitation(right.path(), new byte[Invitation.SECRET_LENGTH]);
    }

    @Test
    void aStrangerIsTurnedAwayAndTheInvitedOneStillComesIn() throws Exception {
        try (Rendezvous rendezvous = Rendezvous.open()) {
            Invitation right = rendezvous.invitation();
            CompletableFuture<Channel> host = inBackground(rendezvous);
            assertThrows(IOException.class, wrong(right)::accept);
            try (SocketChannel brief = connect(right)) {
                brief.write(ByteBuffer.wrap(new byte[] {1, 2, 3}));
            }
            try (Channel guest = right.accept();
                    Channel met = host.get(20, TimeUnit.SECONDS)) {
                guest.send(ByteBuffer.wrap(new byte[] {5}));
                ByteBuffer message = met.receive();
                assertNotNull(message);
                assertEquals(5, message.get());
            }
        }
    }

    @Test
    void nobodyElseCanReachTheSocketAndNothingIsLeftOfIt() throws Exception {
        Path path;
        try (Rendezvous rendezvous = Rendezvous.open()) {
            path = Path.of(rendezvous.invitation().path());
            assertTrue(Files.exists(path));
            Path directory = path.getParent();
            assertNotNull(directory);
            assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(directory)));
            assertFalse(
                    rendezvous.invitation().toString().contains("secret=["),
                    () -> rendezvous.invitation().toString());
            assertTrue(rendezvous.invitation().toString().contains("redacted"));
        }
        assertFalse(Files.exists(path));
    }

    @Test
    void aWaitForSomebodyWhoDoesNotComeEnds() throws Exception {
        try (Rendezvous rendezvous = Rendezvous.open()) {
            IOException late = assertThrows(IOException.class, () -> rendezvous.await(Duration.ofMillis(20)));
            assertTrue(String.valueOf(late.getMessage()).contains("within"), late::getMessage);
            CompletableFuture<Channel> waiting = inBackground(rendezvous);
            rendezvous.close();
            ExecutionException closed = assertThrows(ExecutionException.class, () -> waiting.get(20, TimeUnit.SECONDS));
            assertTrue(closed.getCause() instanceof IOException, closed::toString);
        }
    }

    @Test
    void anInterruptEndsTheWait() throws Exception {
        try (Rendezvous rendezvous = Rendezvous.open()) {
            Thread.currentThread().interrupt();
            assertThrows(IOException.class, () -> rendezvous.await(SOON));
            assertTrue(Thread.interrupted());
        }
    }

    @Test
    void silentGuestsDelayNobody() throws Exception {
        List<SocketChannel> silent = new ArrayList<>();
        try (Rendezvous rendezvous = Rendezvous.open()) {
            CompletableFuture<Channel> host = inBackground(rendezvous);
            for (int i = 0; i < 100; i++) {
                silent.add(connect(rendezvous.invitation()));
            }
            rendezvous.invitation().accept().close();
            host.get(20, TimeUnit.SECONDS).close();
        } finally {
            for (SocketChannel each : silent) {
                assertEquals(-1, each.read(ByteBuffer.allocate(1)), "nobody is left to talk to");
                each.close();
            }
        }
    }

    /** Somebody may speak in the moment in which he is turned away to make room. */
    @Test
    void talkativeGuestsDelayNobody() throws Exception {
        for (int round = 0; round < 20; round++) {
            try (Rendezvous rendezvous = Rendezvous.open()) {
                CompletableFuture<Channel> host = inBackground(rendezvous);
                var _ = host.exceptionally(failure -> {
                    rendezvous.close(); // or they would wait at a place where nobody is
                    throw new CompletionException(failure);
                });
                List<CompletableFuture<?>> crowd = new ArrayList<>();
                for (int i = 0; i < 4; i++) {
                    crowd.add(CompletableFuture.runAsync(() -> talk(rendezvous.invitation())));
                }
                crowd.forEach(CompletableFuture::join);
                assertFalse(host.isCompletedExceptionally(), host::toString);
                rendezvous.invitation().accept().close();
                host.get(20, TimeUnit.SECONDS).close();
            }
        }
    }

    /** Comes again and again, and says the beginning of something each time. */
    private static void talk(Invitation to) {
        List<SocketChannel> talking = new ArrayList<>();
        try {
            for (int i = 0; i < 30; i++) {
                talking.add(connect(to));
                say(talking);
            }
            for (SocketChannel each : talking) {
                each.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void say(List<SocketChannel> talking) {
        for (SocketChannel each : talking.subList(Math.max(0, talking.size() - 6), talking.size())) {
            try {
                each.write(ByteBuffer.wrap(new byte[] {Invitation.SECRET_LENGTH}));
            } catch (IOException e) {
                continue; // turned away already
            }
        }
    }

    @Test
    void theInvitedOneMayTakeItsTimeOverTheSecret() throws Exception {
        try (Rendezvous rendezvous = Rendezvous.open();
                SocketChannel slow = connect(rendezvous.invitation())) {
            CompletableFuture<Channel> host = inBackground(rendezvous);
            byte[] secret = rendezvous.invitation().secret();
            slow.write(ByteBuffer.wrap(secret, 0, 5));
            assertThrows(IOException.class, wrong(rendezvous.invitation())::accept);
            slow.write(ByteBuffer.wrap(secret, 5, 7));
            assertThrows(IOException.class, wrong(rendezvous.invitation())::accept);
            assertFalse(host.isDone());
            slow.write(ByteBuffer.wrap(secret, 12, secret.length - 12));
            ByteBuffer answer = ByteBuffer.allocate(1);
            assertEquals(1, slow.read(answer));
            assertEquals(Invitation.WELCOME, answer.get(0));
            host.get(20, TimeUnit.SECONDS).close();
        }
    }

    @Test
    void whoComesWhenDescriptorsHaveRunOutIsLetInLater() throws Exception {
        JavaProgram.Result result =
                JavaProgram.of(ShortOfDescriptors.class).limits("-n 128").run();
        assertEquals(0, result.exitValue(), result::toString);
        assertEquals("refused: nobody came\nlet in\n", result.stdout(), result::toString);
    }

    /** Lets somebody in with no descriptor left, and again with some. */
    static final class ShortOfDescriptors {
        public static void main(String[] args) throws Exception {
            try (Rendezvous rendezvous = Rendezvous.open();
                    SocketChannel guest = SocketChannel.open(StandardProtocolFamily.UNIX)) {
                refuse(rendezvous); // for the first time, which loads classes
                guest.connect(UnixDomainSocketAddress.of(rendezvous.invitation().path()));
                guest.write(ByteBuffer.wrap(rendezvous.invitation().secret()));
                List<FileChannel> files = takeAllDescriptors();
                String refusal = refuse(rendezvous);
                for (FileChannel file : files) {
                    file.close();
                }
                System.out.println("refused: " + refusal.substring(0, "nobody came".length()));
                rendezvous.await(SOON).close();
                System.out.println("let in");
            }
        }

        private static String refuse(Rendezvous rendezvous) {
            try {
                rendezvous.await(Duration.ofMillis(200));
                return "let in too early";
            } catch (IOException e) {
                return String.valueOf(e.getMessage());
            }
        }

        private static List<FileChannel> takeAllDescriptors() {
            List<FileChannel> files = new ArrayList<>();
            try {
                while (true) {
                    files.add(FileChannel.open(Path.of("/dev/null")));
                }
            } catch (IOException e) {
                return files;
            }
        }
    }
}
