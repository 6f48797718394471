package io.github.multiprocessing4j.manager;

import io.github.multiprocessing4j.failure.SerializationException;
import io.github.multiprocessing4j.os.LibraryLog;
import java.io.EOFException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.lang.System.Logger.Level;
import org.jspecify.annotations.Nullable;

/** A connection by which one thread of a client at a time has calls executed: one after the other, in a thread of its own. */
final class ServingLink implements Runnable {
    private final Transport transport;

    private final Session session;

    private final Executor executor;

    private final long number;

    /** How many requests have been executed, or begun. Guarded by this, as what follows. */
    private long sequence;

    /** Of a request that shall be interrupted, and perhaps has not come yet. */
    private long interrupted;

    /** Whether nobody waits for that one's result. */
    private boolean givenUp;

    private @Nullable Thread running;

    /** What it executes, and since when by {@link System#nanoTime}. */
    private @Nullable Object executing;

    private long since;

    private boolean abandoned;

    ServingLink(Transport transport, Session session, long number, Executor executor) {
        this.transport = transport;
        this.session = session;
        this.number = number;
        this.executor = executor;
    }

    @Override
    public void run() {
        try (transport) {
            if (session.add(number, this)) {
                serve();
            }
        } catch (EOFException e) {
            LibraryLog.logger().log(Level.DEBUG, "{0} has ended a connection", session);
        } catch (IOException e) {
            LibraryLog.logger().log(Level.DEBUG, () -> "a connection of " + session + " is of no use any more", e);
        } finally {
            session.remove(number);
        }
    }

    @SuppressWarnings("InfiniteLoopStatement") // until the connection ends
    private void serve() throws IOException {
        while (true) {
            answer(next());
        }
    }

    /** A client that has given a call up while this process did nothing must not get a lock or an element by it. */
    private Object next() throws IOException {
        while (true) {
            try {
                Object request = transport.receive();
                if (transport.isGivenUp(request instanceof Request.Call)) {
                    throw new EOFException("nobody waits for the answer");
                }
                return request == null ? new SerializationException("nothing was asked for", null) : request;
            } catch (SerializationException | OutOfMemoryError e) {
                return e; // its client is told, as far as the connection lasts
            } catch (InterruptedIOException e) {
                if (!Thread.interrupted() || isAbandoned()) {
                    throw e;
                } // else it was meant for a call that has just ended
            }
        }
    }

    private void answer(Object request) throws IOException {
        Reply reply;
        begin(request);
        try {
            reply = request instanceof Request asked
                    ? executor.execute(asked, session)
                    : Reply.thrown(refusal(request));
        } finally {
            end();
        }
        send(reply);
    }

    private static Throwable refusal(Object request) {
        return request instanceof Throwable e
                ? e
                : new SerializationException(
                        "no request, but a " + request.getClass().getName(), null);
    }

    private void send(Reply reply) throws IOException {
        try {
            transport.send(reply);
        } catch (SerializationException e) {
            transport.send(new Reply.Unserializable(String.valueOf(e.getMessage())));
        } catch (OutOfMemoryError e) {
            transport.send(Reply.thrown(e)); // which fails if part of the other one was sent
        }
    }

    private synchronized void begin(Object request) {
        sequence++;
        executing = request;
        since = System.nanoTime();
        running = Thread.currentThread();
        if (interrupted == sequence || abandoned) {
            interruptRunning(running);
        }
    }

    private void interruptRunning(Thread thread) {
        if (givenUp) {
            Caller.givesUp(thread);
        }
        thread.interrupt();
    }

    private synchronized void end() {
        running = null;
        executing = null;
        Caller.mayWait();
        if (!abandoned) {
            Thread.interrupted(); // it was meant for this call, and came too late perhaps
        }
    }

    /** Interrupts a call, which may not have come yet, but not another one. */
    synchronized void interrupt(long which, boolean forGood) {
        interrupted = which;
        givenUp = forGood;
        if (running != null && sequence == which) {
            interruptRunning(running);
        }
    }

    /** {@return what it executes, in words; null if nothing} */
    synchronized @Nullable String executing(ObjectTable table) {
        String what = switch (executing) {
            case Request.Call call -> call.method() + " of " + table.find(call.id());
            case Request.CallByName call -> call.name() + " of " + table.find(call.id());
            case Request.Create create -> "making a " + create.typeid();
            case null, default -> null;
        };
        return what == null ? null : what + " for " + (System.nanoTime() - since) / 1_000_000 + " ms";
    }

    private synchronized boolean isAbandoned() {
        return abandoned;
    }

    /** Nobody waits for its results any more: ends what is executed, if that heeds interrupts, and the connection. */
    void abandon() {
        synchronized (this) {
            abandoned = true;
            if (running != null) {
                running.interrupt();
            }
        }
        transport.hangUp();
    }
}
