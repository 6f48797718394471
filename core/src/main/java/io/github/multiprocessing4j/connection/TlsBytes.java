package io.github.multiprocessing4j.connection;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import javax.net.ssl.SSLEngine;

/**
 * Bytes through TLS.
 *
 * @param engine encrypts and decrypts
 * @param incoming what comes
 * @param outgoing what goes
 */
record TlsBytes(SSLEngine engine, TlsIncoming incoming, TlsOutgoing outgoing) implements SocketBytes {
    static TlsBytes of(SSLEngine engine, SocketChannel channel) {
        return new TlsBytes(engine, new TlsIncoming(engine, channel), new TlsOutgoing(engine, channel));
    }

    @Override
    public int read(ByteBuffer into) throws IOException {
        return incoming.read(into);
    }

    @Override
    public void checkEnd() throws IOException {
        incoming.checkEnd();
    }

    @Override
    public boolean write(ByteBuffer[] parts) throws IOException {
        return outgoing.write(parts);
    }

    @Override
    public boolean holdsBack() {
        return outgoing.holdsBack();
    }

    @Override
    public void finish() throws IOException {
        outgoing.finish();
    }
}
