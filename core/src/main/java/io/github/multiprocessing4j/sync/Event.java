package io.github.multiprocessing4j.sync;

import io.github.multiprocessing4j.os.FaultPoint;
import io.github.multiprocessing4j.region.BlockHandle;
import io.github.multiprocessing4j.region.WordWait;
import io.github.multiprocessing4j.region.Words;
import java.io.InvalidObjectException;
import java.io.ObjectInputStream;
import java.io.Serial;
import java.io.Serializable;
import java.lang.foreign.MemorySegment;
import java.lang.ref.Reference;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/*
 * One word of shared memory, version 1: how often the event was set or cleared. It is set if that is odd. So who slept while it was
 * set and cleared again still sees that it was set. If a process dies after it changed the word, before it woke anybody, the
 * sleepers see it at their next look.
 */
/**
 * Something that is set or not, for threads of any number of processes, and can be waited for. CPython's counterpart is
 * {@code multiprocessing.Event}; {@code wait} is {@link #await()} here.
 *
 * <pre>{@code
 * try (var stop = Event.create()) {
 *     var p = ChildProcess.start(() -> {
 *         while (!stop.await(Duration.ofSeconds(1))) {
 *             System.out.println("still there");
 *         }
 *     });
 *     stop.set();
 *     p.join();
 * }
 * }</pre>
 *
 * <p>A process that dies, whatever it was doing with an event, keeps nobody from using it.
 *
 * <p><b>Memory consistency effects:</b> what a thread did before {@code set} <i>happens-before</i> what follows an
 * {@code isSet} or {@code await} that says so, in whatever process.
 */
public final class Event implements AutoCloseable, Serializable {
    @Serial
    private static final long serialVersionUID = 1L;

    private static final long CHANGES = 0;

    private final transient SharedBlock shared;

    private Event(SharedBlock shared) {
        this.shared = shared;
    }

    /**
     * {@return a new event that is not set}
     *
     * @throws java.io.UncheckedIOException if there is no room in shared memory
     */
    public static Event create() {
        return new Event(SharedBlock.allocate(Integer.BYTES));
    }

    private int changes() {
        return Words.getInt(shared.memory(), CHANGES);
    }

    private static boolean isSet(int changes) {
        return (changes & 1) != 0;
    }

    /**
     * {@return whether it is set}
     *
     * @throws IllegalStateException if this is closed
     */
    public boolean isSet() {
        return isSet(changes());
    }

    /** Sets it, and wakes all who wait. Nothing happens if it is set. */
    public void set() {
        try {
            if (become(true)) {
                WordWait.wakeAll(shared.memory(), CHANGES);
            }
        } finally {
            Reference.reachabilityFence(this); // this may be the last use of it, and its memory another's soon
        }
    }

    /** Clears it. Nothing happens if it is not set. */
    public void clear() {
        try {
            become(false);
        } finally {
            Reference.reachabilityFence(this);
        }
    }

    private boolean become(boolean set) {
        MemorySegment memory = shared.memory();
        int changes = Words.getInt(memory, CHANGES);
        while (isSet(changes) != set) {
            if (Words.compareAndSetInt(memory, CHANGES, changes, changes + 1)) {
                FaultPoint.at("event.changes");
                return true;
            }
            changes = Words.getInt(memory, CHANGES);
        }
        return false;
    }

    /**
     * Waits until it is set. Also returns if it was cleared again meanwhile.
     *
     * @throws InterruptedException if the thread is or gets interrupted
     */
    public void await() throws InterruptedException {
        await(Deadline.never());
    }

    /**
     * Waits until it is set, for some time.
     *
     * @param time how long to wait; not at all if it is not positive
     * @return whether it was set in time
     * @throws InterruptedException if the thread is or gets interrupted
     */
    public boolean await(Duration time) throws InterruptedException {
        return await(Deadline.after(time));
    }

    /**
     * Waits until it is set, for some time.
     *
     * @param time how long to wait; not at all if it is not positive
     * @param unit of the time
     * @return whether it was set in time
     * @throws InterruptedException if the thread is or gets interrupted
     */
    public boolean await(long time, TimeUnit unit) throws InterruptedException {
        return await(Deadline.after(unit.toNanos(time)));
    }

    private boolean await(Deadline deadline) throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        int before = changes();
        int now = before;
        while (!isSet(before) && now == before && deadline.left() > 0) {
            WordWait.await(shared.memory(), CHANGES, before, deadline.left());
            now = changes();
        }
        return isSet(before) || now != before;
    }

    /** Gives up this process's share; its methods throw {@link IllegalStateException} then. Calling this again does nothing. */
    @Override
    public void close() {
        shared.close();
    }

    /** {@return whether it is set} */
    @Override
    public String toString() {
        return "Event[" + (shared.isClosed() ? "closed" : isSet() ? "set" : "unset") + "]";
    }

    @Serial
    private Object writeReplace() {
        return new Handle(shared.handle());
    }

    @Serial
    private void readObject(ObjectInputStream in) throws InvalidObjectException {
        throw new InvalidObjectException("an event is sent as a handle");
    }

    private record Handle(BlockHandle block) implements Serializable {
        @Serial
        private Object readResolve() {
            return new Event(SharedBlock.attach(block));
        }
    }
}
