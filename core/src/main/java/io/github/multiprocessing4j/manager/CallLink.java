package io.github.multiprocessing4j.manager;

import io.github.multiprocessing4j.codec.Codec;
import io.github.multiprocessing4j.codec.Source;
import io.github.multiprocessing4j.codec.ThrowableCodec;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** A connection to a server by which one thread at a time has calls executed. Not thread-safe. */
final class CallLink {
    /** How long a server may take to answer a call that was interrupted, where the caller may give up. */
    private static final Duration GRACE = Duration.ofSeconds(1);

    private static final AtomicLong OPENED = new AtomicLong();

    private final Transport transport;

    private final RemoteServer server;

    private final long number;

    private final boolean direct;

    /** How many were opened before. */
    private final long order = OPENED.incrementAndGet();

    private long sequence;

    CallLink(Transport transport, RemoteServer server, long number, boolean direct) {
        this.transport = transport;
        this.server = server;
        this.number = number;
        this.direct = direct;
    }

    /** {@return how many were opened before this one} */
    long order() {
        return order;
    }

    /** {@return whether this is for direct calls} */
    boolean isDirect() {
        return direct;
    }

    /** Asks for something. */
    void send(Request request) throws IOException {
        sendPatiently(transport::send, request);
        sequence++;
    }

    /**
     * Asks for something.
     *
     * @param limit how long it may take until there was room for all of that; null for as long as it takes
     * @param interruptible whether an interrupt ends this; else it is kept for later
     * @throws LateException if the time is over, or the thread was interrupted: this is of no use any more then
     */
    void send(Request request, @Nullable Duration limit, boolean interruptible) throws IOException, LateException {
        if (limit == null) {
            sendAtOnce(request, interruptible);
            return;
        }
        CompletableFuture<?> sent = new CompletableFuture<>().orTimeout(Nanos.of(limit), TimeUnit.NANOSECONDS);
        var _ = sent.exceptionally(_ -> {
            transport.hangUp(); // which ends the sending
            return null;
        });
        try {
            sendAtOnce(request, interruptible);
        } catch (IOException e) {
            if (!sent.isDone()) {
                throw e;
            }
        } finally {
            sent.complete(null);
        }
        if (sent.isCompletedExceptionally()) {
            throw new LateException(/* interrupted= */ false, null);
        }
    }

    private void sendAtOnce(Request request, boolean interruptible) throws IOException, LateException {
        if (!interruptible) {
            send(request);
            return;
        }
        try {
            transport.send(request);
            sequence++;
        } catch (InterruptedIOException e) {
            throw new LateException(/* interrupted= */ true, null);
        }
    }

    /** A way to send. */
    interface Sending {
        void send(Object what) throws IOException;
    }

    /** Sends something whether or not the thread is or gets interrupted, which is kept for later: nothing is sent when sending is interrupted. */
    static void sendPatiently(Sending by, Request request) throws IOException {
        boolean interrupted = Thread.interrupted();
        try {
            while (true) {
                try {
                    by.send(request);
                    return;
                } catch (InterruptedIOException e) {
                    if (!Thread.interrupted()) {
                        throw e;
                    }
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Receives the next answer, however long it takes, and whether or not the thread is or gets interrupted, which is kept for later. */
    Reply receivePatiently() throws IOException {
        try {
            return await(null, false);
        } catch (LateException e) {
            throw new IllegalStateException("there was no limit", e);
        }
    }

    /** Receives the next answer, however long it takes. */
    Reply receive() throws IOException {
        return transport.receive() instanceof Reply reply ? reply : noReply();
    }

    private Reply noReply() throws IOException {
        close();
        throw new IOException(server + " has answered something else than a reply");
    }

    /*
     * What ends at an interrupt answers soon, also if it was the time that was over. Then a failure is due to that, and a result is one all the same: it may be what somebody
     * took from a queue.
     */
    /**
     * Waits for the answer to what was asked for last. The thread that executes it is interrupted if this thread is, or when the time is over.
     *
     * @param limit how long it may take; null for as long as it takes
     * @param interruptible whether to give up if there is no answer a second after an interrupt
     * @throws LateException if the time is over, or the thread was interrupted, and there is no answer: this is of no use any more then
     */
    Reply await(@Nullable Duration limit, boolean interruptible) throws IOException, LateException {
        boolean interrupted = false;
        try {
            long limitNanos = limit == null ? Long.MAX_VALUE : Nanos.of(limit);
            long deadline = limitNanos == Long.MAX_VALUE ? Long.MAX_VALUE : System.nanoTime() + limitNanos;
            boolean leaving = false; // because of an interrupt
            boolean givenUp = false;
            while (true) {
                try {
                    if (deadline == Long.MAX_VALUE || poll(deadline)) {
                        Reply reply = receive();
                        if (givenUp && reply instanceof Reply.Thrown(byte[] thrown)) {
                            throw new LateException(leaving, decodedThrowable(thrown));
                        }
                        return reply;
                    } else if (givenUp) {
                        throw new LateException(leaving, null);
                    }
                    tellInterrupt(/* givenUp= */ true);
                    givenUp = true;
                    deadline = System.nanoTime() + (leaving ? GRACE.dividedBy(2) : GRACE).toNanos();
                } catch (InterruptedIOException e) {
                    if (!Thread.interrupted()) {
                        throw e;
                    }
                    if (!interrupted) {
                        tellInterrupt(/* givenUp= */ false);
                    }
                    if (interruptible && !leaving && !givenUp) {
                        leaving = true;
                        deadline = System.nanoTime() + GRACE.dividedBy(2).toNanos();
                    }
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private boolean poll(long deadline) throws IOException {
        return transport.poll(Math.max(0, deadline - System.nanoTime()));
    }

    private void tellInterrupt(boolean givenUp) {
        if (!isDirect()) { // what does not wait can't be interrupted
            server.notices().interrupt(new Request.Control.Interrupt(number, sequence, givenUp));
        }
    }

    /** There is no answer, and no more time. */
    static final class LateException extends Exception {
        private static final long serialVersionUID = 1L;

        private final boolean interrupted;

        LateException(boolean interrupted, @Nullable Throwable answer) {
            super(null, answer, false, false);
            this.interrupted = interrupted;
        }

        /** {@return whether it was an interrupt, and not the time} */
        boolean isInterrupted() {
            return interrupted;
        }
    }

    /** {@return what an answer brings that was encoded there} */
    static @Nullable Object decoded(byte[] value) {
        return Codec.standard().read(Source.of(value));
    }

    static Throwable decodedThrowable(byte[] thrown) {
        return ThrowableCodec.read(Codec.standard(), Source.of(thrown));
    }

    /** Ends it for whoever uses it. Any thread may call this. */
    void hangUp() {
        transport.hangUp();
    }

    void close() {
        transport.close();
    }
}
