package io.github.multiprocessing4j.manager;

import io.github.multiprocessing4j.failure.SerializationException;
import io.github.multiprocessing4j.wire.MemoryChannel;
import io.github.multiprocessing4j.wire.MessageEncoder;
import io.github.multiprocessing4j.wire.ReceivedMessage;
import io.github.multiprocessing4j.wire.Switchboard;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import org.jspecify.annotations.Nullable;

/*
 * Nothing here waits for a client: a request is taken when all of it is there, and an answer is sent when there is room for it. What does not fit, in either direction, is
 * left to a thread of its own, and the channel comes back when that is done. So a client that is stopped keeps nobody waiting.
 */
/** Executes the direct calls of all clients that come through shared memory, in one thread, for as long as that finds any without sleeping. */
final class DirectService implements Runnable, AutoCloseable {
    private static final Logger LOG = System.getLogger("io.github.multiprocessing4j");

    private final Executor executor;

    private final Switchboard<Served> board = new Switchboard<>();

    private int channels;

    /** A client's channel. */
    private static final class Served {
        private final Session session;

        private final MessageEncoder encoder;

        private final ReceivedMessage message = new ReceivedMessage();

        Served(Session session, MemoryChannel channel) {
            this.session = session;
            this.encoder = new MessageEncoder(channel::towardsPeer);
        }
    }

    DirectService(Executor executor) {
        this.executor = executor;
    }

    /** {@return the client's end of a new channel; null if there are as many as there can be} */
    MemoryChannel.@Nullable Handle open(Session session) {
        synchronized (this) {
            if (channels == Switchboard.MOST) {
                return null;
            }
            channels++;
        }
        try {
            ClientChannel channel = ClientChannel.open(session);
            if (!session.add(channel.own())) {
                channel.own().close("its client is gone");
            }
            board.add(new Switchboard.Line<>(channel.own(), new Served(session, channel.own())));
            return channel.clients();
        } catch (Throwable t) {
            isOneLess();
            throw t;
        }
    }

    private synchronized void isOneLess() {
        channels--;
    }

    @Override
    public void run() {
        boolean closed = false;
        while (!closed) {
            try {
                serveAll();
                closed = true;
            } catch (OutOfMemoryError e) { // others give some back perhaps, and nobody else would serve them
                Thread.onSpinWait();
            }
        }
    }

    private void serveAll() {
        for (Switchboard.Line<Served> line = board.next(); line != null; line = board.next()) {
            if (!isServed(line)) {
                end(line);
            }
        }
    }

    private boolean isServed(Switchboard.Line<Served> line) {
        try {
            return !line.channel().isClosed() && serve(line);
        } catch (IOException e) {
            LOG.log(Level.DEBUG, () -> "a connection of " + line.owner().session + " is of no use any more", e);
        } catch (RuntimeException | Error e) { // others must not suffer from it
            LOG.log(Level.WARNING, "a connection of " + line.owner().session + " was closed", e);
        }
        return false;
    }

    /** {@return whether the channel has not come to its end} */
    private boolean serve(Switchboard.Line<Served> line) throws IOException {
        if (!line.hasWholeMessage()) {
            return !line.channel().hasEnded() && leave(line, () -> serveWaiting(line));
        }
        Served served = line.owner();
        if (!line.channel().receive(served.message)) {
            return false;
        }
        Object request = decode(served);
        Reply reply = request instanceof Request asked
                ? executor.executeDirectly(asked, served.session)
                : Reply.thrown(unreadable(request));
        if (reply == null) {
            return leave(line, () -> executeWaiting(line, request));
        }
        encode(served.encoder, reply);
        if (line.hasRoomFor(served.encoder.length())) {
            send(line);
            return true;
        }
        return leave(line, () -> send(line));
    }

    /** {@return what has come, or why it can't be read} */
    private static @Nullable Object decode(Served served) {
        try {
            return served.message.decode();
        } catch (SerializationException | Error e) { // all of it has come, so the next one can
            return e;
        } finally {
            served.message.clear();
        }
    }

    private static Throwable unreadable(@Nullable Object request) {
        return request instanceof Throwable t ? t : new SerializationException("no request", null);
    }

    /** In a thread that may wait. */
    private void executeWaiting(Switchboard.Line<Served> line, @Nullable Object request) throws IOException {
        Reply reply = request instanceof Request asked
                ? executor.execute(asked, line.owner().session)
                : Reply.thrown(unreadable(request));
        encode(line.owner().encoder, reply);
        send(line);
    }

    private static void encode(MessageEncoder encoder, Reply reply) {
        try {
            encoder.encode(reply);
        } catch (SerializationException e) {
            encoder.encode(new Reply.Unserializable(String.valueOf(e.getMessage())));
        }
    }

    private static void send(Switchboard.Line<Served> line) throws IOException {
        MessageEncoder encoder = line.owner().encoder;
        try {
            line.channel().send(encoder);
        } catch (Throwable t) {
            encoder.wasNotSent();
            throw t;
        }
        encoder.wasSent();
    }

    /** Receives what comes in parts. */
    private void serveWaiting(Switchboard.Line<Served> line) throws IOException {
        Served served = line.owner();
        if (line.channel().receive(served.message)) {
            executeWaiting(line, decode(served));
        }
    }

    private interface Waiting {
        void run() throws IOException;
    }

    /** What has to wait for its client is left to another thread. {@return true} */
    private boolean leave(Switchboard.Line<Served> line, Waiting rest) {
        board.remove(line);
        Thread.ofVirtual().name("mp4j-manager-waiting").start(() -> {
            try {
                rest.run();
            } catch (IOException | RuntimeException | Error e) {
                LOG.log(Level.DEBUG, () -> "a connection of " + line.owner().session + " is of no use any more", e);
                line.channel().close("it is of no use any more");
            }
            board.add(line);
        });
        return true;
    }

    private void end(Switchboard.Line<Served> line) {
        board.remove(line);
        line.owner().session.remove(line.channel());
        line.channel().close("its client is gone");
        line.channel().lookForDeath(); // of a client that never had its end, and the memory with it
        line.channel().release();
        isOneLess();
    }

    @Override
    public void close() {
        board.close();
    }
}
