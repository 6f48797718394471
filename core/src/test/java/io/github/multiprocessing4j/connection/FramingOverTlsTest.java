package io.github.multiprocessing4j.connection;

import io.github.multiprocessing4j.connection.Sockets.Ends;
import io.github.multiprocessing4j.connection.Sockets.Kind;
import io.github.multiprocessing4j.connection.Sockets.Raw;
import java.io.IOException;

/** What holds of messages and bytes of a socket does if they are encrypted. */
class FramingOverTlsTest extends FramingTest {
    @Override
    Ends connections(Kind kind) throws IOException {
        return TlsSockets.connections(kind, SocketLink.LONGEST);
    }

    @Override
    Ends connections(Kind kind, long longest) throws IOException {
        return TlsSockets.connections(kind, longest);
    }

    @Override
    Raw raw(Kind kind) throws IOException {
        return TlsSockets.raw();
    }

    @Override
    void whoIsInterruptedInTheMiddleOfAMessageThatNobodyTakesClosesTheConnection() {
        // see WaitingOverTlsTest
    }

    @Override
    void messagesBeyondTwoGigabytesHaveALongLength() {
        // nothing that could differ here for as long as it takes
    }
}
