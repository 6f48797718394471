package io.github.multiprocessing4j.pool;

import io.github.multiprocessing4j.failure.SerializationException;
import io.github.multiprocessing4j.failure.WaitInterruptedException;
import io.github.multiprocessing4j.os.LibraryLog;
import io.github.multiprocessing4j.pool.PoolBackend.Chunk;
import io.github.multiprocessing4j.pool.PoolBackend.Preparation;
import io.github.multiprocessing4j.region.Spin;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/*
 * Two parties: the reader, which turns input into chunks and submits them, and the consumer, who takes results. Between
 * them is the window, the chunks that were read and not yet taken to their last result. The reader is not a thread but a
 * job: it runs on a helper thread while there is input and room in the window, and ends when there is not; the consumer
 * starts it again when half of the window is free. So an iterator that nobody uses any more holds no thread, and nothing
 * waits for it.
 *
 * The lock is never held while the user's iterator runs or while a value is encoded.
 */
/** A call whose input is read as its results are taken: imap, imapUnordered. */
final class ImapCall<T extends @Nullable Object> implements IMapIterator<T>, Lifecycle.OpenInput {
    private final String name;

    private final Front front;

    private final Preparation code;

    private final ProgressTeller progress;

    /** Used by the reader's job only. */
    private final InputReader reader;

    /** There is a result to be taken, most likely. */
    private volatile boolean ready;

    /** Of the consumer: to sleep and be woken takes longer than many a task. */
    private final Spin spin = Spin.forResult();

    private final ReentrantLock lock = new ReentrantLock();

    private final Condition changed = lock.newCondition();

    // guarded by lock
    private final Window window;
    private boolean reading;
    private boolean ended; // the input, or our interest in it
    private @Nullable Throwable inputFailure; // to be thrown after the last result
    private boolean closed;

    ImapCall(String name, Front front, Preparation code, ProgressTeller progress, InputReader reader, Window window) {
        this.name = name;
        this.front = front;
        this.code = code;
        this.progress = progress;
        this.reader = reader;
        this.window = window;
    }

    /** Begins to read. */
    ImapCall<T> start() {
        front.lifecycle().openInput(this);
        try {
            begin();
        } catch (Throwable t) {
            endInput(null);
            throw t;
        }
        return this;
    }

    private void begin() {
        lock.lock();
        try {
            readOn();
        } finally {
            lock.unlock();
        }
    }

    // -- the reader
    // ----------------------------------------------------------------------------------------------------

    /**
     * Starts the reader's job if it has something to do; called with the lock held.
     *
     * @throws OutOfMemoryError if no thread is to be had for it; the next call tries again
     */
    private void readOn() {
        if (!reading && !ended && window.isHalfFree()) {
            reading = true;
            boolean runs = false;
            try {
                front.helpers().execute(this::read);
                runs = true;
            } finally {
                reading = runs;
            }
        }
    }

    /** What the reader itself can't do, for lack of memory perhaps, is the end of the input: nobody waits for more. */
    private void read() {
        try {
            readWhileThereIsRoom();
        } catch (Throwable t) {
            endInput(t);
        }
    }

    private void readWhileThereIsRoom() {
        while (mayRead()) {
            InputReader.Batch batch = reader.read();
            if (!batch.items().isEmpty()) {
                submit(batch);
            }
            if (batch.last()) {
                endInput(batch.failure());
            }
        }
    }

    private boolean mayRead() {
        lock.lock();
        try {
            reading = !ended && window.hasRoom();
            return reading;
        } finally {
            lock.unlock();
        }
    }

    private void submit(InputReader.Batch batch) {
        Window.Entry entry = new Window.Entry(
                new CallSite(name, batch.firstItem(), batch.items().size()));
        RuntimeException refusal = front.lifecycle().continueInput(name);
        if (refusal != null) {
            endInput(refusal);
            return;
        }
        try {
            entry.chunk = front.chunk(code, entry.site, batch.items(), outcome -> arrived(entry, outcome));
        } catch (SerializationException e) {
            front.lifecycle().finish(1);
            entry.outcome = new Outcome.NotRun(entry.site.refusal(code, batch.items(), e));
        } catch (Throwable t) {
            front.lifecycle().finish(1);
            endInput(t);
            return;
        }
        hand(entry);
    }

    /** Puts an entry into the window and its chunk on its way. */
    private void hand(Window.Entry entry) {
        boolean wanted;
        lock.lock();
        try {
            wanted = !closed;
            if (wanted) {
                boolean first = window.isEmpty();
                window.add(entry);
                tellConsumer(first);
            }
        } finally {
            lock.unlock();
        }
        if (entry.chunk != null && !wanted) {
            front.lifecycle().finish(1);
        } else if (entry.chunk != null) {
            front.backend().submit(List.of(entry.chunk));
            withdrawIfClosed(entry);
        }
    }

    @Override
    public String name() {
        return name;
    }

    /** The reader may be blocked in the input for ever; its consumer must not be. */
    @Override
    public void cutOff(RuntimeException reason) {
        endInput(reason);
    }

    private void endInput(@Nullable Throwable failure) {
        lock.lock();
        try {
            if (ended) {
                return;
            }
            ended = true;
            inputFailure = failure;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        front.lifecycle().closeInput(this);
    }

    // -- what the workers report
    // ---------------------------------------------------------------------------------------

    private void arrived(Window.Entry entry, Outcome outcome) {
        progress.ended(entry.site.size());
        lock.lock();
        try {
            entry.chunk = null;
            if (!closed) {
                window.arrived(entry, outcome);
                tellConsumer(/* ofFirst= */ false);
            }
        } finally {
            lock.unlock();
        }
    }

    /** With the lock held. Who waits for a result is not woken for what is none. */
    private void tellConsumer(boolean ofFirst) {
        ready = window.isReady();
        if (ready || ofFirst) {
            changed.signalAll();
        }
    }

    // -- the consumer
    // --------------------------------------------------------------------------------------------------

    @Override
    public boolean hasNext() {
        lock.lock();
        try {
            while (window.isEmpty() && inputFailure == null && !ended) {
                readOn();
                changed.await();
            }
            return !window.isEmpty() || inputFailure != null;
        } catch (InterruptedException e) {
            throw WaitInterruptedException.of("the input of " + name, e);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public T next() {
        try {
            return next(Duration.ofNanos(Long.MAX_VALUE));
        } catch (TimeoutException e) {
            throw new AssertionError("nobody waits that long", e);
        }
    }

    @Override
    public T next(Duration timeout) throws TimeoutException {
        boolean _ = spin.until(() -> ready);
        lock.lock();
        try {
            awaitResult(timeout);
            return take();
        } catch (InterruptedException e) {
            throw WaitInterruptedException.of("the next result of " + name, e);
        } finally {
            lock.unlock();
        }
    }

    private void awaitResult(Duration timeout) throws InterruptedException, TimeoutException {
        long left = TimeUnit.NANOSECONDS.convert(timeout);
        while (!window.isReady() && !(window.isEmpty() && ended)) {
            if (left <= 0) {
                throw new TimeoutException("the next result of " + name + " is not there after " + timeout);
            }
            if (window.isEmpty()) {
                readOn(); // in case that it could not when the last result was taken
            }
            left = changed.awaitNanos(left);
        }
    }

    @SuppressWarnings({"unchecked", "NullAway"
    }) // the values are what the code that makes T returned, null if T allows it
    private T take() {
        if (window.isReady()) {
            try {
                return (T) window.take();
            } finally {
                ready = window.isReady();
                readOnIfPossible();
            }
        }
        Throwable failure = inputFailure;
        inputFailure = null;
        switch (failure) {
            case null -> throw new NoSuchElementException(name + " has no more results");
            case RuntimeException e -> throw e;
            case Error e -> throw e;
            default -> throw new IllegalStateException("the input of " + name + " threw a checked exception", failure);
        }
    }

    /** A result must not be lost because there is no thread; who then finds the window empty tries again. */
    private void readOnIfPossible() {
        try {
            readOn();
        } catch (OutOfMemoryError e) {
            LibraryLog.logger().log(Level.DEBUG, "no thread is left to read the input of {0} on", name);
        }
    }

    @Override
    public void close() {
        List<Chunk> unfinished;
        lock.lock();
        try {
            closed = true;
            unfinished = window.clear();
            inputFailure = null;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        endInput(null);
        front.withdraw(unfinished);
    }

    /** The chunk may have been submitted just after close had looked. */
    private void withdrawIfClosed(Window.Entry entry) {
        Chunk chunk;
        lock.lock();
        try {
            chunk = closed ? entry.chunk : null;
        } finally {
            lock.unlock();
        }
        if (chunk != null) {
            front.withdraw(List.of(chunk));
        }
    }

    @Override
    public String toString() {
        return "IMapIterator[" + name + "]";
    }
}
