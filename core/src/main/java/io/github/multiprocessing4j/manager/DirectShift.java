package io.github.multiprocessing4j.manager;

import io.github.multiprocessing4j.failure.SerializationException;
import io.github.multiprocessing4j.wire.Switchboard;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/*
 * Nothing here waits for a client: a request is taken when all of it is there, and an answer is sent when there is room for it. What does not fit, in either direction, is
 * left to a thread of its own, and the channel comes back when that is done. So a client that is stopped keeps nobody waiting.
 *
 * The board belongs to the thread that serves, but while it executes a call: then whoever watches may take both from it, the board and this channel's place on it. Which of
 * the two was first is settled by who replaces what is being executed.
 */
/** A thread's time at the board: until the board is closed, or the thread does not come back from a call. */
final class DirectShift implements Runnable {
    private static final Logger LOG = System.getLogger("io.github.multiprocessing4j");

    private final Switchboard<Served> board;

    private final Executor executor;

    /** Told when a channel has come to its end. */
    private final Runnable ended;

    /** Whose call is executed. */
    private final AtomicReference<Switchboard.@Nullable Line<Served>> executing = new AtomicReference<>();

    /** How many calls were begun. Written by the thread that serves, before {@link #executing}. */
    private long begun;

    /** What {@link #begun} was when somebody last looked, as is the next. */
    private long begunThen;

    private boolean isOver;

    DirectShift(Switchboard<Served> board, Executor executor, Runnable ended) {
        this.board = board;
        this.executor = executor;
        this.ended = ended;
    }

    /** {@return whether somebody else has to serve from now on, as this thread executes the call that it did when it was looked at last} Only for one thread. */
    boolean isOver() {
        Switchboard.Line<Served> line = executing.get();
        if (!isOver && line != null) {
            isOver = begun == begunThen && executing.compareAndSet(line, null);
            begunThen = begun;
            if (isOver) {
                board.remove(line);
            }
        }
        return isOver;
    }

    @Override
    public void run() {
        boolean serving = true;
        while (serving) {
            try {
                serving = serveNext();
            } catch (OutOfMemoryError e) { // others give some back perhaps, and nobody else would serve them
                Thread.onSpinWait();
            }
        }
    }

    /** {@return whether to go on} */
    private boolean serveNext() {
        Switchboard.Line<Served> line = board.next();
        if (line == null) {
            return false;
        }
        Service service = serve(line);
        if (service == Service.ENDED) {
            end(line);
        }
        return service != Service.RELIEVED;
    }

    private enum Service {
        /** Or is left to another thread. */
        DONE,
        /** The channel has come to its end. */
        ENDED,
        /** The board is another thread's. */
        RELIEVED
    }

    private Service serve(Switchboard.Line<Served> line) {
        try {
            if (line.channel().isClosed()) {
                return Service.ENDED;
            } else if (line.hasWholeMessage()) {
                return line.owner().receive() ? execute(line) : Service.ENDED;
            } else if (line.channel().hasEnded()) {
                return Service.ENDED;
            }
            return leave(line, () -> serveWaiting(line.owner()));
        } catch (IOException e) {
            LOG.log(Level.DEBUG, () -> "a connection of " + line.owner().session() + " is of no use any more", e);
        } catch (RuntimeException | Error e) { // others must not suffer from it
            LOG.log(Level.WARNING, "a connection of " + line.owner().session() + " was closed", e);
        }
        return Service.ENDED;
    }

    private Service execute(Switchboard.Line<Served> line) throws IOException {
        Served served = line.owner();
        Rest rest = served::send;
        long length = Long.MAX_VALUE;
        begun++;
        executing.set(line);
        try {
            Object request = served.decode();
            Reply reply = request instanceof Request asked
                    ? executor.executeDirectly(asked, served.session())
                    : Reply.thrown(unreadable(request));
            if (reply == null) {
                rest = () -> executeWaiting(served, request);
            } else {
                length = served.encode(reply);
            }
        } catch (RuntimeException | Error e) {
            rest = () -> {
                throw e;
            };
        }
        boolean _ = Thread.interrupted(); // code of users may have done that
        if (!executing.compareAndSet(line, null)) {
            finish(line, rest);
            return Service.RELIEVED;
        } else if (line.hasRoomFor(length)) {
            rest.run();
            return Service.DONE;
        }
        return leave(line, rest);
    }

    private static Throwable unreadable(@Nullable Object request) {
        return request instanceof Throwable t ? t : new SerializationException("no request", null);
    }

    /** What may have to wait. */
    private interface Rest {
        void run() throws IOException;
    }

    private void executeWaiting(Served served, @Nullable Object request) throws IOException {
        Reply reply = request instanceof Request asked
                ? executor.execute(asked, served.session())
                : Reply.thrown(unreadable(request));
        served.encode(reply);
        served.send();
    }

    /** Receives what comes in parts. */
    private void serveWaiting(Served served) throws IOException {
        if (served.receive()) {
            executeWaiting(served, served.decode());
        }
    }

    private Service leave(Switchboard.Line<Served> line, Rest rest) {
        board.remove(line);
        Thread.ofVirtual().name("mp4j-manager-waiting").start(() -> finish(line, rest));
        return Service.DONE;
    }

    /** After that the channel is on the board again. */
    private void finish(Switchboard.Line<Served> line, Rest rest) {
        try {
            rest.run();
        } catch (IOException e) {
            LOG.log(Level.DEBUG, () -> "a connection of " + line.owner().session() + " is of no use any more", e);
            line.channel().close("it is of no use any more");
        } catch (RuntimeException | Error e) {
            LOG.log(Level.WARNING, "a connection of " + line.owner().session() + " was closed", e);
            line.channel().close("it is of no use any more");
        }
        board.add(line);
    }

    private void end(Switchboard.Line<Served> line) {
        board.remove(line);
        line.owner().session().remove(line.channel());
        line.channel().close("its client is gone");
        line.channel().lookForDeath(); // of a client that never had its end, and the memory with it
        line.channel().release();
        ended.run();
    }
}
