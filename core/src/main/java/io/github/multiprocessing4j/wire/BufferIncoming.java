package io.github.multiprocessing4j.wire;

import java.io.EOFException;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;

/** One message that has come already, all of it. */
final class BufferIncoming implements Incoming {
    private final ByteBuffer message;

    BufferIncoming(ByteBuffer message) {
        this.message = message;
    }

    @Override
    public boolean await(long nanos) {
        return true;
    }

    @Override
    public long begin() {
        return message.hasRemaining() ? message.remaining() : END;
    }

    @Override
    public void read(byte[] into, int offset, int length) throws IOException {
        require(length);
        message.get(into, offset, length);
    }

    @Override
    public void read(MemorySegment into) throws IOException {
        int length = require(into.byteSize());
        into.copyFrom(MemorySegment.ofBuffer(message.slice(message.position(), length)));
        message.position(message.position() + length);
    }

    private int require(long length) throws IOException {
        if (length > message.remaining()) {
            throw new EOFException("the message has " + message.remaining() + " bytes left, not " + length);
        }
        return (int) length;
    }

    @Override
    public void end() {
        message.position(message.limit());
    }
}
