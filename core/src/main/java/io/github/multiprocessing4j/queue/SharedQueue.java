package io.github.multiprocessing4j.queue;

import io.github.multiprocessing4j.connection.Waitable;
import io.github.multiprocessing4j.failure.QueueShutDownException;
import io.github.multiprocessing4j.region.Block;
import io.github.multiprocessing4j.region.BlockHandle;
import io.github.multiprocessing4j.region.Carrier;
import io.github.multiprocessing4j.region.WordWait;
import io.github.multiprocessing4j.region.WordWatch;
import io.github.multiprocessing4j.sync.Lock;
import io.github.multiprocessing4j.wire.Doorbell;
import io.github.multiprocessing4j.wire.MessageEncoder;
import io.github.multiprocessing4j.wire.ReceivedMessage;
import java.io.IOException;
import java.io.Serial;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/*
 * Putting and taking are each done under a lock that knows its holder; who is killed in there leaves nothing but a count that is off
 * by one, which the next one puts right (Ring says how). Elements are encoded before and decoded after that.
 */
/** What all queues are: elements in shared memory, and those who wait for some, or for room. */
final class SharedQueue {
    /** Capacity of the first ring, and of one that follows a large one that is not needed any more. */
    static final long RING = 128 << 10;

    private final Handle identity;

    private final Block block;

    private final Control control;

    private final ElementWriter writer;

    private final ElementReader reader;

    private final Side putting;

    private final Side taking;

    private final Ledger ledger;

    private final Doorbell items;

    private final Doorbell done;

    private final AtomicReference<@Nullable MessageEncoder> spareEncoder = new AtomicReference<>();

    private final AtomicReference<@Nullable ReceivedMessage> spareElement = new AtomicReference<>();

    private volatile boolean closed;

    /** Held for a moment by those who look at the memory, or ring, while nobody of this process need be inside. */
    private final ReentrantLock watching = new ReentrantLock();

    /** Whether the memory is given up. Guarded by {@link #watching}. */
    private boolean released;

    private SharedQueue(Block block, Handle identity) {
        this.block = block;
        this.identity = identity;
        this.control = Control.in(block.memory());
        MemorySegment memory = control.memory();
        long ledgerBytes = ledgerBytes(identity.counted);
        this.ledger = new Ledger(memory.asSlice(Control.LEDGER, ledgerBytes));
        MemorySegment ring = memory.asSlice(Control.LEDGER + ledgerBytes, Ring.bytes(RING));
        this.writer = new ElementWriter(control, new Rings(block, ring));
        this.reader = new ElementReader(control, new Rings(block, ring));
        this.putting = new Side(identity.putLock, new Doorbell(memory, Control.ROOM), writer::resume, writer::repair);
        this.items = new Doorbell(memory, Control.ITEMS);
        this.taking = new Side(identity.takeLock, items, reader::resume, this::repairTaking);
        this.done = new Doorbell(memory, Control.DONE);
    }

    private static long ledgerBytes(boolean counted) {
        return counted ? Ledger.bytes() + Control.LINE - 1 & -Control.LINE : 0;
    }

    /**
     * {@return a new queue}
     *
     * @param capacity how many elements it may hold at most
     * @param counted whether it is counted which elements are done
     */
    static SharedQueue create(int capacity, boolean counted) {
        if (capacity <= 0) {
            throw new IllegalArgumentException("a queue's capacity must be positive, not " + capacity);
        }
        long bytes = Control.LINE + Control.LEDGER + ledgerBytes(counted) + Ring.bytes(RING);
        Block block = Block.allocate(bytes);
        return new SharedQueue(block, new Handle(null, capacity, counted, Lock.create(), Lock.create()));
    }

    /** A queue on its way. */
    record Handle(@Nullable BlockHandle block, int capacity, boolean counted, Lock putLock, Lock takeLock)
            implements Serializable {
        @Serial
        private static final long serialVersionUID = 1L;

        SharedQueue arrive() {
            return new SharedQueue(Block.attach(Objects.requireNonNull(block)), this);
        }
    }

    Handle handle() {
        requireOpen();
        return new Handle(block.handle(), identity.capacity, identity.counted, identity.putLock, identity.takeLock);
    }

    private void requireOpen() {
        if (closed) {
            throw closedException();
        }
    }

    private static IllegalStateException closedException() {
        return new IllegalStateException(
                "this queue is closed in this process; another process that has it can send it again");
    }

    /** {@return whether the element was put by then} */
    boolean put(@Nullable Object element, long nanos) throws InterruptedException {
        requireOpen();
        MessageEncoder encoder = Objects.requireNonNullElseGet(
                spareEncoder.getAndSet(null), () -> new MessageEncoder(() -> new Carrier.OfMemory(block.name())));
        encoder.encode(element);
        boolean put = false;
        try {
            put = put(encoder, Side.deadline(nanos));
            return put;
        } finally {
            if (put) {
                encoder.wasSent();
                spareEncoder.set(encoder);
            } else {
                encoder.wasNotSent();
            }
        }
    }

    private boolean put(MessageEncoder element, long deadline) throws InterruptedException {
        while (putting.enter(deadline)) {
            try {
                requireOpen();
                requireNotShutDown();
                if (hasRoom()) {
                    write(element);
                    break;
                }
            } finally {
                putting.leave();
            }
            if (!putting.await(this::isWorthPutting, this::lookForTheDead, deadline)) {
                return false;
            }
        }
        return wakeTaker();
    }

    private boolean wakeTaker() {
        taking.wake();
        if (identity.capacity != Integer.MAX_VALUE && hasRoom()) {
            putting.wake();
        }
        return true;
    }

    private void write(MessageEncoder element) {
        try {
            element.writeTo(writer);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private boolean hasRoom() {
        return identity.capacity == Integer.MAX_VALUE || control.puts() - control.takes() < identity.capacity;
    }

    private boolean isWorthPutting() {
        return closed || control.state() != Control.OPEN || hasRoom();
    }

    private void requireNotShutDown() {
        if (control.state() != Control.OPEN) {
            throw new QueueShutDownException("the queue was shut down: nothing can be put into it any more");
        }
    }

    /** What was taken, and whether anything was. */
    record Taken(boolean any, @Nullable Object element) {
        static final Taken NOTHING = new Taken(false, null);
    }

    /** Takes an element if there is one by then. */
    Taken take(long nanos) throws InterruptedException {
        requireOpen();
        ReceivedMessage message = Objects.requireNonNullElseGet(spareElement.getAndSet(null), ReceivedMessage::new);
        if (!take(message, Side.deadline(nanos))) {
            return Taken.NOTHING;
        }
        Object element = message.decode();
        message.clear();
        spareElement.set(message);
        return new Taken(true, element);
    }

    private boolean take(ReceivedMessage message, long deadline) throws InterruptedException {
        boolean taken = false;
        while (!taken && taking.enter(deadline)) {
            boolean more;
            try {
                requireOpen();
                taken = control.state() != Control.SHUT_DOWN_NOW && reader.hasElement() && read(message);
                more = taken && reader.hasElement();
            } finally {
                taking.leave();
            }
            if (more) {
                taking.wake();
            }
            if (!taken) {
                requireSomethingToWaitFor();
                if (!taking.await(this::isWorthTaking, this::lookForTheDead, deadline)) {
                    return false;
                }
            }
        }
        if (taken && identity.capacity != Integer.MAX_VALUE) {
            putting.wake();
        }
        return taken;
    }

    private boolean read(ReceivedMessage message) {
        try {
            if (identity.counted) {
                ledger.takes();
            }
            message.readFrom(reader, reader.begin());
            return true;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private boolean isWorthTaking() {
        return closed || control.state() != Control.OPEN || control.puts() != control.takes();
    }

    private void requireSomethingToWaitFor() {
        int state = control.state();
        if (state == Control.SHUT_DOWN_NOW || state == Control.SHUT_DOWN && control.puts() == control.takes()) {
            throw new QueueShutDownException("the queue was shut down: there is nothing to take from it any more");
        }
    }

    private void repairTaking() {
        reader.repair();
        if (identity.counted) {
            ledger.repair(control.takes());
            done.ring();
        }
    }

    private void lookForTheDead() {
        putting.lookForTheDead();
        taking.lookForTheDead();
    }

    long size() {
        requireOpen();
        return control.state() == Control.SHUT_DOWN_NOW ? 0 : Math.max(0, control.puts() - control.takes());
    }

    int capacity() {
        return identity.capacity;
    }

    /** One more element is done. */
    void taskDone() {
        withLedger(() -> {
            if (ledger.dones() >= control.puts()) {
                throw new IllegalStateException("taskDone was called more often than elements were put into the queue");
            }
            ledger.done();
        });
        if (unfinished() <= 0) {
            done.ring();
        }
    }

    private void withLedger(Runnable action) {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    taking.enter(Side.deadline(Long.MAX_VALUE));
                    break;
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
            try {
                requireOpen();
                action.run();
            } finally {
                taking.leave();
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** {@return how many elements are not done} */
    long unfinished() {
        long all = control.state() == Control.SHUT_DOWN_NOW ? control.takes() : control.puts();
        return Math.max(0, all - ledger.dones());
    }

    /** {@return whether all elements are done by then} */
    boolean join(long nanos) throws InterruptedException {
        long deadline = Side.deadline(nanos);
        BooleanSupplier over = () -> closed || unfinished() == 0;
        if (done.spin(over)) {
            requireOpen();
            return true;
        }
        while (!over.getAsBoolean()) {
            long left = Side.left(deadline);
            if (left <= 0) {
                return false;
            }
            done.sleep(over, 1, left, WordWait.SLICE_NANOS);
            if (!over.getAsBoolean()) {
                lookForTheDead();
                withLedger(ledger::buryTheDead);
            }
        }
        requireOpen();
        return true;
    }

    void shutDown(boolean now) {
        requireOpen();
        control.shutDown(now ? Control.SHUT_DOWN_NOW : Control.SHUT_DOWN);
        wakeAll();
    }

    boolean isShutDown() {
        requireOpen();
        return control.state() != Control.OPEN;
    }

    private void wakeAll() {
        putting.wakeAll();
        taking.wakeAll();
        done.ring();
    }

    synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        wakeAll();
        putting.whenEmpty(() -> taking.whenEmpty(this::release));
    }

    /** {@return whether taking would not wait, be it that it throws} */
    boolean isReady() {
        watching.lock();
        try {
            return released || isWorthTaking();
        } finally {
            watching.unlock();
        }
    }

    /*
     * One sleeper is woken for one element, and it may be this one, who takes nothing, perhaps never. So it does as those who have
     * slept do, and marks the word again; and if there is something to take it wakes the next one in its place. That ends, as each is
     * woken once and nobody registers again while there is something.
     */
    /** Has somebody told when it is ready, as a {@link Waitable} does. */
    Waitable.Registration whenReady(Runnable action) {
        QueueWatch watch = new QueueWatch(action);
        watching.lock();
        try {
            if (!released) {
                watch.start();
            }
        } finally {
            watching.unlock();
        }
        if (isReady()) {
            action.run();
        }
        return watch;
    }

    /** Somebody who wants to be told. */
    private final class QueueWatch implements Waitable.Registration {
        private final Runnable action;

        private @Nullable WordWatch word;

        QueueWatch(Runnable action) {
            this.action = action;
        }

        void start() {
            word = items.watch(this::tell);
        }

        private void tell() {
            passOn();
            action.run();
        }

        @Override
        public void close() {
            if (word != null) {
                word.close();
            }
        }
    }

    private void passOn() {
        watching.lock();
        try {
            if (!released) {
                items.mark();
                items.fence();
                if (isWorthTaking()) {
                    items.passOn();
                }
            }
        } finally {
            watching.unlock();
        }
    }

    private void release() {
        watching.lock();
        try {
            released = true;
        } finally {
            watching.unlock();
        }
        writer.close();
        reader.close();
        identity.putLock.close();
        identity.takeLock.close();
        block.close();
    }

    @Override
    public String toString() {
        if (closed) {
            return "closed";
        }
        String limit = identity.capacity == Integer.MAX_VALUE ? "" : " of at most " + identity.capacity;
        return size()
                + limit
                + (identity.counted ? ", " + unfinished() + " unfinished" : "")
                + (isShutDown() ? ", shut down" : "");
    }
}
