package io.github.multiprocessing4j.connection;

import io.github.multiprocessing4j.wire.SocketPoller;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.nio.channels.SelectableChannel;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;

/*
 * All are looked at four times a second although nobody has told anything, so that a call that got lost, or could not be made for lack
 * of a thread, costs no more than that.
 */
/** One thread's wait for any of several objects. */
final class WaitForAny<T> {
    private static final long SLICE_NANOS = 250_000_000;

    private final List<T> objects = new ArrayList<>();

    private final List<Awaited> awaited = new ArrayList<>();

    private final List<SelectableChannel> channels = new ArrayList<>();

    private final Thread waiting = Thread.currentThread();

    WaitForAny(Collection<? extends T> objects) {
        for (T each : objects) {
            this.objects.add(Objects.requireNonNull(each, "null is nothing to wait for"));
            awaited.add(awaited(each));
        }
    }

    private Awaited awaited(Object object) {
        return switch (object) {
            case Waitable waitable -> new AwaitedObject(waitable, this::wake);
            case SelectableChannel channel -> {
                channels.add(channel);
                yield new AwaitedChannel(channel, this::wake);
            }
            default ->
                throw new IllegalArgumentException("nobody can wait for an object of " + object.getClass()
                        + " but for a Connection, a Listener, a queue, a process's sentinel() or any other Waitable,"
                        + " and for a SelectableChannel that does not block");
        };
    }

    private void wake() {
        LockSupport.unpark(waiting);
    }

    /** {@return those that are ready by then} */
    List<T> await(long nanos) throws IOException {
        long deadline = System.nanoTime() + nanos;
        try {
            lookAtChannels();
            return awaitUntil(deadline);
        } catch (UncheckedIOException e) {
            throw new IOException(e.getMessage(), e);
        } finally {
            awaited.forEach(Awaited::close);
            letGoOfChannels();
        }
    }

    private List<T> awaitUntil(long deadline) throws IOException {
        List<T> ready = ready();
        for (long left = left(deadline); ready.isEmpty() && left > 0; left = left(deadline)) {
            if (waiting.isInterrupted()) {
                throw new InterruptedIOException("interrupted while waiting for any of " + objects.size() + " objects");
            }
            for (Awaited each : awaited) {
                each.watch();
            }
            LockSupport.parkNanos(this, Math.min(left, SLICE_NANOS)); // not at all if one has become ready meanwhile
            ready = ready();
        }
        return ready;
    }

    private static long left(long deadline) {
        return deadline - System.nanoTime();
    }

    private List<T> ready() {
        List<T> ready = new ArrayList<>();
        for (int i = 0; i < objects.size(); i++) {
            if (awaited.get(i).isReady()) {
                ready.add(objects.get(i));
            }
        }
        return ready;
    }

    /** Whether a channel is ready, only the poller knows. */
    private void lookAtChannels() throws IOException {
        if (!channels.isEmpty()) {
            for (Awaited each : awaited) {
                if (each instanceof AwaitedChannel channel) {
                    channel.watch();
                }
            }
            SocketPoller.shared().lookNow();
        }
    }

    private void letGoOfChannels() throws IOException {
        if (!channels.isEmpty()) {
            SocketPoller.shared().forget(channels);
        }
    }
}
