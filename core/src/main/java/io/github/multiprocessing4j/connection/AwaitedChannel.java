package io.github.multiprocessing4j.connection;

import io.github.multiprocessing4j.wire.ReadinessWatch;
import io.github.multiprocessing4j.wire.SocketPoller;
import java.io.IOException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import org.jspecify.annotations.Nullable;

/** A channel that somebody waits for. It is ready when the poller has said so. */
final class AwaitedChannel implements Awaited {
    private final SelectableChannel channel;

    private final int operation;

    private final Runnable wake;

    private @Nullable ReadinessWatch watch;

    AwaitedChannel(SelectableChannel channel, Runnable wake) {
        this.channel = channel;
        this.operation = operation(channel);
        this.wake = wake;
        if (channel.isOpen() && channel.isBlocking()) {
            throw new BlockingChannelException(channel);
        }
    }

    private static int operation(SelectableChannel channel) {
        for (int operation : new int[] {SelectionKey.OP_ACCEPT, SelectionKey.OP_READ}) {
            if ((channel.validOps() & operation) != 0) {
                return operation;
            }
        }
        throw new IllegalArgumentException("nothing ever comes from " + channel + ", which is for writing only");
    }

    @Override
    public boolean isReady() {
        return watch != null && watch.isDone() || !channel.isOpen();
    }

    @Override
    public void watch() throws IOException {
        if (watch == null) {
            watch = SocketPoller.shared().watch(channel, operation, wake);
        }
    }

    @Override
    public void close() {
        if (watch != null) {
            watch.cancel();
        }
    }
}
