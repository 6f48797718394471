package io.github.multiprocessing4j.wire;

import static io.github.multiprocessing4j.testkit.Together.awaitTrue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.multiprocessing4j.os.DescriptorPassing;
import io.github.multiprocessing4j.os.Descriptors;
import io.github.multiprocessing4j.os.UnixSockets;
import io.github.multiprocessing4j.testkit.JavaProgram;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What is offered is a pipe's end; who has fetched it has it if the other end hears him. */
@Timeout(60)
class DescriptorTicketTest {
    private static final Duration LONG = Duration.ofSeconds(30);

    private Descriptors.Pipe pipe = new Descriptors.Pipe(-1, -1);

    @BeforeEach
    void makePipe() throws IOException {
        pipe = Descriptors.pipe();
    }

    @AfterEach
    void closePipe() {
        Descriptors.close(pipe.read());
        Descriptors.close(pipe.write());
    }

    private void assertIsPipe(int descriptor) {
        assertEquals(1, Descriptors.write(descriptor, new byte[] {7}));
        byte[] heard = new byte[2];
        assertEquals(1, Descriptors.read(pipe.read(), heard, 0, 2));
        Descriptors.close(descriptor);
    }

    private static int visit(DescriptorTicket ticket) throws IOException {
        return UnixSockets.connect(Path.of(ticket.path()), LONG);
    }

    private static byte[] request(long id, byte[] secret) {
        return ByteBuffer.allocate(DescriptorTicket.LENGTH)
                .putLong(id)
                .put(secret)
                .array();
    }

    @Test
    void whoHasTheTicketGetsItOnce() throws Exception {
        DescriptorOffer offer = DescriptorOffer.of(pipe.write(), true);
        DescriptorTicket ticket = offer.ticket();
        assertIsPipe(ticket.fetch());
        assertTrue(offer.isOver());
        assertThrows(IOException.class, ticket::fetch);
        assertFalse(Files.exists(Path.of(ticket.path())));
        assertFalse(ticket.toString().contains(java.util.Arrays.toString(ticket.secret())));
    }

    @Test
    void orAsOftenAsIsAllowed() throws Exception {
        try (DescriptorOffer offer = DescriptorOffer.of(pipe.write(), false)) {
            assertIsPipe(offer.ticket().fetch());
            assertIsPipe(offer.ticket().fetch());
        }
    }

    @Test
    void whoDoesNotKnowTheSecretDoesNot() throws Exception {
        DescriptorOffer offer = DescriptorOffer.of(pipe.write(), true);
        DescriptorTicket ticket = offer.ticket();
        byte[] wrong = ticket.secret().clone();
        wrong[31] ^= 1;
        DescriptorTicket forged = new DescriptorTicket(ticket.path(), ticket.id(), wrong);
        assertThrows(IOException.class, forged::fetch);
        assertFalse(offer.isOver());
        assertIsPipe(ticket.fetch());
    }

    @Test
    void whoSaysNothingHoldsUpNobody() throws Exception {
        DescriptorOffer offer = DescriptorOffer.of(pipe.write(), true);
        List<Integer> silent = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            silent.add(visit(offer.ticket()));
        }
        long start = System.nanoTime();
        assertIsPipe(offer.ticket().fetch());
        assertTrue(System.nanoTime() - start < 5_000_000_000L, "as long as one may be silent");
        silent.forEach(Descriptors::close);
    }

    /** It is lost to all others, and costs nobody a descriptor. */
    @Test
    void whoDiesBeforeHeReceivesItTakesItWithHim() throws Exception {
        DescriptorOffer offer = DescriptorOffer.of(pipe.write(), true);
        DescriptorTicket ticket = offer.ticket();
        int socket = visit(ticket);
        assertEquals(DescriptorTicket.LENGTH, Descriptors.write(socket, request(ticket.id(), ticket.secret())));
        Descriptors.close(socket);
        awaitTrue(offer::isOver);
    }

    @Test
    void anAnswerWithoutADescriptorIsNoDescriptor(@TempDir Path directory) throws Exception {
        Path path = directory.resolve("s");
        int server = UnixSockets.listen(path, 1);
        int client = UnixSockets.connect(path, LONG);
        int accepted = UnixSockets.accept(server);
        assertEquals(1, Descriptors.write(accepted, new byte[] {5}));
        assertEquals(new DescriptorPassing.Received((byte) 5, -1), DescriptorPassing.receive(client));
        DescriptorPassing.send(accepted, (byte) 6, pipe.write());
        DescriptorPassing.Received received = DescriptorPassing.receive(client);
        assertEquals(6, received.message());
        assertIsPipe(received.descriptor());
        Descriptors.close(accepted);
        assertThrows(IOException.class, () -> DescriptorPassing.receive(client));
        assertThrows(IOException.class, () -> DescriptorPassing.send(client, (byte) 0, pipe.write()));
        Descriptors.close(client);
        Descriptors.close(server);
    }

    @Test
    void whatIsNoOpenDescriptorIsRefused() {
        assertThrows(IOException.class, () -> DescriptorOffer.of(-1, true));
        assertThrows(IOException.class, () -> DescriptorOffer.of(44_977_608, true));
    }

    @Test
    void whoHasNoDescriptorLeftIsToldSo(@TempDir Path directory) throws Exception {
        JavaProgram.Result result = JavaProgram.of(NoneLeft.class)
                .limits("-n 200")
                .jvmOptions("--enable-native-access=ALL-UNNAMED")
                .arguments(directory.resolve("s").toString())
                .run();
        List<String> said = result.stdout().lines().toList();
        assertEquals(3, said.size(), result::toString);
        assertTrue(said.get(0).contains("this process has none left"), result::toString);
        assertTrue(said.get(1).contains("EMFILE"), result::toString);
        assertEquals("fetched", said.get(2));
    }

    /** Uses up its descriptors and then tries to receive one, and to fetch one. */
    static final class NoneLeft {
        public static void main(String[] args) throws IOException {
            Path path = Path.of(args[0]);
            int server = UnixSockets.listen(path, 1);
            int client = UnixSockets.connect(path, LONG);
            int accepted = UnixSockets.accept(server);
            DescriptorOffer offer = DescriptorOffer.of(server, true);
            // What is used below has to be loaded while files can be opened.
            DescriptorPassing.send(accepted, (byte) 1, server);
            Descriptors.close(DescriptorPassing.receive(client).descriptor());
            why(() -> Descriptors.duplicate(-1));
            why(() -> new DescriptorTicket(path.toString() + "-", 0, new byte[0]).fetch());

            List<FileChannel> fillers = fill();
            DescriptorPassing.send(accepted, (byte) 1, server);
            System.out.println(why(() -> DescriptorPassing.receive(client)));
            System.out.println(why(() -> offer.ticket().fetch()));
            for (FileChannel each : fillers) {
                each.close();
            }
            int ignored = offer.ticket().fetch();
            System.out.println("fetched");
        }

        private static String why(Callable<?> failing) {
            try {
                return "did not fail: " + failing.call();
            } catch (Exception e) {
                return String.valueOf(e.getMessage());
            }
        }

        private static List<FileChannel> fill() {
            List<FileChannel> fillers = new ArrayList<>();
            while (true) {
                try {
                    fillers.add(FileChannel.open(Path.of("/dev/null")));
                } catch (IOException e) {
                    return fillers;
                }
            }
        }
    }
}
