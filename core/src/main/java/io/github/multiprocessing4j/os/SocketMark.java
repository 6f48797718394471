package io.github.multiprocessing4j.os;

import java.io.IOException;
import java.net.SocketOption;
import java.net.StandardSocketOptions;
import java.nio.channels.NetworkChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;

/**
 * A small change to an option of a socket that makes no difference to who uses it: whether an idle connection is probed
 * every two hours, whether a socket that is bound already could have been bound more freely, a few bytes of a buffer.
 */
final class SocketMark {
    /** A smaller one is perhaps the smallest that there can be. */
    private static final int SMALL_BUFFER = 1 << 14;

    private final Change set;

    private final Change clear;

    private final int option;

    /** What the system has for it while it is set. */
    private final int marked;

    private interface Change {
        void make() throws IOException;
    }

    private <T> SocketMark(NetworkChannel channel, SocketOption<T> name, T before, T during, int option, int marked) {
        this.set = () -> channel.setOption(name, during);
        this.clear = () -> channel.setOption(name, before);
        this.option = option;
        this.marked = marked;
    }

    static SocketMark of(SocketChannel channel) throws IOException {
        return channel.supportedOptions().contains(StandardSocketOptions.SO_KEEPALIVE)
                ? ofSwitch(channel, StandardSocketOptions.SO_KEEPALIVE, SocketDescriptors.SO_KEEPALIVE)
                : ofSize(channel, StandardSocketOptions.SO_SNDBUF, SocketDescriptors.SO_SNDBUF);
    }

    static SocketMark of(ServerSocketChannel channel) throws IOException {
        return channel.supportedOptions().contains(StandardSocketOptions.SO_REUSEADDR)
                ? ofSwitch(channel, StandardSocketOptions.SO_REUSEADDR, SocketDescriptors.SO_REUSEADDR)
                : ofSize(channel, StandardSocketOptions.SO_RCVBUF, SocketDescriptors.SO_RCVBUF);
    }

    private static SocketMark ofSwitch(NetworkChannel channel, SocketOption<Boolean> name, int option)
            throws IOException {
        boolean before = channel.getOption(name);
        return new SocketMark(channel, name, before, !before, option, before ? 0 : 1);
    }

    /** Linux has a buffer twice as large as was asked for, and the JDK tells half of that. */
    private static SocketMark ofSize(NetworkChannel channel, SocketOption<Integer> name, int option)
            throws IOException {
        int before = channel.getOption(name);
        int during = before > SMALL_BUFFER ? before - 1 : before + 1;
        return new SocketMark(channel, name, before, during, option, 2 * during);
    }

    void set() throws IOException {
        set.make();
    }

    void clear() throws IOException {
        clear.make();
    }

    boolean isSetAt(int descriptor) {
        return SocketDescriptors.option(descriptor, option) == marked;
    }
}
