package io.github.multiprocessing4j.wire;

import io.github.multiprocessing4j.os.DescriptorPassing;
import io.github.multiprocessing4j.os.Descriptors;
import io.github.multiprocessing4j.os.UnixSockets;
import java.io.IOException;
import java.io.Serializable;
import java.nio.ByteBuffer;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;

/**
 * Lets its bearer fetch a {@linkplain DescriptorOffer descriptor that is offered}. It holds a secret: hand it only to
 * the process that is to have it, over something that nobody else reads.
 *
 * @param path of the offering process's socket
 * @param id which of its offers
 * @param secret what the bearer shows to be given it
 */
public record DescriptorTicket(String path, long id, byte[] secret) implements Serializable {
    /** Length of the secret in bytes. */
    static final int SECRET_LENGTH = 32;

    static final int LENGTH = Long.BYTES + SECRET_LENGTH;

    /** The answer that comes with the descriptor. */
    static final byte GIVEN = 'G';

    /** The answer to who asks for what is not offered, or without the secret. */
    static final byte NOT_OFFERED = 'N';

    /** The offering process has nothing else to do; it may be stopped or starved, but not for long. */
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    /**
     * {@return the descriptor, close-on-exec and now the caller's}
     *
     * @throws IOException if the process that offered it has ended or has taken the offer back, somebody else has
     *     fetched it, or this process has no descriptor left
     */
    public int fetch() throws IOException {
        int socket = connect();
        try {
            ByteBuffer request = ByteBuffer.allocate(LENGTH).putLong(id).put(secret);
            if (Descriptors.write(socket, request.array()) != LENGTH) {
                throw new IOException("the process that offered an open channel has ended");
            }
            DescriptorPassing.Received answer = DescriptorPassing.receive(socket);
            if (answer.descriptor() < 0) {
                throw new IOException("an open channel is not offered any more: its handle was closed before this one"
                        + " arrived, or it has arrived before, which each can only once");
            }
            return answer.descriptor();
        } finally {
            Descriptors.close(socket);
        }
    }

    private int connect() throws IOException {
        try {
            return UnixSockets.connect(Path.of(path), PATIENCE);
        } catch (NoSuchFileException e) {
            throw notThere(e);
        } catch (FileSystemException e) {
            throw e.getReason() != null && e.getReason().contains("ECONNREFUSED") ? notThere(e) : e;
        }
    }

    private static IOException notThere(IOException cause) {
        return new IOException(
                "the process that sent an open channel has ended or closed its handle before it arrived, or it has"
                        + " arrived before, which each can only once",
                cause);
    }

    @Override
    public String toString() {
        return "DescriptorTicket[" + path + ", " + id + ", secret=redacted]";
    }
}
