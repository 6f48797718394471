package io.github.multiprocessing4j.wire;

import io.github.multiprocessing4j.os.FutexVector;
import io.github.multiprocessing4j.region.WordWait;
import io.github.multiprocessing4j.region.Words;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/*
 * A thread for each channel would be woken for each message of its channel: where many send, one that is awake anyhow finds the messages of all of them, and nobody
 * needs to be woken on this side. It sleeps at the bells of all channels at once (futex_waitv), so who sends sees no difference.
 */
/**
 * Channels whose messages one thread takes, wherever one comes first. That thread calls {@link #next}, and reads and writes; others may only add channels.
 *
 * @param <T> what a channel is here for
 */
public final class Switchboard<T> implements AutoCloseable {
    /** How many channels there can be: the kernel's limit, but for the word by which this itself is woken. */
    public static final int MOST = FutexVector.MOST - 1;

    /** A sleep lasts no longer, whatever happened to who should have ended it. */
    private static final long LONGEST_SLEEP_NANOS = 1_000_000_000;

    /** Where somebody takes part who can't wake others. */
    private static final long POLLING_NANOS = 2_000_000;

    private final Arena arena = Arena.ofAuto(); // somebody may still kick when nobody takes messages any more

    private final FutexVector sleepers = new FutexVector(arena);

    /** Rung when there is something new to know. */
    private final MemorySegment kick = arena.allocate(ValueLayout.JAVA_INT);

    private final Doorbell kicked = new Doorbell(kick, 0, Fencing.BY_ALL);

    private final ConcurrentLinkedQueue<Line<T>> added = new ConcurrentLinkedQueue<>();

    /** Only the thread that takes messages uses it. */
    private final List<Line<T>> lines = new ArrayList<>();

    /** Whom to look at next: nobody is kept waiting by others who send without a pause. */
    private int turn;

    private volatile boolean closed;

    /** A channel, and what it is here for. */
    public static final class Line<T> {
        private final MemoryChannel channel;

        private final T owner;

        /**
         * Makes one.
         *
         * @param channel both ways
         * @param owner what it is here for
         * @throws IllegalArgumentException unless whoever sends through the channel runs his own fence: one sleep is for all channels, and the dearer the more
         *     processors have to be interrupted for it
         */
        public Line(MemoryChannel channel, T owner) {
            if (channel.fencing() != Fencing.BY_ALL) {
                throw new IllegalArgumentException("who sends through " + channel + " runs no fence");
            }
            this.channel = channel;
            this.owner = owner;
        }

        /** {@return the channel} */
        public MemoryChannel channel() {
            return channel;
        }

        /** {@return what it is here for} */
        public T owner() {
            return owner;
        }

        /** {@return whether a message has come to its end, so that taking it does not wait} */
        public boolean hasWholeMessage() {
            return channel.hasWholeMessage();
        }

        /** {@return whether a message of that length can be sent without waiting} */
        public boolean hasRoomFor(long length) {
            return channel.hasRoomFor(length);
        }

        private boolean isReady() {
            try {
                return channel.hasMessage();
            } catch (RuntimeException e) { // its peer has written what is no message: others must not suffer from it
                channel.close("what has come is no message: " + e.getMessage());
                return true;
            }
        }

        private boolean isOver() {
            return channel.isClosed() || channel.isPeerClosed();
        }
    }

    /** {@return whether this system can do that} */
    public static boolean isAvailable() {
        return !Boolean.getBoolean(WordWait.PORTABLE) && FutexVector.isAvailable();
    }

    /** One more channel is to be looked at from now on. */
    public void add(Line<T> line) {
        added.add(line);
        try {
            kick();
        } catch (OutOfMemoryError e) { // it is there, and will be found within a second
            Thread.onSpinWait();
        }
    }

    private void kick() {
        Fencing.BY_ALL.afterChange();
        if (kicked.isMarked()) {
            kicked.ring();
        }
    }

    /** A channel is not to be looked at any more. Only for the thread that takes messages. */
    public void remove(Line<T> line) {
        lines.remove(line);
    }

    /**
     * Waits until a channel has a message, or the beginning of one, or its end has come.
     *
     * @return the channel; null when this is closed
     */
    public @Nullable Line<T> next() {
        while (!closed) {
            takeIn();
            Line<T> ready = find(/* carefully= */ false);
            if (ready == null && !kicked.spin(this::hasNews)) {
                sleep();
                ready = find(/* carefully= */ true);
            }
            if (ready != null) {
                return ready;
            }
        }
        return null;
    }

    private void takeIn() {
        for (Line<T> line = added.peek(); line != null; line = added.peek()) {
            lines.add(line); // if there is no memory for it just now, it is not lost
            added.remove();
        }
    }

    private boolean hasNews() {
        return !added.isEmpty() || closed || peek() >= 0;
    }

    /** {@return which channel is ready, -1 if none is} */
    private int peek() {
        int size = lines.size();
        for (int i = 0, at = turn; i < size; i++, at++) {
            at = at >= size ? 0 : at;
            if (lines.get(at).isReady()) {
                return at;
            }
        }
        return -1;
    }

    /** @param carefully whether to look for those that have ended, too */
    private @Nullable Line<T> find(boolean carefully) {
        int at = peek();
        if (at >= 0) {
            turn = at + 1;
            return lines.get(at);
        }
        for (int i = 0; carefully && i < lines.size(); i++) {
            if (lines.get(i).isOver()) {
                return lines.get(i);
            }
        }
        return null;
    }

    private void sleep() {
        boolean polled = false;
        sleepers.clear();
        sleepers.add(kick.address(), kicked.mark());
        for (Line<T> line : lines) {
            polled |= line.channel.markIncoming(sleepers);
        }
        kicked.fence();
        boolean watched = PeerWatch.makeSureItRuns();
        if (!hasNews() && find(/* carefully= */ true) == null) {
            sleepers.await(polled ? POLLING_NANOS : watched ? LONGEST_SLEEP_NANOS : WordWait.SLICE_NANOS);
        }
        for (Line<T> line : lines) {
            boolean _ = line.channel.startLooking(); // nobody needs to be woken for now
            if (!watched) {
                line.channel.lookForDeath();
            }
        }
        boolean _ = kicked.unmark();
    }

    /** Ends this, as far as the one is concerned who takes messages. */
    @Override
    public void close() {
        closed = true;
        kick();
    }

    /** {@return a word about it} */
    @Override
    public String toString() {
        return "Switchboard[" + lines.size() + " channels, word " + Words.getInt(kick, 0) + "]";
    }
}
