package io.github.multiprocessing4j.connection;

import io.github.multiprocessing4j.os.LibraryLog;
import io.github.multiprocessing4j.wire.SocketPoller;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.BindException;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** A socket at which others arrive, and its file, if it has one. */
final class ListeningSocket implements AutoCloseable {
    private final ServerSocketChannel channel;

    private final SocketAddress address;

    /** By which the file is known to be still this socket's; null if there is none. */
    private final @Nullable Object fileKey;

    private final AtomicBoolean closed = new AtomicBoolean();

    private ListeningSocket(ServerSocketChannel channel, SocketAddress address, @Nullable Object fileKey) {
        this.channel = channel;
        this.address = address;
        this.fileKey = fileKey;
    }

    /**
     * {@return a socket that listens}
     *
     * @param address where; of TCP, with port 0 for any that is free
     * @param backlog how many may wait to be accepted
     */
    static ListeningSocket open(SocketAddress address, int backlog) throws IOException {
        SocketPoller.shared(); // as long as there are descriptors
        ServerSocketChannel channel = ServerSocketChannel.open(Addresses.familyOf(address));
        try {
            channel.configureBlocking(false);
            bind(channel, address, backlog);
            Object fileKey = address instanceof UnixDomainSocketAddress local ? ownFile(local.getPath()) : null;
            return new ListeningSocket(channel, Objects.requireNonNull(channel.getLocalAddress()), fileKey);
        } catch (Throwable t) {
            channel.close();
            throw t;
        }
    }

    private static void bind(ServerSocketChannel channel, SocketAddress address, int backlog) throws IOException {
        try {
            channel.bind(address, backlog);
        } catch (BindException e) {
            BindException told = new BindException("can't listen at " + address + ": " + e.getMessage()
                    + (address instanceof UnixDomainSocketAddress
                            ? "; if no listener is there any more, its file is left over: remove it"
                            : ""));
            told.initCause(e);
            throw told;
        }
    }

    /** Makes the file one that only its owner may connect to. */
    private static @Nullable Object ownFile(Path file) throws IOException {
        try {
            if (file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
                Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
            }
            return keyOf(file);
        } catch (Throwable t) {
            Files.deleteIfExists(file);
            throw t;
        }
    }

    private static @Nullable Object keyOf(Path file) throws IOException {
        return Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                .fileKey();
    }

    SocketAddress address() {
        return address;
    }

    ServerSocketChannel channel() {
        return channel;
    }

    /** {@return who has arrived; null if nobody has} */
    @Nullable
    SocketChannel accept() throws IOException {
        return channel.accept();
    }

    /** Closes it; its port or path is free when this returns. */
    @Override
    public void close() {
        if (closed.getAndSet(true)) {
            return; // what has our file's inode by now may be another's
        }
        try {
            channel.close();
            SocketPoller.shared().releaseAtOnce(channel);
            if (address instanceof UnixDomainSocketAddress local) {
                deleteOwn(local.getPath());
            }
        } catch (IOException e) {
            LibraryLog.logger().log(Level.DEBUG, "closing a listener", e);
        }
    }

    /** Somebody may have removed our file and put his in its place. */
    private void deleteOwn(Path file) throws IOException {
        try {
            if (Objects.equals(fileKey, keyOf(file))) {
                Files.deleteIfExists(file);
            }
        } catch (NoSuchFileException e) {
            LibraryLog.logger().log(Level.DEBUG, "somebody has removed {0}", file);
        }
    }
}
