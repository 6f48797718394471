package io.github.multiprocessing4j.manager;

import io.github.multiprocessing4j.region.Carrier;
import io.github.multiprocessing4j.wire.Fencing;
import io.github.multiprocessing4j.wire.MemoryChannel;
import java.util.List;

/**
 * A channel through shared memory that a server makes for a client of its tree.
 *
 * @param own the server's end
 * @param clients what becomes the client's end; lost if the client ends before
 */
record ClientChannel(MemoryChannel own, MemoryChannel.Handle clients) {
    /** Small ones: what is long goes through them in parts. */
    private static final MemoryChannel.Shape SHAPE =
            new MemoryChannel.Shape(64 << 10, /* duplex= */ true, Long.MAX_VALUE, Fencing.BY_ALL);

    static ClientChannel open(Session session) {
        List<MemoryChannel> ends = MemoryChannel.create(SHAPE);
        MemoryChannel clients = ends.getLast();
        clients.suspend("it is the client's");
        MemoryChannel.Handle handle = clients.depart();
        clients.carriedBy(Carrier.ofProcess(session.pid()));
        clients.sent();
        clients.release();
        return new ClientChannel(ends.getFirst(), handle);
    }
}
