package io.github.multiprocessing4j.connection;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;

/**
 * How both ends of a socket agree on TLS, before anything else is said.
 *
 * @param stream waits
 * @param engine decides what is said
 * @param bytes by which it is said
 */
record TlsHandshake(SocketStream stream, SSLEngine engine, TlsBytes bytes) {
    private static final ByteBuffer[] NOTHING = {};

    void run() throws IOException {
        try {
            engine.beginHandshake();
            while (goOn()) {
                stream.checkInTime();
            }
        } catch (SocketTimeoutException e) {
            SocketTimeoutException told = new SocketTimeoutException(
                    "no TLS was agreed on in time: perhaps the peer does not speak TLS, or nobody accepts there");
            told.initCause(e);
            throw told;
        }
        if (engine.isInboundDone() || engine.isOutboundDone()) {
            throw new SSLException("TLS could not be negotiated");
        }
    }

    /** {@return whether it is not over} */
    private boolean goOn() throws IOException {
        switch (engine.getHandshakeStatus()) {
            case NEED_TASK -> runTasks();
            case NEED_WRAP -> tell();
            case NEED_UNWRAP, NEED_UNWRAP_AGAIN -> hear();
            case NOT_HANDSHAKING, FINISHED -> {
                return false;
            }
        }
        return true;
    }

    private void runTasks() {
        for (Runnable task = engine.getDelegatedTask(); task != null; task = engine.getDelegatedTask()) {
            task.run();
        }
    }

    private void tell() throws IOException {
        bytes.outgoing().writeHandshake();
        while (bytes.holdsBack()) {
            await(SelectionKey.OP_WRITE);
            bytes.write(NOTHING);
        }
    }

    private void hear() throws IOException {
        if (!bytes.incoming().readHandshake()) {
            await(SelectionKey.OP_READ);
        }
    }

    private void await(int operation) throws IOException {
        stream.await(operation, Long.MAX_VALUE);
        stream.checkOpen();
        if (Thread.currentThread().isInterrupted()) {
            throw new InterruptedIOException("interrupted while TLS was being negotiated");
        }
    }
}
