package io.github.multiprocessing4j.manager;

import io.github.multiprocessing4j.wire.MemoryChannel;
import io.github.multiprocessing4j.wire.Switchboard;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/*
 * Such calls neither wait nor take long, as their types promise. But arguments are read and compared by code of users, who may have promised too much, and a large value takes
 * its time. So another thread takes over where one does not come back from a call.
 */
/** Executes the direct calls of all clients that come through shared memory, in one thread, for as long as that finds any without sleeping. */
final class DirectService implements AutoCloseable {
    /** A call that takes longer than this, or than twice this, keeps no other one waiting any more. */
    private static final long LONG_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private static final long SHORT_NANOS = TimeUnit.MILLISECONDS.toNanos(2);

    private final Executor executor;

    private final Switchboard<Served> board = new Switchboard<>();

    /** Guarded by this. */
    private int channels;

    private volatile boolean closed;

    DirectService(Executor executor) {
        this.executor = executor;
    }

    /** Begins to serve. */
    void start() {
        DirectShift first = begin();
        Thread.ofPlatform().daemon().name("mp4j-manager-watch").start(() -> watch(first));
    }

    private DirectShift begin() {
        DirectShift shift = new DirectShift(board, executor, this::isOneLess);
        Thread.ofPlatform().daemon().name("mp4j-manager-direct").start(shift);
        return shift;
    }

    private void watch(DirectShift first) {
        DirectShift shift = first;
        long pause = LONG_NANOS;
        while (!closed) {
            LockSupport.parkNanos(pause);
            try {
                boolean over = shift.isOver();
                pause = over
                        ? SHORT_NANOS
                        : Math.min(LONG_NANOS, 2 * pause); // where one is stuck others may be as well
                if (over) {
                    shift = begin();
                }
            } catch (OutOfMemoryError e) { // there may be enough for a thread next time
                Thread.onSpinWait();
            }
        }
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
    public void close() {
        closed = true;
        board.close();
    }
}
