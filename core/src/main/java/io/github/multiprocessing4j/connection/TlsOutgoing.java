package io.github.multiprocessing4j.connection;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.concurrent.locks.ReentrantLock;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;

/*
 * What was encrypted can't be taken back, since records are numbered: it goes out before anything else does. So a message has begun
 * to go out as soon as some of it was encrypted.
 */
/** What goes through TLS. Used by one thread at a time, but for {@link #finish}. */
final class TlsOutgoing {
    private static final ByteBuffer[] NOTHING = {};

    private final SSLEngine engine;

    private final SocketChannel channel;

    /** Never held while anybody waits. */
    private final ReentrantLock lock = new ReentrantLock();

    /** Between position and limit is what has not gone out. Guarded by the lock. */
    private ByteBuffer encrypted;

    TlsOutgoing(SSLEngine engine, SocketChannel channel) {
        this.engine = engine;
        this.channel = channel;
        this.encrypted =
                ByteBuffer.allocate(engine.getSession().getPacketBufferSize()).flip();
    }

    /** Encrypts and writes as much as there is room for. {@return whether anything was encrypted or went out} */
    boolean write(ByteBuffer[] parts) throws IOException {
        lock.lock();
        try {
            boolean any = flush();
            while (!encrypted.hasRemaining() && hasRemaining(parts)) {
                encrypt(parts);
                any = true;
                flush();
            }
            return any;
        } finally {
            lock.unlock();
        }
    }

    private static boolean hasRemaining(ByteBuffer[] parts) {
        for (ByteBuffer part : parts) {
            if (part.hasRemaining()) {
                return true;
            }
        }
        return false;
    }

    private boolean flush() throws IOException {
        return encrypted.hasRemaining() && channel.write(encrypted) > 0;
    }

    /** One record. {@return whether there may be more} */
    private boolean encrypt(ByteBuffer[] parts) throws SSLException {
        int size = engine.getSession().getPacketBufferSize();
        encrypted = encrypted.capacity() < size ? ByteBuffer.allocate(size) : encrypted.clear();
        SSLEngineResult result;
        try {
            result = engine.wrap(parts, encrypted);
        } finally {
            encrypted.flip();
        }
        boolean nothing = result.bytesProduced() == 0 && result.getHandshakeStatus() != HandshakeStatus.FINISHED;
        if (nothing && hasRemaining(parts)) {
            throw new SSLException("the peer has ended TLS, so nothing can be sent to it");
        }
        return !nothing;
    }

    boolean holdsBack() {
        lock.lock();
        try {
            return encrypted.hasRemaining();
        } finally {
            lock.unlock();
        }
    }

    /** Has the next record of a handshake go out; what is held back of it then does by {@link #write}. */
    void writeHandshake() throws IOException {
        lock.lock();
        try {
            if (!encrypt(NOTHING)) {
                throw new SSLException("TLS could not be negotiated");
            }
            flush();
        } finally {
            lock.unlock();
        }
    }

    /** Says that nothing more will come, and why if something was wrong; not within a record that is stuck. */
    void finish() throws IOException {
        lock.lock();
        try {
            flush();
            engine.closeOutbound();
            while (!encrypted.hasRemaining() && !engine.isOutboundDone() && encrypt(NOTHING)) {
                flush();
            }
        } finally {
            lock.unlock();
        }
    }
}
