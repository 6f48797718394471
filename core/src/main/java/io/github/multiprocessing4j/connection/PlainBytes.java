package io.github.multiprocessing4j.connection;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/**
 * Bytes as they are.
 *
 * @param channel does not block
 */
record PlainBytes(SocketChannel channel) implements SocketBytes {
    @Override
    public int read(ByteBuffer into) throws IOException {
        return channel.read(into);
    }

    @Override
    public void checkEnd() {}

    @Override
    public boolean write(ByteBuffer[] parts) throws IOException {
        return channel.write(parts) > 0;
    }

    @Override
    public boolean holdsBack() {
        return false;
    }

    @Override
    public void finish() {}
}
