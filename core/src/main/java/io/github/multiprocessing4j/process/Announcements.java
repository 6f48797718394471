package io.github.multiprocessing4j.process;

import java.io.StreamCorruptedException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/*
 * On the control channel the parent sends the StartMessage, and before it, to a child that is to wait for that, what it can make ready
 * until then; the child sends announcements, a byte that says what it is and perhaps a detail. A class that it asks for is sent as soon as it asks. There is no shared state: what a child announced before it died is in the socket, and is read
 * after its death.
 */
/** What a child has announced over its control channel. Written by one thread, read by any. */
final class Announcements {
    /** Handlers are in place: from here on a signal that ends the child is announced. */
    static final byte READY = 1;

    /** A signal is about to end the child; its number follows. */
    static final byte SIGNAL = 2;

    /** An {@link OutOfMemoryError} is about to end the child. */
    static final byte OUT_OF_MEMORY = 3;

    /** The start message was decoded: what was on its way in it has arrived. */
    static final byte DECODED = 4;

    /** The child waits for its start message, and has made itself ready for that. */
    static final byte PREPARED = 5;

    /** The child that was to wait can't make itself ready, and ends; why follows, as text. */
    static final byte UNPREPARED = 6;

    /** The child logs, for the first time or while nobody reads that. */
    static final byte LOGS = 7;

    /** The child asks for a class by its name, which follows as text, and waits for the answer. */
    static final byte CLASS_WANTED = 8;

    /** The child asks for all resources of a name, which follows as text, and waits for the answer. */
    static final byte RESOURCES_WANTED = 9;

    private final Runnable decoded;

    private final Runnable prepared;

    private final Runnable logs;

    private final Consumer<ByteBuffer> asked;

    private volatile @Nullable String complaint;

    private volatile boolean ready;

    private volatile boolean isPrepared;

    private volatile int signal = -1;

    private volatile boolean outOfMemory;

    /**
     * @param decoded what to do when the start message was decoded
     * @param prepared what to do when the child waits for it
     * @param logs what to do when the child logs
     * @param asked what to do when the child asks for a class or resources, with the whole message
     */
    Announcements(Runnable decoded, Runnable prepared, Runnable logs, Consumer<ByteBuffer> asked) {
        this.decoded = decoded;
        this.prepared = prepared;
        this.logs = logs;
        this.asked = asked;
    }

    /**
     * Takes one in, and does what is to be done about it.
     *
     * @throws StreamCorruptedException if it is none
     */
    void take(ByteBuffer message) throws StreamCorruptedException {
        if (!message.hasRemaining()) {
            throw new StreamCorruptedException("a child announced nothing");
        }
        byte kind = message.get();
        if (kind == SIGNAL && !message.hasRemaining()) {
            throw new StreamCorruptedException("a child announced a signal and not which");
        }
        switch (kind) {
            case READY -> ready = true;
            case SIGNAL -> signal = message.get();
            case OUT_OF_MEMORY -> outOfMemory = true;
            case DECODED -> decoded.run();
            case LOGS -> logs.run();
            case CLASS_WANTED, RESOURCES_WANTED -> asked.accept(message.rewind());
            case UNPREPARED ->
                complaint = StandardCharsets.UTF_8.decode(message).toString();
            case PREPARED -> {
                isPrepared = true;
                prepared.run();
            }
            default -> throw new StreamCorruptedException("a child announced something unknown: " + kind);
        }
    }

    /** {@return why it could not make itself ready} */
    @Nullable
    String complaint() {
        return complaint;
    }

    boolean isPrepared() {
        return isPrepared;
    }

    boolean ready() {
        return ready;
    }

    /** {@return the signal that ends the child, or -1 if none was announced} */
    int signal() {
        return signal;
    }

    boolean outOfMemory() {
        return outOfMemory;
    }
}
