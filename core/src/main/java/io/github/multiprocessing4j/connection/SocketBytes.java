package io.github.multiprocessing4j.connection;

import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * How the bytes of a connected socket come and go: as they are, or encrypted. Nothing here blocks. One thread at a time reads, and
 * one writes; {@link #finish} may be called by another one meanwhile.
 */
sealed interface SocketBytes permits PlainBytes, TlsBytes {
    /** {@return how many bytes came, 0 if none are there before the socket has more to read, -1 at the end} */
    int read(ByteBuffer into) throws IOException;

    /** Looks whether the end that came is one that the peer has meant; an exception if that can't be. */
    void checkEnd() throws IOException;

    /**
     * Writes as much as there is room for, and what was held back before that.
     *
     * @return whether anything went out or was taken
     */
    boolean write(ByteBuffer[] parts) throws IOException;

    /** {@return whether something was taken and has not gone out, for which {@link #write} has to be called again} */
    boolean holdsBack();

    /** Tells the peer that this is the end, as far as that is possible at once. The socket is closed after that. */
    void finish() throws IOException;
}
