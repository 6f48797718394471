package io.github.multiprocessing4j.pool;

import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/*
 * An interrupt must hit what it is meant for and nothing after it: not the next item, and not the sending of results, which would
 * close the channel. So who interrupts and the worker's thread exclude each other where one passes into the other. Only of chunks with
 * limits is each item entered by itself; of others nothing smaller than the chunk is ever interrupted.
 */
/** What the thread of a worker runs, so that another thread can interrupt that and nothing else. */
final class Interruptible {
    private static final long NOTHING = 0;

    private final Thread worker = Thread.currentThread();

    private final ClaimPage claims;

    /** Written under this, read by the worker without it. */
    private volatile boolean chunkCancelled;

    // guarded by this
    private long id = NOTHING;
    private int item;
    private @Nullable TaskContext context;

    /** To be made by the worker's thread. */
    Interruptible(ClaimPage claims) {
        this.claims = claims;
    }

    Thread worker() {
        return worker;
    }

    /** A chunk begins. */
    synchronized void begin(Frames.Run run) {
        ClaimPage.Request request = claims.request();
        id = run.id();
        chunkCancelled = request.id() == id && request.what() == ClaimPage.CANCEL;
    }

    /** It is over. */
    synchronized void end() {
        id = NOTHING;
    }

    /** An item begins, or all of them. */
    synchronized void enter(Frames.Run run, int first) {
        requireWanted();
        item = first;
        context = new TaskContext(run.attempt(), claims::progress);
        context.enter();
    }

    /** It has ended. */
    synchronized void leave() {
        context = null;
        TaskContext.leave();
        Thread.interrupted();
    }

    /** Throws if no other item of the chunk is to begin. */
    void requireWanted() {
        if (chunkCancelled) {
            throw new CancellationException("the rest of the chunk was cancelled");
        }
    }

    /** Interrupts what is asked for, if that is what runs. */
    synchronized void interrupt(ClaimPage.Request request) {
        boolean wholeChunk = request.what() == ClaimPage.CANCEL;
        if (request.id() != id || !wholeChunk && request.item() != item) {
            return;
        }
        chunkCancelled = wholeChunk;
        if (context != null) {
            context.cancel();
            worker.interrupt();
        }
    }
}
