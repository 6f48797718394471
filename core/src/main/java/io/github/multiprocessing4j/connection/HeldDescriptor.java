package io.github.multiprocessing4j.connection;

import io.github.multiprocessing4j.os.Descriptors;
import io.github.multiprocessing4j.region.Transit;
import io.github.multiprocessing4j.wire.DescriptorOffer;
import io.github.multiprocessing4j.wire.DescriptorTicket;
import java.io.IOException;
import java.nio.channels.Channel;
import java.nio.channels.ClosedChannelException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A descriptor that a {@link ChannelHandle} has, and the offers of it. Apart from the handle so that that can become
 * garbage.
 */
final class HeldDescriptor {
    private final int descriptor;

    private boolean closed;

    /** Each is for one process, which will fetch it if it lives. */
    private final List<DescriptorOffer> sent = new ArrayList<>();

    /** Is for any number of processes, as long as the handle is there; null until it is needed. */
    private @Nullable DescriptorOffer lent;

    HeldDescriptor(int descriptor) {
        this.descriptor = descriptor;
    }

    synchronized boolean isClosed() {
        return closed;
    }

    synchronized Channel open(ChannelKind kind) throws IOException {
        int duplicate = Descriptors.duplicate(checked());
        try {
            return kind.open(duplicate);
        } catch (Throwable t) {
            Descriptors.close(duplicate);
            throw t;
        }
    }

    /** {@return what lets a process fetch the descriptor} */
    synchronized DescriptorTicket offer() throws IOException {
        return Transit.isKeptBySender() ? lend() : send();
    }

    private DescriptorTicket send() throws IOException {
        sent.removeIf(DescriptorOffer::isOver);
        DescriptorOffer offer = DescriptorOffer.of(checked(), true);
        sent.add(offer);
        Transit transit = Transit.current();
        if (transit != null) {
            transit.add(new Offered(offer));
        }
        return offer.ticket();
    }

    /** An offer that leaves with a message. */
    private record Offered(DescriptorOffer offer) implements Transit.Passenger {
        @Override
        public void stay() {
            offer.close();
        }

        @Override
        public void leave() {}

        @Override
        public void lose() {
            offer.close();
        }
    }

    private DescriptorTicket lend() throws IOException {
        DescriptorOffer offer = lent;
        if (offer == null) {
            offer = DescriptorOffer.of(checked(), false);
            lent = offer;
        }
        return offer.ticket();
    }

    private int checked() throws ClosedChannelException {
        if (closed) {
            throw new ClosedChannelException();
        }
        return descriptor;
    }

    /** Takes back what was sent, too. */
    synchronized void close() {
        sent.forEach(DescriptorOffer::close);
        sent.clear();
        release();
    }

    /** The handle is closed or garbage. What was sent may yet be fetched. */
    synchronized void release() {
        if (!closed) {
            closed = true;
            if (lent != null) {
                lent.close();
                lent = null;
            }
            Descriptors.close(descriptor);
        }
    }
}
