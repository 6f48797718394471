package io.github.multiprocessing4j.queue;

import io.github.multiprocessing4j.failure.QueueShutDownException;
import io.github.multiprocessing4j.region.Block;
import io.github.multiprocessing4j.region.Carrier;
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
/** The elements of a queue between processes, in shared memory. */
final class SharedQueue implements QueueStorage {
    /** Capacity of the first ring, and of one that follows a large one that is not needed any more. */
    static final long RING = 128 << 10;

    private final QueueShape shape;

    private final Block block;

    private final Control control;

    private final ElementWriter writer;

    private final ElementReader reader;

    private final Side putting;

    private final Side taking;

    private final Unfinished unfinished;

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
        this.unfinished = new Unfinished(control, new Ledger(memory.asSlice(Control.LEDGER, shape.ledgerBytes())));
        MemorySegment ring = memory.asSlice(Control.LEDGER + shape.ledgerBytes(), Ring.bytes(RING));
        this.writer = new ElementWriter(control, new Rings(block, ring));
        this.reader = new ElementReader(control, new Rings(block, ring));
        Doorbell items = new Doorbell(memory, Control.ITEMS);
        Doorbell room = new Doorbell(memory, Control.ROOM);
        this.putting = new Side(shape.putLock(), room, this::isClosed, writer::resume, control::repairPuts);
        this.taking = new Side(shape.takeLock(), items, this::isClosed, reader::resume, this::repairTaking);
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

    @Override
    public QueueHandle handle() {
        requireOpen();
        return new QueueHandle(block.handle(), shape);
    }

    private boolean isClosed() {
        return closed;
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

    /** Who never has to wait can be stopped, too. */
    private static void requireNotInterrupted() throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
    }

    /** Memory that was given up as the queue was closed is met in many ways. */
    private IllegalStateException explained(IllegalStateException e) {
        return closed ? closedException() : e;
    }

    @Override
    public boolean put(@Nullable Object element, long nanos) throws InterruptedException {
        requireOpen();
        requireNotInterrupted();
        MessageEncoder encoder = Objects.requireNonNullElseGet(
                spareEncoder.getAndSet(null), () -> new MessageEncoder(() -> new Carrier.OfMemory(block.name())));
        encoder.encode(element);
        boolean put = false;
        try {
            put = put(encoder, Side.deadline(nanos));
            return put;
        } catch (IllegalStateException e) {
            throw explained(e);
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
            boolean written;
            boolean more;
            try {
                requireOpen();
                requireNotShutDown();
                written = hasRoom();
                if (written) {
                    write(element);
                }
                more = shape.isBounded() && hasRoom();
            } finally {
                putting.leave();
            }
            if (written) {
                wake(true, more);
                return true;
            }
            if (!putting.await(this::isWorthPutting, this::lookForTheDead, deadline)) {
                return false;
            }
        }
        requireOpen();
        return false;
    }

    /** What was put or taken is so, even if the queue was closed in this process meanwhile. */
    private void wake(boolean takers, boolean putters) {
        try {
            if (takers) {
                taking.wake();
            }
            if (putters) {
                putting.wake();
            }
        } catch (IllegalStateException e) {
            if (!closed) {
                throw e;
            }
        }
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

    @Override
    public Taken take(long nanos) throws InterruptedException {
        requireOpen();
        requireNotInterrupted();
        ReceivedMessage message = Objects.requireNonNullElseGet(spareElement.getAndSet(null), ReceivedMessage::new);
        try {
            if (!take(message, Side.deadline(nanos))) {
                return Taken.NOTHING;
            }
        } catch (IllegalStateException e) {
            throw explained(e);
        }
        Object element = message.decode();
        message.clear();
        spareElement.set(message);
        return new Taken(true, element);
    }

    private boolean take(ReceivedMessage message, long deadline) throws InterruptedException {
        while (taking.enter(deadline)) {
            boolean taken;
            boolean more;
            try {
                requireOpen();
                taken = control.state() != Control.SHUT_DOWN_NOW && reader.hasElement();
                if (taken) {
                    read(message);
                }
                more = taken && reader.hasElement();
            } finally {
                taking.leave();
            }
            if (taken) {
                wake(more, shape.isBounded());
                return true;
            }
            if (!awaitElement(deadline)) {
                return false;
            }
        }
        requireOpen();
        return false;
    }

    private void read(ReceivedMessage message) {
        if (shape.kind().counts()) {
            readCounted(message);
        } else {
            readIt(message);
        }
    }

    private void readCounted(ReceivedMessage message) {
        boolean read = false;
        unfinished.takes();
        try {
            readIt(message);
            read = true;
        } finally {
            if (!read) {
                unfinished.repair(); // there was no memory for it, perhaps: it is still in the queue
            }
        }
    }

    private void readIt(ReceivedMessage message) {
        try {
            message.readFrom(reader, reader.begin());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private boolean isWorthTaking() {
        return closed || control.state() != Control.OPEN || !control.isEmpty();
    }

    /** {@return whether it is worth looking again: if not, the time is over} */
    private boolean awaitElement(long deadline) throws InterruptedException {
        int state = control.state();
        if (state == Control.OPEN) {
            return taking.await(this::isWorthTaking, this::lookForTheDead, deadline);
        }
        boolean nobodyPuts = state == Control.SHUT_DOWN_NOW || putting.pass(deadline);
        if (state == Control.SHUT_DOWN_NOW || nobodyPuts && control.isEmpty()) {
            throw new QueueShutDownException("the queue was shut down: there is nothing to take from it any more");
        }
        return nobodyPuts;
    }

    private void repairTaking() {
        control.repairTakes();
        reader.repair();
        if (shape.kind().counts()) {
            unfinished.repair();
        }
    }

    private void lookForTheDead() {
        putting.lookForTheDead();
        taking.lookForTheDead();
    }

    @Override
    public long size() {
        requireOpen();
        boolean none = control.state() == Control.SHUT_DOWN_NOW || control.isEmpty();
        return none ? 0 : Math.max(1, control.puts() - control.takes());
    }

    @Override
    public int capacity() {
        return shape.capacity();
    }

    @Override
    public void taskDone() {
        requireOpen();
        try {
            if (!Patiently.call(any -> taking.enter(Side.deadline(Long.MAX_VALUE)))) {
                throw closedException();
            }
            try {
                unfinished.done();
                if (unfinished.count() == 0) {
                    unfinished.wakeAll();
                }
            } finally {
                taking.leave();
            }
        } catch (IllegalStateException e) {
            throw explained(e);
        }
    }

    /** {@return how many elements are not done} */
    long unfinished() {
        return unfinished.count();
    }

    @Override
    public boolean join(long nanos) throws InterruptedException {
        try {
            requireOpen();
            requireNotInterrupted();
            boolean over = join(this::isNothingToWaitFor, Side.deadline(nanos));
            requireOpen();
            return over;
        } catch (IllegalStateException e) {
            throw explained(e);
        }
    }

    private boolean isNothingToWaitFor() {
        return closed || unfinished.count() == 0;
    }

    private boolean join(BooleanSupplier over, long deadline) throws InterruptedException {
        boolean isOver = unfinished.spin(over);
        while (!isOver && Side.left(deadline) > 0) {
            unfinished.sleep(over, Side.left(deadline));
            isOver = over.getAsBoolean();
            if (!isOver) {
                lookForTheDead();
                buryTheDead();
            }
        }
        return isOver;
    }

    /** Another time, if somebody is taking now. */
    private void buryTheDead() {
        if (taking.tryEnter()) {
            try {
                unfinished.buryTheDead();
            } finally {
                taking.leave();
            }
        }
    }

    @Override
    public void shutDown(boolean now) {
        requireOpen();
        control.shutDown(now ? Control.SHUT_DOWN_NOW : Control.SHUT_DOWN);
        wakeAll();
    }

    @Override
    public boolean isShutDown() {
        requireOpen();
        return control.state() != Control.OPEN;
    }

    private void wakeAll() {
        putting.wakeAll();
        taking.wakeAll();
        unfinished.wakeAll();
    }

    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        wakeAll();
        putting.whenEmpty(() -> taking.whenEmpty(this::release));
    }

    @Override
    public boolean isReady() {
        return readiness.isReady();
    }

    @Override
    public Registration whenReady(Runnable action) {
        return readiness.whenReady(action);
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
