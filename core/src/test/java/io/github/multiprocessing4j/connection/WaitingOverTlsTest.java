package io.github.multiprocessing4j.connection;

import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.multiprocessing4j.connection.Sockets.Ends;
import io.github.multiprocessing4j.connection.Sockets.Kind;
import io.github.multiprocessing4j.connection.Sockets.Raw;
import java.io.IOException;
import org.junit.jupiter.api.Tag;

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
    void assertWhatFollows(Ends ends) {
        assertThrows(IOException.class, ends.there()::recvBytes);
        assertThrows(IOException.class, () -> ends.here().sendBytes(new byte[7]));
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
