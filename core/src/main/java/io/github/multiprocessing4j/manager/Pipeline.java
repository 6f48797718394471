package io.github.multiprocessing4j.manager;

import io.github.multiprocessing4j.failure.SerializationException;
import java.io.IOException;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/*
 * The calls of one thread that it does not wait for. They go through one connection, so they are executed in their order. A virtual thread takes the answers in as long as
 * there are any to come: were they left to whoever wants a result, the server could be stuck in sending them while this thread is stuck in sending more calls.
 */
/** Calls that a thread has begun and not waited for. Used by that thread, but for the answers. */
final class Pipeline {
    /** How many calls may be under way: what comes back is in this heap. */
    private static final int MOST = 1024;

    private static final ThreadLocal<@Nullable Pipeline> OF_THREAD = new ThreadLocal<>();

    private final RemoteServer server;

    private final Semaphore room = new Semaphore(MOST);

    private final ConcurrentLinkedQueue<Begun> begun = new ConcurrentLinkedQueue<>();

    /** Held by who sends. */
    private final Object sending = new Object();

    /** Null if nothing is under way. Guarded by this. */
    private @Nullable CallLink link;

    /** The last one. Only the thread itself uses it. */
    private @Nullable Begun last;

    /** A call. It keeps its proxy, so that the object is there. */
    private static final class Begun extends CompletableFuture<@Nullable Object> {
        private final RemoteHandler proxy;

        /** Completed by its answer: whoever has the future may cancel that, and the call is executed all the same. */
        private final CompletableFuture<Boolean> answered = new CompletableFuture<>();

        Begun(RemoteHandler proxy) {
            this.proxy = proxy;
        }

        private void await(@Nullable Duration limit, boolean interruptible) throws CallLink.LateException {
            var _ = LimitedWait.forResult(answered.copy(), limit, interruptible);
        }

        @Override
        public String toString() {
            return "call of a " + proxy.description().typeid() + (isDone() ? ", done" : ", under way");
        }
    }

    private Pipeline(RemoteServer server) {
        this.server = server;
    }

    /** Begins a call, behind those that this thread has begun before. */
    static Future<@Nullable Object> begin(RemoteHandler proxy, RemoteServer server, Request request) {
        Pipeline pipeline = OF_THREAD.get();
        if (pipeline == null || pipeline.server != server) {
            drainPatiently(); // calls to another server come first, too
            pipeline = new Pipeline(server);
            OF_THREAD.set(pipeline);
        }
        return pipeline.send(proxy, request);
    }

    /** As {@link #drain}, however long it takes. */
    static void drainPatiently() {
        try {
            var _ = drain(null, false);
        } catch (CallLink.LateException e) {
            throw new IllegalStateException("there was no limit", e);
        }
    }

    /**
     * Waits until the calls have been executed that this thread has begun.
     *
     * @param limit how long that and the next call may take; null for as long as it takes
     * @param interruptible whether an interrupt ends this; else it is kept for later
     * @return how long the next call may take; null for as long as it takes
     * @throws CallLink.LateException if the time is over, or the thread was interrupted: they are still under way
     */
    static @Nullable Duration drain(@Nullable Duration limit, boolean interruptible) throws CallLink.LateException {
        Pipeline pipeline = OF_THREAD.get();
        Begun last = pipeline == null ? null : pipeline.last;
        long start = System.nanoTime();
        if (last != null) {
            last.await(limit, interruptible);
        }
        if (pipeline != null) {
            OF_THREAD.remove();
        }
        return last == null ? limit : Nanos.left(limit, start);
    }

    private Future<@Nullable Object> send(RemoteHandler proxy, Request request) {
        room.acquireUninterruptibly();
        Begun call = new Begun(proxy);
        CallLink through = add(call);
        last = call;
        try {
            send(through, request);
        } catch (SerializationException e) {
            call.completeExceptionally(e);
            sendNothing(through);
            throw e;
        } catch (IOException e) {
            fail(through, e);
        } catch (Error e) { // perhaps there was no memory for it, and a part of it was sent
            fail(through, new IOException("a call could not be sent", e));
            throw e;
        }
        return call;
    }

    private void send(CallLink through, Request request) throws IOException {
        synchronized (sending) {
            through.send(request);
        }
    }

    /** In place of a call that can't be sent, as an answer to one is waited for. */
    private void sendNothing(CallLink through) {
        try {
            send(through, new Request.Tell(Request.Question.NOTHING));
        } catch (IOException e) {
            fail(through, e);
        }
    }

    private synchronized CallLink add(Begun call) {
        CallLink through = link;
        if (through == null) {
            through = server.borrow();
            link = through;
            begun.add(call);
            CallLink reading = through;
            Thread.ofVirtual().name("mp4j-manager-answers").start(() -> takeAnswersIn(reading));
        } else {
            begun.add(call);
        }
        return through;
    }

    private void takeAnswersIn(CallLink from) {
        try {
            do {
                takeIn(from);
            } while (!isDone(from));
        } catch (IOException e) {
            end(from, e);
        } catch (RuntimeException
                | Error e) { // nobody would take the other answers in, and who waits for them would do so for ever
            end(from, new IOException("an answer could not be taken in", e));
        }
    }

    private void end(CallLink broken, IOException reason) {
        fail(broken, reason);
        synchronized (sending) { // nobody is in it any more
            broken.close();
        }
    }

    private void takeIn(CallLink from) throws IOException {
        Outcome outcome;
        try {
            Reply reply = from.receive();
            outcome = call -> call.complete(RemoteHandler.resultOrThrow(reply, server, null));
        } catch (SerializationException e) {
            outcome = _ -> {
                throw e;
            };
        }
        Begun call = Objects.requireNonNull(begun.poll(), "an answer to nothing");
        room.release();
        try {
            outcome.tell(call);
        } catch (Throwable t) {
            call.completeExceptionally(t);
        } finally {
            call.answered.complete(true);
        }
    }

    private interface Outcome {
        void tell(Begun call) throws Throwable;
    }

    private synchronized boolean isDone(CallLink used) {
        boolean done = begun.isEmpty();
        if (done && link == used) {
            link = null;
            server.giveBack(used);
        }
        return done;
    }

    /** Whoever sends by it just now finds out, and who takes answers in closes it. */
    private synchronized void fail(CallLink broken, IOException reason) {
        broken.hangUp();
        if (link == broken) {
            link = null;
            for (Begun call = begun.poll(); call != null; call = begun.poll()) {
                room.release();
                call.completeExceptionally(server.died(reason));
                call.answered.complete(true);
            }
        }
    }
}
