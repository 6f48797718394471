package io.github.multiprocessing4j.wire;

import io.github.multiprocessing4j.os.Descriptors;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.SecureRandom;

/**
 * A descriptor that another process may fetch. It is closed here when it was fetched, if it is for one process only;
 * when the offer is taken back; and when this process ends. Thread-safe.
 */
public final class DescriptorOffer implements AutoCloseable {
    private static final SecureRandom RANDOM = new SecureRandom();

    private final int descriptor;

    private final boolean once;

    private final byte[] secret = new byte[DescriptorTicket.SECRET_LENGTH];

    private final DescriptorTicket ticket;

    private DescriptorOffer(int descriptor, boolean once) throws IOException {
        this.descriptor = descriptor;
        this.once = once;
        RANDOM.nextBytes(secret);
        this.ticket = DescriptorServer.add(this, secret);
    }

    /**
     * {@return a new offer}
     *
     * @param descriptor what to offer, of which a duplicate is made
     * @param once whether it is for one process only
     * @throws IOException if there are too many open files
     */
    public static DescriptorOffer of(int descriptor, boolean once) throws IOException {
        int duplicate = Descriptors.duplicate(descriptor);
        try {
            return new DescriptorOffer(duplicate, once);
        } catch (Throwable t) {
            Descriptors.close(duplicate);
            throw t;
        }
    }

    /** {@return what to send to who is to fetch it} */
    public DescriptorTicket ticket() {
        return ticket;
    }

    /** {@return whether it was fetched for good, or taken back} */
    public boolean isOver() {
        return !DescriptorServer.has(ticket.id());
    }

    boolean isFor(byte[] shown) {
        return MessageDigest.isEqual(secret, shown);
    }

    boolean isOnce() {
        return once;
    }

    int descriptor() {
        return descriptor;
    }

    /** Takes it back, if nobody has fetched it. */
    @Override
    public void close() {
        DescriptorServer.remove(ticket.id());
    }
}
