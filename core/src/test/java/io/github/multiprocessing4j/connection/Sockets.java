package io.github.multiprocessing4j.connection;

import io.github.multiprocessing4j.region.SessionDirectory;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/** Sockets that are connected with each other, and work in the background. */
final class Sockets {
    static final Duration SOON = Duration.ofSeconds(20);

    private Sockets() {}

    /** Both kinds of sockets. */
    enum Kind {
        UNIX,
        TCP;

        SocketAddress newAddress() {
            return this == UNIX
                    ? UnixDomainSocketAddress.of(SessionDirectory.newFile("s"))
                    : new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        }

        /** {@return two raw ends} */
        SocketChannel[] pair() throws IOException {
            SocketAddress address = newAddress();
            try (ServerSocketChannel server = ServerSocketChannel.open(Addresses.familyOf(address))) {
                server.bind(address);
                SocketChannel one = SocketChannel.open(server.getLocalAddress());
                return new SocketChannel[] {one, server.accept()};
            } finally {
                if (address instanceof UnixDomainSocketAddress local) {
                    Files.delete(local.getPath());
                }
            }
        }

        /** {@return two connections with each other} */
        Ends connections() throws IOException {
            return connections(SocketLink.LONGEST);
        }

        Ends connections(long longest) throws IOException {
            SocketChannel[] pair = pair();
            return new Ends(new Connection(link(pair[0], longest)), new Connection(link(pair[1], longest)));
        }

        /** {@return a connection whose other end is raw} */
        Raw raw() throws IOException {
            SocketChannel[] pair = pair();
            return new Raw(pair[0], null, new Connection(link(pair[1], SocketLink.LONGEST)));
        }
    }

    static SocketLink link(SocketChannel channel, long longest) throws IOException {
        return new SocketLink(channel, LinkOptions.standard().longest(longest));
    }

    record Ends(Connection here, Connection there) implements AutoCloseable {
        @Override
        public void close() {
            here.close();
            there.close();
        }
    }

    /** @param tls through which the peer speaks, if it does so */
    record Raw(SocketChannel peer, @Nullable SSLSocket tls, Connection here) implements AutoCloseable {
        void write(byte... bytes) throws IOException {
            if (tls != null) {
                tls.getOutputStream().write(bytes);
                return;
            }
            ByteBuffer buffer = ByteBuffer.wrap(bytes);
            while (buffer.hasRemaining()) {
                peer.write(buffer);
            }
        }

        byte[] read(int count) throws IOException {
            if (tls != null) {
                return tls.getInputStream().readNBytes(count);
            }
            ByteBuffer buffer = ByteBuffer.allocate(count);
            while (buffer.hasRemaining()) {
                if (peer.read(buffer) < 0) {
                    throw new AssertionError("only " + buffer.position() + " bytes came");
                }
            }
            return buffer.array();
        }

        /** The peer says no more. */
        void end() throws IOException {
            if (tls == null) {
                peer.shutdownOutput();
            } else {
                tls.shutdownOutput();
            }
        }

        @Override
        public void close() throws IOException {
            peer.close();
            here.close();
        }
    }

    interface Work<T> {
        T call() throws Exception;
    }

    /** Something that another thread does. */
    record Background<T>(Thread thread, CompletableFuture<T> result) {
        T get() throws Exception {
            return result.get(SOON.toSeconds(), TimeUnit.SECONDS);
        }

        /** {@return what it ended with, which must be an exception} */
        Throwable failure() throws Exception {
            try {
                throw new AssertionError("no exception, but " + get());
            } catch (java.util.concurrent.ExecutionException e) {
                return java.util.Objects.requireNonNull(e.getCause());
            }
        }

        /** Waits until it waits for something. */
        Background<T> awaitBlocked() {
            awaitTrue(() -> result.isDone()
                    || thread.getState() == Thread.State.WAITING
                    || thread.getState() == Thread.State.TIMED_WAITING);
            return this;
        }
    }

    static <T> Background<T> inBackground(Work<T> work) {
        return in(Thread.ofPlatform().daemon().name("test-background"), work);
    }

    static <T> Background<T> inVirtualThread(Work<T> work) {
        return in(Thread.ofVirtual(), work);
    }

    private static <T> Background<T> in(Thread.Builder threads, Work<T> work) {
        CompletableFuture<T> result = new CompletableFuture<>();
        Thread thread = threads.start(() -> {
            try {
                result.complete(work.call());
            } catch (Throwable t) {
                result.completeExceptionally(t);
            }
        });
        return new Background<>(thread, result);
    }

    static void awaitTrue(BooleanSupplier condition) {
        long deadline = System.nanoTime() + SOON.toNanos();
        while (!condition.getAsBoolean()) {
            if (deadline - System.nanoTime() < 0) {
                throw new AssertionError("not so within " + SOON);
            }
            LockSupport.parkNanos(100_000);
        }
    }
}
