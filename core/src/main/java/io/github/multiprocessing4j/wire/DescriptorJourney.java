package io.github.multiprocessing4j.wire;

import io.github.multiprocessing4j.region.Block;
import io.github.multiprocessing4j.region.BlockHandle;
import io.github.multiprocessing4j.region.Carrier;
import io.github.multiprocessing4j.region.GoneException;
import io.github.multiprocessing4j.region.Transit;
import java.io.IOException;
import java.io.Serial;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.security.SecureRandom;
import org.jspecify.annotations.Nullable;

/*
 * The offer keeps the descriptor, the word says whose it is. Who offers a descriptor can't tell by himself whether it will ever be
 * fetched, while an end of a channel that is lost on its way is found out by its word. So there is such a word for each journey.
 */
/**
 * A descriptor on its way to another process with a message. It is closed here when it was fetched, or when it is found that it never
 * will be: with whose end it is lost says the {@link Carrier}, as for ends of channels. Thread-safe.
 */
public final class DescriptorJourney implements PeerWatch.Watched {
    /** One {@link EndWord}. */
    private static final long BYTES = 128;

    private static final SecureRandom NUMBERS = new SecureRandom();

    private final Block block;

    private final EndWord word;

    private final long number = NUMBERS.nextLong() >>> 2;

    private final DescriptorOffer offer;

    private final Ticket ticket;

    private final Runnable onDeparture;

    private boolean cameBack;

    private boolean over;

    private DescriptorJourney(Block block, DescriptorOffer offer, @Nullable Carrier carrier, Runnable onDeparture) {
        this.block = block;
        this.word = new EndWord(block.memory(), 0);
        this.offer = offer;
        this.onDeparture = onDeparture;
        word.open();
        word.depart(number, carrier);
        this.ticket = new Ticket(block.countedHandle(), number, offer.ticket());
    }

    /**
     * {@return one that begins now}
     *
     * @param descriptor what to send, of which a duplicate is made
     * @param onDeparture what to do when it is known that the descriptor will not come back; by a thread that must not be blocked
     * @throws IOException if there are too many open files, or there is no room in shared memory
     */
    public static DescriptorJourney begin(int descriptor, Runnable onDeparture) throws IOException {
        Transit transit = Transit.current();
        Carrier carrier = transit == null ? null : transit.carrier();
        Block block = allocate();
        try {
            DescriptorOffer offer = DescriptorOffer.of(descriptor, /* once= */ true);
            DescriptorJourney journey = new DescriptorJourney(block, offer, carrier, onDeparture);
            PeerWatch.add(journey);
            return journey;
        } catch (Throwable t) {
            block.close();
            throw t;
        }
    }

    private static Block allocate() throws IOException {
        try {
            return Block.allocate(BYTES);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    /** {@return what to send} */
    public Ticket ticket() {
        return ticket;
    }

    /**
     * Names with whose end it is lost, before the message is sent.
     *
     * @param carrier who has the message then
     */
    public synchronized void carriedBy(Carrier carrier) {
        if (!over) {
            word.carriedBy(carrier);
        }
    }

    /** The message was sent. */
    public synchronized void sent() {
        if (!over) {
            word.sent(number);
        }
    }

    /** The message was not sent. {@return whether the descriptor has not arrived anywhere, and never will} */
    public synchronized boolean comeBack() {
        if (!over && word.arrive(number)) {
            cameBack = true;
            offer.close();
            word.close(); // the memory is given up by who looks next: the message's handle of it is not taken back yet
        }
        return cameBack;
    }

    /** Nobody will decode the message: if the descriptor has not arrived it is closed. */
    public synchronized void lose() {
        if (!over && word.lose(number)) {
            block.handleIsLost();
            end();
        }
    }

    @Override
    public void lookForDeath(Obituaries obituaries) {
        if (isOver(obituaries)) {
            onDeparture.run();
        }
    }

    /** {@return whether it has just been found that the descriptor is elsewhere, or nowhere} */
    private synchronized boolean isOver(Obituaries obituaries) {
        if (over) {
            return false;
        }
        boolean fetched = !cameBack && offer.isOver();
        if (word.closeIfDead(obituaries) == EndWord.Fate.LOST || fetched && word.lose(number)) {
            block.handleIsLost();
        }
        if (!fetched && !word.isClosed()) {
            return false;
        }
        end();
        return !cameBack;
    }

    private void end() {
        over = true;
        PeerWatch.remove(this);
        offer.close();
        block.close();
    }

    /**
     * What lets its bearer have the descriptor. It holds a secret, see {@link DescriptorTicket}.
     *
     * @param word where it stands whose the descriptor is
     * @param number by which it is claimed there
     * @param descriptor by which it is fetched
     */
    public record Ticket(BlockHandle word, long number, DescriptorTicket descriptor) implements Serializable {
        @Serial
        private static final long serialVersionUID = 1L;

        /**
         * {@return the descriptor, close-on-exec and now the caller's} If it can't be had it is lost.
         *
         * @throws IOException if somebody else has it, the process that sent it has ended, or this process has no descriptor left
         */
        public int claim() throws IOException {
            Block block;
            try {
                block = Block.attach(word);
            } catch (UncheckedIOException e) {
                if (e.getCause() instanceof GoneException) {
                    return descriptor.fetch(); // this is another tree of processes, or else it is not offered any more
                }
                throw e.getCause();
            }
            try (block) {
                return claim(new EndWord(block.memory(), 0));
            }
        }

        private int claim(EndWord claimed) throws IOException {
            if (!claimed.arrive(number)) {
                throw new IOException("it has arrived before, or was closed on its way");
            }
            try {
                return descriptor.fetch();
            } finally {
                claimed.close();
            }
        }
    }
}
