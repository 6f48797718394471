package io.github.multiprocessing4j.failuremodel;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.github.multiprocessing4j.connection.AuthKey;
import io.github.multiprocessing4j.connection.Client;
import io.github.multiprocessing4j.connection.Connection;
import io.github.multiprocessing4j.connection.Listener;
import io.github.multiprocessing4j.connection.Pipe;
import io.github.multiprocessing4j.failuremodel.Bond.Caller;
import io.github.multiprocessing4j.region.SessionDirectory;
import java.io.IOException;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The peer has the other end of a connection, or has yet to come to one. */
final class ConnectionBonds {
    private static final AuthKey KEY = AuthKey.of("known to caller and peer".getBytes(US_ASCII));

    /** More than fits between two processes. */
    private static final int LARGE = 4 << 20;

    /** The caller's, in the process that made the bonds. */
    private static @Nullable Listener callers;

    /** The peer's. */
    private static @Nullable Listener peers;

    /** By which the peer knocks at the caller's door without saying who it is. */
    private static @Nullable SocketChannel stranger;

    private ConnectionBonds() {}

    static List<Bond> all() throws IOException {
        Pipe toSend = Pipe.create();
        Pipe toReceive = Pipe.create();
        return List.of(
                send(Api.SEND, toSend.first(), toSend.second()),
                recv(Api.RECV, toReceive.first(), toReceive.second()),
                overSocket(Api.SOCKET_SEND),
                overSocket(Api.SOCKET_RECV),
                accept(),
                connect());
    }

    private static Bond send(Api api, Connection here, Connection there) {
        return Bond.standing(
                api,
                there::recvBytes,
                new Caller(
                        mishap -> {
                            if (api == Api.SOCKET_SEND && mishap == Mishap.INTERRUPT) {
                                sendWhatNobodyReceives();
                            } else {
                                here.sendBytes(new byte[LARGE]);
                            }
                            return "sent";
                        },
                        null),
                here,
                there);
    }

    /** Through a connection of its own, which is closed then. */
    private static void sendWhatNobodyReceives() throws IOException {
        try (Listener listener = Listener.builder().open();
                Connection here = Client.connect(listener.address());
                Connection _ = listener.accept()) {
            here.sendBytes(new byte[LARGE]);
        }
    }

    private static Bond recv(Api api, Connection here, Connection there) {
        return Bond.standing(api, () -> there.send("message"), new Caller(_ -> here.recv(), here::poll), here, there);
    }

    private static Bond overSocket(Api api) throws IOException {
        try (Listener listener = Listener.builder().open()) {
            Connection there = Client.connect(listener.address());
            Connection here = listener.accept();
            return api == Api.SOCKET_SEND ? send(api, here, there) : recv(api, here, there);
        }
    }

    /** The peer has come to the door and not said who it is. */
    private static Bond accept() throws IOException {
        Listener listener = Listener.builder().authKey(KEY).open();
        callers = listener;
        SocketAddress address = listener.address();
        return Bond.standing(
                        Api.ACCEPT,
                        () -> {
                            if (stranger == null) {
                                stranger = SocketChannel.open(address);
                            }
                        },
                        () -> Client.connect(address, KEY).close(),
                        new Caller(
                                _ -> {
                                    Listener door = callers == null
                                            ? Listener.builder().authKey(KEY).open()
                                            : callers;
                                    door.accept().close();
                                    return "accepted";
                                },
                                limit -> Objects.requireNonNull(callers).accept(limit)),
                        listener)
                .orAnother();
    }

    /** The peer has a door and does not go there. */
    private static Bond connect() {
        UnixDomainSocketAddress address = UnixDomainSocketAddress.of(SessionDirectory.newFile("s"));
        return Bond.standing(
                Api.CONNECT,
                () -> {
                    if (peers == null) {
                        peers = Listener.builder().address(address).authKey(KEY).open();
                    }
                },
                () -> Objects.requireNonNull(peers).accept().close(),
                new Caller(
                        _ -> {
                            Client.connect(address, KEY).close();
                            return "connected";
                        },
                        limit -> Client.builder().authKey(KEY).timeout(limit).connect(address)),
                () -> Files.deleteIfExists(address.getPath()));
    }
}
