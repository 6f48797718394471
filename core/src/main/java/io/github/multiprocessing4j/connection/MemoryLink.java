package io.github.multiprocessing4j.connection;

import io.github.multiprocessing4j.region.Carrier;
import io.github.multiprocessing4j.wire.MemoryChannel;
import io.github.multiprocessing4j.wire.Outgoing;
import io.github.multiprocessing4j.wire.WaitableIncoming;
import java.io.IOException;
import java.io.InvalidObjectException;
import java.io.Serial;
import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/** A connection through shared memory. */
final class MemoryLink implements ByteLink {
    private final MemoryChannel channel;

    MemoryLink(MemoryChannel channel) {
        this.channel = channel;
    }

    @Override
    public @Nullable Outgoing outgoing() {
        return channel.outgoing();
    }

    @Override
    public @Nullable WaitableIncoming incoming() {
        return channel.incoming();
    }

    @Override
    public void close(String reason) {
        channel.close(reason);
    }

    @Override
    public boolean isClosed() {
        return channel.isClosed();
    }

    @Override
    public void release() {
        channel.release();
    }

    @Override
    public void suspend(String reason) {
        Route.check();
        channel.suspend(reason);
    }

    @Override
    public Object depart() {
        try {
            return new Handle(channel.depart());
        } catch (Throwable t) {
            channel.resume();
            throw t;
        }
    }

    @Override
    public Carrier carrier() {
        return channel.towardsPeer();
    }

    @Override
    public void carriedBy(Carrier carrier) {
        channel.carriedBy(carrier);
    }

    @Override
    public void sent() {
        channel.sent();
    }

    @Override
    public void comeBack() {
        channel.comeBack();
    }

    @Override
    public void lose() {
        channel.lose();
    }

    @Override
    public String toString() {
        return channel.toString();
    }

    private record Handle(MemoryChannel.Handle end) implements Serializable {
        @Serial
        private static final long serialVersionUID = 1L;

        @Serial
        private Object readResolve() throws InvalidObjectException {
            try {
                return new Connection(new MemoryLink(end.arrive()));
            } catch (IOException e) {
                throw new InvalidObjectException(e.getMessage(), e);
            }
        }
    }
}
