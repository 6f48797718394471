package io.github.multiprocessing4j.pool;

import io.github.multiprocessing4j.os.StackRoom;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/*
 * A pool takes new calls while it is OPEN. After shutdown it only finishes what it has: chunks that were submitted, and
 * input of imap that was not read to its end. It stops its workers once no chunk is unfinished and no input is open. An
 * input that nobody reads on stays open for ever, so whoever waits for the end (join, close) waits for chunks only; inputs
 * are cut off then, and their readers are told.
 */
/** Whether a pool takes work, and when its workers may end. */
final class Lifecycle {
    private enum State {
        OPEN("open"),
        SHUT("shut down"),
        STOPPED("closed"),
        TERMINATED("terminated");

        private final String adjective;

        State(String adjective) {
            this.adjective = adjective;
        }
    }

    private final PoolBackend backend;

    private final ReentrantLock lock = new ReentrantLock();

    // guarded by lock
    private State state = State.OPEN;
    private long unfinished;
    private final Set<OpenInput> openInputs = new HashSet<>();
    private boolean awaited;

    /** An input that is read bit by bit, by code of the user's that may block for as long as it likes. */
    interface OpenInput {
        /** What to call it in an exception. */
        String name();

        /** The pool is past its reading it; called without a lock. */
        void cutOff(RuntimeException reason);
    }

    Lifecycle(PoolBackend backend) {
        this.backend = backend;
    }

    /** Counts a call's chunks in. */
    void begin(int chunks) {
        StackRoom.require();
        lock.lock();
        try {
            requireOpen();
            unfinished += chunks;
        } finally {
            lock.unlock();
        }
    }

    /** Counts an input in that is read bit by bit. */
    void openInput(OpenInput input) {
        lock.lock();
        try {
            requireOpen();
            openInputs.add(input);
        } finally {
            lock.unlock();
        }
    }

    private void requireOpen() {
        if (state != State.OPEN) {
            throw new PoolClosedException("the pool is " + state.adjective + " and takes no new work");
        }
    }

    /**
     * Counts a chunk of an open input in, unless the pool is past that.
     *
     * @return what the input's reader is to be told if it is
     */
    @Nullable
    RuntimeException continueInput(String name) {
        lock.lock();
        try {
            RuntimeException refusal = refusal(name);
            if (refusal == null) {
                unfinished++;
            }
            return refusal;
        } finally {
            lock.unlock();
        }
    }

    private @Nullable RuntimeException refusal(String name) {
        return switch (state) {
            case OPEN, SHUT -> null;
            case STOPPED ->
                new IllegalStateException("the pool was closed before the input of " + name + " was read to its end");
            case TERMINATED -> new CancellationException("the pool was terminated before " + name + " was done");
        };
    }

    void closeInput(OpenInput input) {
        lock.lock();
        try {
            openInputs.remove(input);
            stopIfDone();
        } finally {
            lock.unlock();
        }
    }

    /** Tells the consumers of inputs that will not be read to their end. Called without a lock. */
    private void cutOffInputs() {
        Map<OpenInput, RuntimeException> past = new HashMap<>();
        lock.lock();
        try {
            for (OpenInput input : openInputs) {
                RuntimeException refusal = refusal(input.name());
                if (refusal != null) {
                    past.put(input, refusal);
                }
            }
        } finally {
            lock.unlock();
        }
        past.forEach(OpenInput::cutOff);
    }

    /** Counts a chunk out that was reported or withdrawn. */
    void finish(int chunks) {
        lock.lock();
        try {
            unfinished -= chunks;
            stopIfDone();
        } finally {
            lock.unlock();
        }
        cutOffInputs();
    }

    void shutdown() {
        lock.lock();
        try {
            if (state == State.OPEN) {
                state = State.SHUT;
            }
            stopIfDone();
        } finally {
            lock.unlock();
        }
    }

    /** Somebody waits for the end. */
    void await() {
        lock.lock();
        try {
            if (state == State.OPEN) {
                throw new IllegalStateException("the pool is open; shut it down or terminate it before join");
            }
            awaited = true;
            stopIfDone();
        } finally {
            lock.unlock();
        }
        cutOffInputs();
    }

    void terminate(Runnable workers) {
        lock.lock();
        try {
            state = State.TERMINATED;
        } finally {
            lock.unlock();
        }
        workers.run();
        cutOffInputs();
    }

    private void stopIfDone() {
        if (state == State.SHUT && unfinished == 0 && (openInputs.isEmpty() || awaited)) {
            state = State.STOPPED;
            backend.stop();
        }
    }

    boolean isShutdown() {
        lock.lock();
        try {
            return state != State.OPEN;
        } finally {
            lock.unlock();
        }
    }

    String describe() {
        lock.lock();
        try {
            return state.adjective;
        } finally {
            lock.unlock();
        }
    }
}
