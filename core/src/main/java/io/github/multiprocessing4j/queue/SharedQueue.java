package io.github.multiprocessing4j.queue;

import io.github.multiprocessing4j.failure.QueueShutDownException;
import io.github.multiprocessing4j.region.Block;
import io.github.multiprocessing4j.region.Carrier;
import io.github.multiprocessing4j.region.WordWait;
import io.github.multiprocessing4j.wire.Doorbell;
import io.github.multiprocessing4j.wire.MessageEncoder;
import io.github.multiprocessing4j.wire.ReceivedMessage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
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

    private final QueueShape shape;

    private final Block block;

    private final Control control;

    private final ElementWriter writer;

    private final ElementReader reader;

    private final Side putting;

    private final Side taking;

    private final Ledger ledger;

    private final Doorbell done;

    private final QueueReadiness readiness;

    private final AtomicReference<@Nullable MessageEncoder> spareEncoder = new AtomicReference<>();

    private final AtomicReference<@Nullable ReceivedMessage> spareElement = new AtomicReference<>();

    private volatile boolean closed;

    /** Uses a queue's memory, which becomes this object's. */
    SharedQueue(Block block, QueueShape shape) {
        this.block = block;
        this.shape = shape;
        this.control = Control.in(block.memory());
        MemorySegment memory = control.memory();
        this.ledger = new Ledger(memory.asSlice(Control.LEDGER, shape.ledgerBytes()));
        MemorySegment ring = memory.asSlice(Control.LEDGER + shape.ledgerBytes(), Ring.bytes(RING));
        this.writer = new ElementWriter(control, new Rings(block, ring));
        this.reader = new ElementReader(control, new Rings(block, ring));
        Doorbell items = new Doorbell(memory, Control.ITEMS);
        this.putting = new Side(shape.putLock(), new Doorbell(memory, Control.ROOM), writer::resume, writer::repair);
        this.taking = new Side(shape.takeLock(), items, reader::resume, this::repairTaking);
        this.done = new Doorbell(memory, Control.DONE);
        this.readiness = new QueueReadiness(items, this::isWorthTaking);
    }

    /**
     * {@return a new queue}
     *
     * @param kind what it is
     * @param capacity how many elements it may hold at most
     */
    static SharedQueue create(QueueKind kind, int capacity) {
        QueueShape shape = QueueShape.create(kind, capacity);
        return new SharedQueue(Block.allocate(shape.bytes()), shape);
    }

    QueueHandle handle() {
        requireOpen();
        return new QueueHandle(block.handle(), shape);
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
        if (shape.isBounded() && hasRoom()) {
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
        return !shape.isBounded() || control.puts() - control.takes() < shape.capacity();
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
        if (taken && shape.isBounded()) {
            putting.wake();
        }
        return taken;
    }

    private boolean read(ReceivedMessage message) {
        try {
            if (shape.kind().counts()) {
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
        if (shape.kind().counts()) {
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
        return shape.capacity();
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
            done.sleep(over, left, WordWait.SLICE_NANOS);
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

    QueueReadiness readiness() {
        return readiness;
    }

    private void release() {
        readiness.end();
        writer.close();
        reader.close();
        shape.putLock().close();
        shape.takeLock().close();
        block.close();
    }

    @Override
    public String toString() {
        if (closed) {
            return "closed";
        }
        String limit = !shape.isBounded() ? "" : " of at most " + shape.capacity();
        return size()
                + limit
                + (shape.kind().counts() ? ", " + unfinished() + " unfinished" : "")
                + (isShutDown() ? ", shut down" : "");
    }
}
