package io.github.multiprocessing4j.connection;

import io.github.multiprocessing4j.wire.MessageEncoder;
import io.github.multiprocessing4j.wire.Outgoing;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Sends bytes to another process, and objects as bytes: several threads may, and each message stays whole. */
final class EncodingSender implements Sender {
    private final ByteLink link;

    private final Outgoing out;

    private final Turns turns = new Turns();

    private final AtomicReference<@Nullable MessageEncoder> spare = new AtomicReference<>();

    EncodingSender(ByteLink link, Outgoing out) {
        this.link = link;
        this.out = out;
    }

    @Override
    public void last(Runnable action) {
        turns.last(action);
    }

    @Override
    public void send(@Nullable Object value) throws IOException {
        MessageEncoder encoder = spare.getAndSet(null);
        if (encoder == null) {
            encoder = new MessageEncoder(link::carrier, link.codec());
        }
        encoder.encode(value);
        try {
            write(encoder);
        } catch (Throwable t) {
            encoder.wasNotSent();
            throw t;
        }
        encoder.wasSent();
        spare.set(encoder);
    }

    private void write(MessageEncoder encoder) throws IOException {
        turns.enter();
        try {
            encoder.writeTo(out);
        } catch (Throwable t) {
            out.cancel();
            throw t;
        } finally {
            turns.leave();
        }
    }

    /** As with a segment, but faster for what is short. */
    @Override
    public void sendBytes(byte[] message, int offset, int length) throws IOException {
        turns.enter();
        try {
            out.begin(length);
            out.write(message, offset, length);
            out.end();
        } catch (Throwable t) {
            out.cancel();
            throw t;
        } finally {
            turns.leave();
        }
    }

    @Override
    public void sendBytes(MemorySegment message) throws IOException {
        turns.enter();
        try {
            out.begin(message.byteSize());
            out.write(message);
            out.end();
        } catch (Throwable t) {
            out.cancel();
            throw t;
        } finally {
            turns.leave();
        }
    }
}
