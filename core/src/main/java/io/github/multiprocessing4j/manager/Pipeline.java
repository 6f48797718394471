package io.github.multiprocessing4j.manager;

import io.github.multiprocessing4j.failure.SerializationException;
import java.io.IOException;
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

    /** Null if nothing is under way. Guarded by this. */
    private @Nullable CallLink link;

    /** The last one. Only the thread itself uses it. */
    private @Nullable Begun last;

    /** A call. It keeps its proxy, so that the object is there. */
    private static final class Begun extends CompletableFuture<@Nullable Object> {
        private final RemoteHandler proxy;

        Begun(RemoteHandler proxy) {
            this.proxy = proxy;
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
            drain(); // calls to another server come first, too
            pipeline = new Pipeline(server);
            OF_THREAD.set(pipeline);
        }
        return pipeline.send(proxy, request);
    }

    /** Waits until the calls have been executed that this thread has begun. */
    static void drain() {
        Pipeline pipeline = OF_THREAD.get();
        if (pipeline != null) {
            OF_THREAD.remove();
            Begun last = pipeline.last;
            if (last != null) {
                last.exceptionally(_ -> null).join();
            }
        }
    }

    private Future<@Nullable Object> send(RemoteHandler proxy, Request request) {
        room.acquireUninterruptibly();
        Begun call = new Begun(proxy);
        CallLink through = add(call);
        last = call;
        try {
            through.send(request);
        } catch (SerializationException e) {
            call.completeExceptionally(e);
            sendNothing(through);
            throw e;
        } catch (IOException e) {
            fail(through, e);
        }
        return call;
    }

    /** In place of a call that can't be sent, as an answer to one is waited for. */
    private void sendNothing(CallLink through) {
        try {
            through.send(new Request.Tell(Request.Question.NOTHING));
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
            fail(from, e);
        }
    }

    private void takeIn(CallLink from) throws IOException {
        Outcome outcome;
        try {
            Reply reply = from.receive();
            outcome = call -> call.complete(RemoteHandler.resultOrThrow(reply, server));
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

    private synchronized void fail(CallLink broken, IOException reason) {
        broken.close();
        if (link == broken) {
            link = null;
            for (Begun call = begun.poll(); call != null; call = begun.poll()) {
                room.release();
                call.completeExceptionally(server.died(reason));
            }
        }
    }
}
