package io.github.multiprocessing4j.connection;

import static io.github.multiprocessing4j.connection.Sockets.inBackground;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.multiprocessing4j.connection.Sockets.Ends;
import io.github.multiprocessing4j.connection.Sockets.Kind;
import io.github.multiprocessing4j.connection.Sockets.Raw;
import java.io.IOException;
import java.io.InterruptedIOException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What holds of waiting at a socket does if what goes through it is encrypted, but for what was encrypted and can't be taken back. */
@Tag("stress")
class WaitingOverTlsTest extends WaitingTest {
    @Override
    Ends connections(Kind kind) throws IOException {
        return TlsSockets.connections(kind, SocketLink.LONGEST);
    }

    @Override
    Raw raw(Kind kind) throws IOException {
        return TlsSockets.raw();
    }

    @Override
    @Test
    void anInterruptedSenderHasLostNothingIfNoPartIsOut() throws Exception {
        try (Ends ends = connections(Kind.UNIX)) {
            int[] sent = {0};
            var sender = inBackground(() -> {
                        while (true) {
                            ends.here().sendBytes(new byte[1_000]);
                            sent[0]++;
                        }
                    })
                    .awaitBlocked();
            sender.thread().interrupt();
            assertInstanceOf(InterruptedIOException.class, sender.failure());
            for (int i = 0; i < sent[0]; i++) {
                assertEquals(1_000, ends.there().recvBytes().length);
            }
            assertThrows(IOException.class, ends.there()::recvBytes);
            assertThrows(IOException.class, () -> ends.here().sendBytes(new byte[7]));
        }
    }

    @Override
    void anInterruptedSenderHasClosedTheConnectionIfPartIsOut(boolean virtual) {
        // the same as the one before
    }

    @Override
    void whoIsInterruptedWithinAMessageDoesNotWaitForEver() {
        // whoever gives a moment, as another test tells, does so in the same way
    }

    @Override
    void aDeadPeersEndShows() {
        // see TlsConnectionTest
    }

    @Override
    void hundredsOfVirtualThreadsMayBeBlocked() {
        // they wait in the same way
    }
}
