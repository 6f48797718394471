package io.github.multiprocessing4j.connection;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;

/*
 * A record is decrypted when all of it is there, straight to where it is wanted if there is room, else into a buffer that is emptied
 * first. So when nothing can be read any more, what is here is part of a record at most, and more of it will make the socket ready:
 * waiting for the socket is enough.
 *
 * Between the data TLS 1.3 has messages of its own: tickets for later sessions, which the engine keeps; and that keys change, which
 * the peer may ask of this side, too. The answer waits in the engine and goes out before the next data, as RFC 8446, 4.6.3 has it; so
 * who reads never has to write. Since each is some memory until then, a peer may not send them without end.
 */
/** What comes through TLS. Used by one thread at a time. */
final class TlsIncoming {
    private static final ByteBuffer NOWHERE = ByteBuffer.allocate(0);

    /** So many of TLS's own messages may come before data does. */
    private static final int MOST_WITHOUT_DATA = 100;

    private final SSLEngine engine;

    private final SocketChannel channel;

    /** What has come and was not decrypted. */
    private ByteBuffer encrypted;

    /** What was decrypted and is not wanted yet. */
    private ByteBuffer decrypted = NOWHERE;

    /** Whether there is no whole record. */
    private boolean starved = true;

    private int withoutData;

    /** Whether the peer has said that it sends no more. */
    private boolean finished;

    TlsIncoming(SSLEngine engine, SocketChannel channel) {
        this.engine = engine;
        this.channel = channel;
        this.encrypted =
                ByteBuffer.allocate(engine.getSession().getPacketBufferSize()).flip();
    }

    /** {@return how many bytes came, 0 if no record is there as a whole, -1 at the end} */
    int read(ByteBuffer into) throws IOException {
        while (!decrypted.hasRemaining()) {
            int came = finished ? -1 : fill();
            if (came <= 0) {
                return came;
            }
            int n = decrypt(into);
            if (n > 0) {
                return n;
            }
        }
        return take(into);
    }

    private int take(ByteBuffer into) {
        int count = Math.min(into.remaining(), decrypted.remaining());
        into.put(into.position(), decrypted, decrypted.position(), count);
        into.position(into.position() + count);
        decrypted.position(decrypted.position() + count);
        return count;
    }

    /** Sees to it that there are bytes to decrypt. {@return 0 if there are no more, -1 at the end} */
    private int fill() throws IOException {
        if (!starved) {
            return 1;
        }
        encrypted = withRoom(encrypted, engine.getSession().getPacketBufferSize());
        int n = 0;
        try {
            n = channel.read(encrypted);
        } finally {
            encrypted.flip();
        }
        starved = n <= 0;
        return n;
    }

    /** {@return a buffer of at least some size that begins with what is in another one, and can be added to} */
    private static ByteBuffer withRoom(ByteBuffer buffer, int size) {
        return buffer.capacity() < size ? ByteBuffer.allocate(size).put(buffer) : buffer.compact();
    }

    /** {@return how many bytes there are now where they are wanted} */
    private int decrypt(ByteBuffer into) throws SSLException {
        SSLEngineResult result = engine.unwrap(encrypted, into);
        if (result.getStatus() == SSLEngineResult.Status.BUFFER_OVERFLOW) {
            decrypted = withRoom(decrypted, engine.getSession().getApplicationBufferSize());
            try {
                result = engine.unwrap(encrypted, decrypted);
            } finally {
                decrypted.flip();
            }
            note(result);
            return 0;
        }
        note(result);
        return result.bytesProduced();
    }

    private void note(SSLEngineResult result) throws SSLException {
        switch (result.getStatus()) {
            case BUFFER_UNDERFLOW -> starved = true;
            case CLOSED -> finished = true;
            case BUFFER_OVERFLOW -> throw new SSLException("a record is longer than TLS allows");
            case OK -> withoutData = result.bytesProduced() > 0 ? 0 : withoutData + 1;
        }
        if (withoutData > 0) {
            check(result.getHandshakeStatus());
        }
    }

    private void check(HandshakeStatus status) throws SSLException {
        if (withoutData > MOST_WITHOUT_DATA) {
            throw new SSLException("the peer sends messages of TLS itself and no data");
        }
        boolean quiet = status == HandshakeStatus.NOT_HANDSHAKING || status == HandshakeStatus.FINISHED;
        boolean answers = status == HandshakeStatus.NEED_WRAP
                && engine.getSession().getProtocol().equals("TLSv1.3");
        if (!quiet && !answers) {
            throw new SSLException("the peer wants to negotiate TLS again, which is not supported");
        }
    }

    /**
     * Takes in one record of a handshake.
     *
     * @return whether it was there
     * @throws EOFException if the peer has left
     */
    boolean readHandshake() throws IOException {
        int came = fill();
        if (came < 0) {
            throw left();
        }
        if (came == 0) {
            return false;
        }
        switch (engine.unwrap(encrypted, NOWHERE).getStatus()) {
            case OK -> {}
            case BUFFER_UNDERFLOW -> starved = true;
            case BUFFER_OVERFLOW -> throw new SSLException("data came before TLS was agreed on");
            case CLOSED -> throw left();
        }
        return !starved;
    }

    private static EOFException left() {
        return new EOFException("the peer left while TLS was being negotiated");
    }

    void checkEnd() throws SSLException {
        if (!finished) {
            throw new SSLException(
                    "the connection ended, but its peer has not said so by TLS's close_notify: its process was killed"
                        + " or ended without closing it, or somebody between has cut it, and what was sent last may be"
                        + " missing");
        }
    }
}
