package io.github.multiprocessing4j.failuremodel;

import static io.github.multiprocessing4j.failuremodel.Mishap.GARBAGE;
import static java.nio.charset.StandardCharsets.US_ASCII;

import io.github.multiprocessing4j.connection.AuthKey;
import io.github.multiprocessing4j.connection.Client;
import io.github.multiprocessing4j.connection.Connection;
import io.github.multiprocessing4j.connection.Listener;
import io.github.multiprocessing4j.connection.Pipe;
import io.github.multiprocessing4j.memory.ShareableList;
import io.github.multiprocessing4j.memory.SharedMemory;
import io.github.multiprocessing4j.process.ChildProcess;
import io.github.multiprocessing4j.queue.Queue;
import io.github.multiprocessing4j.queue.SimpleQueue;
import io.github.multiprocessing4j.region.SessionDirectory;
import java.io.EOFException;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/** Bytes that nobody has sent, or that a stranger sends. */
final class GarbageTrials {
    private static final AuthKey KEY = AuthKey.of("known to those who may come".getBytes(US_ASCII));

    private static final Random RANDOM = new Random(9);

    private GarbageTrials() {}

    static List<Trial> all() {
        return List.of(
                new Trial(Api.RECV, GARBAGE, GarbageTrials::inPipe),
                new Trial(Api.QUEUE_TAKE, GARBAGE, GarbageTrials::inQueue),
                new Trial(Api.SIMPLE_QUEUE, GARBAGE, GarbageTrials::inSimpleQueue),
                new Trial(Api.SOCKET_RECV, GARBAGE, GarbageTrials::inSocket),
                new Trial(Api.ACCEPT, GARBAGE, GarbageTrials::atTheDoor),
                new Trial(Api.CONNECT, GARBAGE, GarbageTrials::fromTheServer),
                new Trial(Api.SHAREABLE_LIST, GARBAGE, _ -> inBlock()),
                new Trial(Api.PROXY, GARBAGE, GarbageTrials::toTheManager));
    }

    private static byte[] noise(int length) {
        byte[] noise = new byte[length];
        RANDOM.nextBytes(noise);
        return noise;
    }

    private interface Putting {
        void put(byte[] message) throws Exception;
    }

    /** Over what stands before a message in memory, after one that has come well. */
    private static byte[] overwritten(Stage stage, Putting in, Callable<byte[]> out) throws Exception {
        in.put(new byte[100]);
        out.call();
        byte[] message = noise(100);
        in.put(message);
        Vandal.overwriteBefore(message);
        stage.clock().startsNow();
        return out.call();
    }

    private static @Nullable Object inPipe(Stage stage) throws Exception {
        try (Pipe pipe = Pipe.create()) {
            return overwritten(stage, pipe.first()::sendBytes, pipe.second()::recvBytes);
        }
    }

    private static @Nullable Object inQueue(Stage stage) throws Exception {
        try (Queue<byte[]> queue = Queue.create()) {
            return overwritten(stage, queue::put, queue::take);
        }
    }

    private static @Nullable Object inSimpleQueue(Stage stage) throws Exception {
        try (SimpleQueue<byte[]> queue = SimpleQueue.create()) {
            return overwritten(stage, queue::put, queue::take);
        }
    }

    private static @Nullable Object inSocket(Stage stage) throws IOException {
        try (Listener listener = Listener.builder().open();
                SocketChannel peer = SocketChannel.open(listener.address());
                Connection here = listener.accept()) {
            stage.clock().startsNow();
            peer.write(ByteBuffer.wrap(new byte[] {-1, -1, -1, -2}));
            return here.recv();
        }
    }

    /** Who comes after a stranger is let in. */
    private static @Nullable Object atTheDoor(Stage stage) throws Exception {
        try (Listener listener = Listener.builder().authKey(KEY).open();
                SocketChannel stranger = SocketChannel.open(listener.address())) {
            Waiter accepting = new Waiter("accept", () -> {
                listener.accept().close();
                return "accepted";
            });
            accepting.awaitAsleep();
            stage.clock().startsNow();
            stranger.write(ByteBuffer.wrap(noise(1000)));
            Client.connect(listener.address(), KEY).close();
            return accepting.outcome().valueOrThrow();
        }
    }

    private static @Nullable Object fromTheServer(Stage stage) throws Exception {
        UnixDomainSocketAddress address = UnixDomainSocketAddress.of(SessionDirectory.newFile("s"));
        try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            server.bind(address);
            Waiter connecting = new Waiter("connect", () -> Client.connect(address, KEY));
            try (SocketChannel peer = server.accept()) {
                connecting.awaitAsleep();
                stage.clock().startsNow();
                peer.write(ByteBuffer.wrap(new byte[] {-1, -1, -1, -2}));
                return connecting.outcome().valueOrThrow();
            }
        } finally {
            Files.delete(address.getPath());
        }
    }

    private static @Nullable Object inBlock() {
        try (SharedMemory block = SharedMemory.create(1000)) {
            try {
                block.segment().fill((byte) 0xA5);
                return ShareableList.open(block.name());
            } finally {
                block.unlink();
            }
        }
    }

    /** Who knows the key and sends garbage is turned away, and the others are served. */
    private static @Nullable Object toTheManager(Stage stage) throws Exception {
        try (var list = stage.manager().list(List.of(1));
                Connection stranger = Client.connect(
                        stage.manager().address(), ChildProcess.current().authKey())) {
            stage.clock().startsNow();
            stranger.sendBytes(noise(1000));
            try {
                return stranger.recv();
            } catch (EOFException e) {
                return list.getFirst();
            }
        }
    }
}
