package io.github.multiprocessing4j.wire;

import io.github.multiprocessing4j.region.Block;
import io.github.multiprocessing4j.region.Carrier;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/**
 * That this process has an end of a channel, and its memory: what is given up when the end is closed or forgotten, apart from the
 * end so that the end can become garbage. Who sends an end keeps its memory until it has arrived, and looks whether it got lost.
 */
final class EndTenure implements Runnable, PeerWatch.Watched {
    private final Block block;

    private final EndWord mine;

    private final EndWord theirs;

    private final @Nullable MemorySegment in;

    private final @Nullable MemorySegment out;

    private boolean open;

    private boolean released;

    /** Who has closed the other end may have died before it woke those who wait in this one. */
    private boolean toldOfClosing;

    /** Who has the other end since then may be unable to wake those who sleep in this one already. */
    private boolean toldOfPolling;

    /** Nobody is interested in the memory any more, but an end may be lost on its way, which somebody has to find out. */
    private boolean lingers;

    EndTenure(Block block, EndWord mine, EndWord theirs, @Nullable MemorySegment in, @Nullable MemorySegment out) {
        this.block = block;
        this.mine = mine;
        this.theirs = theirs;
        this.in = in;
        this.out = out;
    }

    /** The end, which nobody had before, is this process's. */
    synchronized void open() {
        mine.open();
        opened();
    }

    private void opened() {
        open = true;
        PeerWatch.add(this);
    }

    /** {@return whether the end was on its way with that ticket, and is this process's from now on} */
    synchronized boolean arrive(long ticket) {
        boolean arrived = !lingers && mine.arrive(ticket);
        if (arrived) {
            opened();
        }
        return arrived;
    }

    /** The end is on its way from now on, and if it comes back to this process that is another tenure. */
    synchronized void depart(long ticket, @Nullable Carrier carrier) {
        open = false;
        mine.depart(ticket, carrier);
    }

    /** {@return whether the end is this process's} */
    synchronized boolean isOpen() {
        return open;
    }

    /** Names who carries an end that has departed, before the message is sent. */
    synchronized void carriedBy(Carrier carrier) {
        mine.carriedBy(carrier);
    }

    /** The message with the end was sent. */
    synchronized void sent(long ticket) {
        mine.sent(ticket);
    }

    /** The message with the end will not be read any more. */
    synchronized void lose(long ticket) {
        if (!released && mine.lose(ticket)) {
            block.handleIsLost();
            wakePeer();
        }
    }

    /** {@return who carries what is sent to this end's peer} */
    Carrier towardsPeer() {
        return new Carrier.OfEnd(block.name(), theirs.offsetIn(block.memory()));
    }

    /** {@return where the other end is} */
    synchronized String peer() {
        return released ? "unknown" : theirs.toString();
    }

    /** Closes the end if this process has it. */
    synchronized void close() {
        if (open) {
            open = false;
            mine.close();
            wakePeer();
        }
    }

    /** Gives up the memory, too, unless one of the ends is on its way: then when that has arrived or is lost. */
    @Override
    public synchronized void run() {
        close();
        lingers = true;
        giveUpIfNothingMoves();
    }

    private void giveUpIfNothingMoves() {
        if (!released && !mine.isOnItsWay() && !theirs.isOnItsWay()) {
            released = true;
            PeerWatch.remove(this);
            block.close();
        }
    }

    /** Closes the other end if nobody has it any more, and none will; and this one if it got lost on its way. */
    @Override
    public synchronized void lookForDeath(Obituaries obituaries) {
        if (released) {
            return;
        }
        boolean closed = lookAt(theirs, obituaries) || theirs.isClosed();
        boolean polled = isPolled(in, RingLayout.READER_SLEEPS) || isPolled(out, RingLayout.WRITER_SLEEPS);
        if (closed && !toldOfClosing || polled && !toldOfPolling) {
            toldOfClosing = closed;
            toldOfPolling = polled;
            wakeOwn();
        }
        if (lingers) {
            if (mine.isOnItsWay() && lookAt(mine, obituaries)) {
                wakePeer();
            }
            giveUpIfNothingMoves();
        }
    }

    private boolean lookAt(EndWord end, Obituaries obituaries) {
        EndWord.Fate fate = end.closeIfDead(obituaries);
        if (fate == EndWord.Fate.LOST) {
            block.handleIsLost();
        }
        return fate != EndWord.Fate.KEPT;
    }

    /** Wakes those who wait in this end. */
    void wakeOwn() {
        wake(in, RingLayout.READER_SLEEPS);
        wake(out, RingLayout.WRITER_SLEEPS);
    }

    private void wakePeer() {
        wake(in, RingLayout.WRITER_SLEEPS);
        wake(out, RingLayout.READER_SLEEPS);
    }

    private static boolean isPolled(@Nullable MemorySegment ring, long bell) {
        return ring != null && Doorbell.isPolled(ring, bell);
    }

    private static void wake(@Nullable MemorySegment ring, long bell) {
        if (ring != null) {
            Doorbell.ring(ring, bell);
        }
    }
}
