package io.github.multiprocessing4j.connection;

import io.github.multiprocessing4j.os.ChannelDescriptors;
import io.github.multiprocessing4j.region.SessionDirectory;
import io.github.multiprocessing4j.region.Uninterrupted;
import java.io.IOException;
import java.io.Serializable;
import java.net.SocketAddress;
import java.nio.channels.Channel;
import java.nio.file.Path;

/** What kind of channel a {@link ChannelHandle} is of, with what has to be known of it beside its descriptor. */
sealed interface ChannelKind extends Serializable {
    /** {@return a channel for a descriptor, which is the channel's from now on if this returns} */
    Channel open(int descriptor) throws IOException;

    private static Path unused() {
        return SessionDirectory.newFile("h");
    }

    /** A file. */
    record OfFile() implements ChannelKind {
        @Override
        public Channel open(int descriptor) throws IOException {
            return ChannelDescriptors.openFile(descriptor, unused());
        }

        @Override
        public String toString() {
            return "FileChannel";
        }
    }

    /**
     * A connected socket.
     *
     * @param local its own address
     * @param remote whom it is connected to
     */
    record OfSocket(SocketAddress local, SocketAddress remote) implements ChannelKind {
        @Override
        public Channel open(int descriptor) throws IOException {
            return Uninterrupted.call(() -> ChannelDescriptors.openSocket(descriptor, remote, unused()));
        }

        @Override
        public String toString() {
            return "SocketChannel from " + local + " to " + remote;
        }
    }

    /**
     * A socket that listens.
     *
     * @param local where
     */
    record OfServer(SocketAddress local) implements ChannelKind {
        @Override
        public Channel open(int descriptor) throws IOException {
            return ChannelDescriptors.openServer(descriptor, unused());
        }

        @Override
        public String toString() {
            return "ServerSocketChannel at " + local;
        }
    }
}
