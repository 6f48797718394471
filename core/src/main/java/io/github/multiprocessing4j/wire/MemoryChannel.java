package io.github.multiprocessing4j.wire;

import io.github.multiprocessing4j.os.FaultPoint;
import io.github.multiprocessing4j.os.FutexVector;
import io.github.multiprocessing4j.region.Block;
import io.github.multiprocessing4j.region.BlockHandle;
import io.github.multiprocessing4j.region.Carrier;
import io.github.multiprocessing4j.region.Transit;
import io.github.multiprocessing4j.region.WordWait;
import java.io.IOException;
import java.io.Serial;
import java.io.Serializable;
import java.lang.foreign.MemorySegment;
import java.lang.ref.Cleaner;
import java.security.SecureRandom;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One end of a channel through shared memory: a ring in each direction, or one only. Version 1.
 *
 * <pre>
 *   offset  bytes
 *        0    128  whose the first end is, an {@link EndWord}
 *      128    128  whose the second end is
 *      256         the ring from the second end to the first
 *                  the ring from the first end to the second, unless it is one-way
 * </pre>
 *
 * <p>Offsets count from the first multiple of 128 in the block.
 */
public final class MemoryChannel {
    private static final long LINES = 128;

    private static final long RINGS = 2 * LINES;

    /**
     * How long to sleep while somebody else looks for death and wakes who waits. There should be no need to look; but a stack may overflow
     * between a message and the ring of its bell.
     */
    private static final long LONGEST_WATCHED_SLEEP_NANOS = TimeUnit.SECONDS.toNanos(10);

    private static final SecureRandom TICKETS = new SecureRandom();

    private final Block block;

    private final Shape shape;

    private final boolean first;

    private final MemorySegment memory;

    private final EndTenure tenure;

    private final Cleaner.Cleanable giveUp;

    private final EndWord theirs;

    private final @Nullable RingReader in;

    private final @Nullable RingWriter out;

    private volatile @Nullable String closed;

    /** By which this end, if it has departed, is claimed. */
    private long ticket;

    /**
     * What both ends agree on.
     *
     * @param capacity of each ring, in bytes: a power of two
     * @param duplex whether the first end can send, too
     * @param longestMessage in bytes
     * @param fencing who sees to it that no wake-up is lost
     */
    public record Shape(int capacity, boolean duplex, long longestMessage, Fencing fencing) implements Serializable {
        long bytes() {
            return LINES + RINGS + (duplex ? 2 : 1) * RingLayout.bytes(capacity);
        }
    }

    private MemoryChannel(Block block, Shape shape, boolean first) {
        this.block = block;
        this.shape = shape;
        this.first = first;
        MemorySegment all = block.memory();
        this.memory = all.asSlice(-all.address() & LINES - 1);
        EndWord firstWord = new EndWord(memory, 0);
        EndWord secondWord = new EndWord(memory, LINES);
        EndWord mine = first ? firstWord : secondWord;
        this.theirs = first ? secondWord : firstWord;
        MemorySegment toFirst = memory.asSlice(RINGS, RingLayout.bytes(shape.capacity));
        MemorySegment toSecond = shape.duplex
                ? memory.asSlice(RINGS + RingLayout.bytes(shape.capacity), RingLayout.bytes(shape.capacity))
                : null;
        MemorySegment incoming = first ? toFirst : toSecond;
        MemorySegment outgoing = first ? toSecond : toFirst;
        Ends ends = new BothEnds();
        this.in = incoming == null ? null : new RingReader(incoming, shape.fencing, ends);
        this.out = outgoing == null ? null : new RingWriter(outgoing, shape.fencing, ends, shape.longestMessage);
        this.tenure = new EndTenure(block, mine, theirs, incoming, outgoing);
        this.giveUp = Block.whenForgotten(this, tenure);
    }

    /**
     * {@return both ends of a new channel, the first one first}
     *
     * @param shape what it is like
     * @throws java.io.UncheckedIOException if there is no room in shared memory
     */
    public static List<MemoryChannel> create(Shape shape) {
        Block block = Block.allocate(shape.bytes());
        MemoryChannel first = new MemoryChannel(block, shape, true);
        MemoryChannel second = new MemoryChannel(Block.attach(block.handle()), shape, false);
        first.tenure.open();
        second.tenure.open();
        return List.of(first, second);
    }

    /** {@return the messages to this end; null if there are none} */
    public @Nullable WaitableIncoming incoming() {
        return in;
    }

    /** {@return the messages from this end; null if there can't be any} */
    public @Nullable Outgoing outgoing() {
        return out;
    }

    /**
     * Closes this end: who is blocked in it gets an error, the peer finds the end. The memory stays until {@link #release}.
     *
     * @param reason what who uses it afterwards is told
     */
    public void close(String reason) {
        if (shut(reason)) {
            tenure.close();
        }
    }

    private synchronized boolean shut(String reason) {
        if (closed != null) {
            return false;
        }
        closed = reason;
        tenure.wakeOwn();
        return true;
    }

    /**
     * Sends a message.
     *
     * @param message has been encoded; whoever calls this tells it what became of it
     * @throws IOException as {@link Outgoing} does, or if nothing can be sent from this end
     */
    public void send(MessageEncoder message) throws IOException {
        if (out == null) {
            throw new IOException("nothing can be sent from this end");
        }
        try {
            message.writeTo(out);
        } catch (Throwable t) {
            out.cancel();
            throw t;
        }
    }

    /**
     * Sends a message, and tells it what became of it.
     *
     * @param message has been encoded
     * @throws IOException as {@link #send} does
     */
    public void deliver(MessageEncoder message) throws IOException {
        try {
            send(message);
        } catch (Throwable t) {
            message.wasNotSent();
            throw t;
        }
        message.wasSent();
    }

    /**
     * Receives a message.
     *
     * @param message takes it in
     * @return whether there was one, and not the end
     * @throws IOException as {@link Incoming} does, or if nothing can be received at this end
     */
    public boolean receive(ReceivedMessage message) throws IOException {
        if (in == null) {
            throw new IOException("nothing can be received at this end");
        }
        while (true) {
            try {
                long length = in.begin();
                if (length == Incoming.END) {
                    return false;
                }
                message.readFrom(in, length);
                return true;
            } catch (MessageCancelledException e) {
                // the next one is what is wanted
            }
        }
    }

    /**
     * Waits until there is something to receive, or the end.
     *
     * @param nanos how long at most
     * @return whether there is
     * @throws IOException as {@link Incoming} does
     */
    public boolean await(long nanos) throws IOException {
        return in == null || in.await(nanos);
    }

    Fencing fencing() {
        return shape.fencing;
    }

    /** Has the peer wake who sleeps at the words of a vector. {@return whether it may not be able to} */
    boolean markIncoming(FutexVector sleeper) {
        if (closed != null || in == null) {
            return false;
        }
        int marked = in.own().mark();
        sleeper.add(in.own().address(), marked);
        return marked < 0;
    }

    /** Whether a message of that length could be sent now without waiting for the peer. Asked by who sends. */
    boolean hasRoomFor(long length) {
        return closed == null && out != null && out.hasRoomFor(length);
    }

    /** Whether a message has come. Asked by who receives. */
    boolean hasMessage() {
        return closed == null && in != null && in.hasMessage();
    }

    /** Whether a message has come that needs no waiting for its end. Asked by who receives. */
    boolean hasWholeMessage() {
        return closed == null && in != null && in.hasWholeMessage();
    }

    /** {@return whether the peer is gone and nothing is left to receive} Asked by who receives. */
    public boolean hasEnded() {
        return isPeerClosed() && !hasMessage();
    }

    boolean isPeerClosed() {
        return closed == null && theirs.isClosed();
    }

    /** Waits until a message may have come, or the end. */
    void awaitRecord() throws IOException {
        if (in != null) {
            in.awaitRecord();
        }
    }

    /** {@return whether the peer need not wake anybody from now on} */
    boolean startLooking() {
        return closed == null && in != null && in.own().unmark();
    }

    void stopLooking() {
        if (closed == null && in != null) {
            int _ = in.own().mark();
            in.own().fence();
            if (in.hasRecord() || theirs.isClosed()) {
                in.own().ring();
            }
        }
    }

    /** The other end's process may be dead: if it is, who waits for it in this end is told now. Also an end that got lost on its way is found. */
    public void lookForDeath() {
        tenure.lookForDeath(new Obituaries());
    }

    /** {@return whether this end was closed by this process, or has departed} */
    public boolean isClosed() {
        return closed != null;
    }

    /** Gives the memory up. This end must have been closed or have departed, and nobody may be in it any more. */
    public void release() {
        giveUp.clean();
    }

    /**
     * Ends every wait in this end, and every later use; the peer is not told.
     *
     * @param reason what who uses it afterwards is told
     * @throws IllegalStateException if it is closed
     */
    public void suspend(String reason) {
        if (!shut(reason)) {
            throw new IllegalStateException("an end of a connection can't be sent any more: " + closed);
        }
    }

    /** It was suspended, but could not depart: it can be used here as before. */
    public synchronized void resume() {
        if (tenure.isOpen()) {
            closed = null;
        } else {
            comeBack();
        }
    }

    /**
     * Sends this end away, with all that was not received yet. It was suspended, and nobody is in it.
     *
     * @return what to send
     */
    public Handle depart() {
        ticket = TICKETS.nextLong() >>> 2;
        Transit transit = Transit.current();
        tenure.depart(ticket, transit == null ? null : transit.carrier());
        // Only now, so that whoever finds that this process died has nothing to count out that was not lost.
        BlockHandle handle = block.countedHandle();
        FaultPoint.at("channel.handle");
        return new Handle(handle, shape, first, ticket);
    }

    /**
     * Names with whose end this end is lost, before its message is sent.
     *
     * @param carrier who has the message then
     */
    public void carriedBy(Carrier carrier) {
        tenure.carriedBy(carrier);
    }

    /** The message with this end was sent. */
    public void sent() {
        tenure.sent(ticket);
    }

    /** {@return who has a message that was sent to the other end} */
    public Carrier towardsPeer() {
        return tenure.towardsPeer();
    }

    /** This end was not sent away after all. */
    public synchronized void comeBack() {
        if (tenure.arrive(ticket)) {
            if (out != null) {
                out.beginAnew();
            }
            closed = null;
        }
    }

    /** Nobody will decode the message with this end; if it has not arrived anywhere the peer finds the end. */
    public void lose() {
        tenure.lose(ticket);
    }

    /**
     * An end on its way.
     *
     * @param block the channel's memory
     * @param shape what the channel is like
     * @param first whether it is the first end
     * @param ticket by which it is claimed
     */
    public record Handle(BlockHandle block, Shape shape, boolean first, long ticket) implements Serializable {
        @Serial
        private static final long serialVersionUID = 1L;

        /**
         * {@return the end, which is this process's from now on}
         *
         * @throws IOException if somebody else has claimed it
         */
        public MemoryChannel arrive() throws IOException {
            MemoryChannel channel = new MemoryChannel(Block.attach(block), shape, first);
            if (!channel.tenure.arrive(ticket)) {
                channel.release();
                throw new IOException("this end of a connection has arrived before, or was closed on its way");
            }
            return channel;
        }
    }

    @Override
    public String toString() {
        return closed != null ? "closed" : "other end " + tenure.peer();
    }

    private final class BothEnds implements Ends {
        @Override
        public void requireOpen() throws IOException {
            String reason = closed;
            if (reason != null) {
                throw new IOException(reason);
            }
        }

        @Override
        public boolean isClosed() {
            return closed != null;
        }

        @Override
        public boolean isPeerClosed() {
            return theirs.isClosed();
        }

        @Override
        public long longestSleepNanos() {
            return PeerWatch.makeSureItRuns() ? LONGEST_WATCHED_SLEEP_NANOS : WordWait.SLICE_NANOS;
        }

        @Override
        public void lookForDeath() {
            if (!PeerWatch.makeSureItRuns()) {
                tenure.lookForDeath(new Obituaries());
            }
        }
    }
}
