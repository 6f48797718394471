package io.github.multiprocessing4j.connection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.EOFException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Connections that nobody closes. */
@Timeout(60)
class ForgottenTest {
    @Test
    void isClosedWhenTheCollectorNotices() throws Exception {
        List<Connection> kept = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            Pipe pipe = Pipe.create();
            pipe.second().send(i);
            kept.add(pipe.first());
        }
        System.gc();
        for (int i = 0; i < 20; i++) {
            assertEquals(i, kept.get(i).recv());
            assertThrows(EOFException.class, kept.get(i)::recv);
        }
        kept.forEach(Connection::close);
    }

    /** Who is blocked in it has not forgotten it, though nobody else knows it. */
    @Test
    void whoIsBlockedInItKeepsIt() throws Exception {
        Pipe pipe = Pipe.create();
        Connection kept = pipe.first();
        var receiver = blockedIn(pipe.second());
        pipe = null;
        Peers.awaitBlocked(receiver.thread);
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        kept.send("still there");
        assertEquals("still there", receiver.get());
        receiver.thread.join(); // until then its stack knows the connection
        System.gc();
        Peers.findsTheEnd(kept);
        kept.close();
    }

    private static Peers.Worker<Object> blockedIn(Connection end) {
        return new Peers.Worker<>(() -> String.valueOf(end.recv()));
    }

    /** An old object of an end that came back must not close the new one. */
    @Test
    void whatHasMovedAwayAndBackIsNotClosedWithItsOldObject() throws Exception {
        try (Pipe carrying = Pipe.create();
                Pipe moving = Pipe.create()) {
            carrying.first().send(moving.second());
            try (Connection back = (Connection) carrying.second().recv()) {
                moving.second().close();
                System.gc();
                moving.first().send("x");
                assertEquals("x", java.util.Objects.requireNonNull(back).recv());
            }
        }
    }
}
