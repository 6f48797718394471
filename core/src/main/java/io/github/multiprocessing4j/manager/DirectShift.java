package io.github.multiprocessing4j.manager;

import io.github.multiprocessing4j.failure.SerializationException;
import io.github.multiprocessing4j.os.LibraryLog;
import io.github.multiprocessing4j.wire.Switchboard;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.util.concurrent.atomic.AtomicBoolean;
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

    /** Known to the thread that serves. */
    private boolean relieved;

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
        while (serving && !relieved) {
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
                return line.owner().receive() && !line.channel().hasEnded() ? execute(line) : Service.ENDED;
            } else if (line.channel().hasEnded()) {
                return Service.ENDED;
            }
            return leave(line, () -> serveWaiting(line.owner()));
        } catch (Throwable t) { // others must not suffer from it
            line.channel().close("it is of no use any more"); // before anything that may fail as well
            log(line, t);
        }
        return relieved ? Service.RELIEVED : Service.ENDED;
    }

    private static void log(Switchboard.Line<Served> line, Throwable reason) {
        Level level = reason instanceof IOException ? Level.DEBUG : Level.WARNING;
        try {
            LibraryLog.logger()
                    .log(level, () -> "a connection of " + line.owner().session() + " is of no use any more", reason);
        } catch (OutOfMemoryError e) { // it is done without
            Thread.onSpinWait();
        }
    }

    private Service execute(Switchboard.Line<Served> line) throws IOException {
        Served served = line.owner();
        Rest rest = served::send;
        Failed failed = new Failed(); // while there is memory for it
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
        } catch (Throwable t) {
            failed.reason = t;
            rest = failed;
        }
        boolean _ = Thread.interrupted(); // code of users may have done that
        if (!executing.compareAndSet(line, null)) {
            relieved = true; // whatever happens from here
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

    /** For a call that has ended in an error of this side. */
    private static final class Failed implements Rest {
        private @Nullable Throwable reason;

        @Override
        public void run() throws IOException {
            throw new IOException("a call could not be answered", reason);
        }
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
        Handover handover = new Handover(line, rest);
        board.remove(line);
        try {
            Thread.ofVirtual().name("mp4j-manager-waiting").start(handover);
        } catch (Throwable t) { // it may run all the same, and then the channel is its
            if (handover.take()) {
                throw t;
            }
        }
        return Service.DONE;
    }

    /** A channel that goes to another thread. */
    private final class Handover implements Runnable {
        private final Switchboard.Line<Served> line;

        private final Rest rest;

        private final AtomicBoolean taken = new AtomicBoolean();

        Handover(Switchboard.Line<Served> line, Rest rest) {
            this.line = line;
            this.rest = rest;
        }

        /** {@return whether whoever calls this is the first one} He has the channel then. */
        boolean take() {
            return taken.compareAndSet(false, true);
        }

        @Override
        public void run() {
            if (take()) {
                finish(line, rest);
            }
        }
    }

    /** After that the channel is on the board again. */
    private void finish(Switchboard.Line<Served> line, Rest rest) {
        try {
            rest.run();
        } catch (Throwable t) {
            line.channel().close("it is of no use any more");
            log(line, t);
        } finally {
            putBack(line);
        }
    }

    /** However long there is no memory for it: its client would wait for ever. */
    private void putBack(Switchboard.Line<Served> line) {
        while (true) {
            try {
                board.add(line);
                return;
            } catch (OutOfMemoryError e) {
                Thread.onSpinWait();
            }
        }
    }

    private void end(Switchboard.Line<Served> line) {
        board.remove(line);
        try {
            line.owner().session().remove(line.channel());
            line.channel().close("its client is gone");
            line.channel().lookForDeath(); // of a client that never had its end, and the memory with it
        } finally {
            line.channel().release();
            ended.run();
        }
    }
}
