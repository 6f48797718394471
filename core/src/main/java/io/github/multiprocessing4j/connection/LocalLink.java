package io.github.multiprocessing4j.connection;

import io.github.multiprocessing4j.region.Block;
import java.lang.ref.Cleaner;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** One end of a pipe between threads of this process, which hands over references. */
final class LocalLink implements Link {
    private final @Nullable LocalLane out;

    private final @Nullable LocalLane in;

    private final long longest;

    private final AtomicBoolean closed = new AtomicBoolean();

    /** Closes the lanes if nobody did: they are also the other end's, which would wait for ever. */
    private final Cleaner.Cleanable whenForgotten;

    /**
     * @param out where it sends; null if it can't
     * @param in where it receives; null if it can't
     * @param longest how many bytes a message may have
     */
    LocalLink(@Nullable LocalLane out, @Nullable LocalLane in, long longest) {
        this.out = out;
        this.in = in;
        this.longest = longest;
        this.whenForgotten = Block.whenForgotten(this, () -> close(out, in, "this end of a connection was forgotten"));
    }

    private static void close(@Nullable LocalLane out, @Nullable LocalLane in, String reason) {
        if (out != null) {
            out.closeSender(reason);
        }
        if (in != null) {
            in.closeReceiver(reason);
        }
    }

    @Override
    public @Nullable Sender sender() {
        return out == null ? null : new LocalSender(out, longest);
    }

    @Override
    public @Nullable Receiver receiver() {
        return in == null ? null : new LocalReceiver(this, in);
    }

    boolean canSend() {
        return out != null;
    }

    @Override
    public void close(String reason) {
        if (closed.compareAndSet(false, true)) {
            close(out, in, reason);
            whenForgotten.clean();
        }
    }

    @Override
    public boolean isClosed() {
        return closed.get();
    }

    @Override
    public void release() {
        // all that it has is in the heap
    }

    @Override
    public String toString() {
        return isClosed() ? "closed" : "between threads";
    }
}
