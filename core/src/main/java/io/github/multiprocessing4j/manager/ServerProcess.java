package io.github.multiprocessing4j.manager;

import io.github.multiprocessing4j.connection.Connection;
import io.github.multiprocessing4j.connection.Pipe;
import io.github.multiprocessing4j.failure.ManagerDiedException;
import io.github.multiprocessing4j.failure.ProcessStartException;
import io.github.multiprocessing4j.os.LibraryLog;
import io.github.multiprocessing4j.process.ChildProcess;
import io.github.multiprocessing4j.process.JvmSettings;
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Files;
import java.time.Duration;

/** A process that serves a manager's objects, and how it ends. */
final class ServerProcess {
    /** How long it may take to end by itself, and then by SIGTERM. */
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private final ChildProcess process;

    private final Access access;

    private ServerProcess(ChildProcess process, Access access) {
        this.process = process;
        this.access = access;
    }

    static ServerProcess start(ServerStart start, String name, JvmSettings jvm) {
        try (Pipe pipe = Pipe.create()) {
            Connection there = pipe.second();
            ChildProcess process = ChildProcess.builder().name(name).jvm(jvm).start(() -> start.serve(there));
            return new ServerProcess(
                    process, new Access(address(pipe.first(), process), start.authKey(), start.tls(), false));
        }
    }

    private static SocketAddress address(Connection child, ChildProcess process) {
        try {
            return switch ((Reply) child.recv()) {
                case Reply.Return(SocketAddress address) -> address;
                case Reply.Thrown(byte[] thrown) -> {
                    process.join();
                    Throwable reason = CallLink.decodedThrowable(thrown);
                    throw new ProcessStartException(process.name() + " could not serve: " + reason, reason);
                }
                case Reply other -> throw new IllegalStateException("no address, but " + other);
                case null -> throw new IllegalStateException("no address");
            };
        } catch (EOFException e) {
            process.join();
            throw new ProcessStartException(
                    process.name() + " could not serve: it was started, and then " + process.exitStatus(), e);
        } catch (IOException e) {
            process.kill();
            throw new ProcessStartException(process.name() + " was not waited for: " + e.getMessage(), e);
        }
    }

    ChildProcess process() {
        return process;
    }

    Access access() {
        return access;
    }

    /** Has it end: of its own accord, or else by a signal. Does nothing if it has ended. */
    void shutdown(RemoteServer server) {
        if (process.isAlive()) {
            end(server);
        }
        removeSocket();
    }

    /** One that was killed leaves its socket's file, and nobody could serve there again. */
    private void removeSocket() {
        if (access.address() instanceof UnixDomainSocketAddress socket
                && process.exitCode().orElse(0) != 0) {
            try {
                Files.deleteIfExists(socket.getPath());
            } catch (IOException e) {
                LibraryLog.logger().log(System.Logger.Level.DEBUG, "the socket of a dead server stays", e);
            }
        }
    }

    private void end(RemoteServer server) {
        try {
            server.call(new Request.Shutdown(), PATIENCE, false);
        } catch (ManagerDiedException | CallLink.LateException e) {
            // it has ended without an answer, or does not
        }
        if (!process.join(PATIENCE)) {
            process.terminate();
            if (!process.join(PATIENCE)) {
                process.kill();
                process.join();
            }
        }
    }
}
