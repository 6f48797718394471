package io.github.multiprocessing4j.region;

import io.github.multiprocessing4j.os.Futex;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.spi.AbstractSelectableChannel;
import java.nio.channels.spi.AbstractSelector;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/*
 * An interrupt may come when the thread has looked whether there was one and has not entered the system call yet. Then nobody sleeps who could
 * be woken. So who interrupts wakes again and again until the thread has left; it needs no time of its own for that but to be run.
 */
/**
 * Has {@link Thread#interrupt} wake a thread that sleeps in a system call. A selector is the only thing for which the JDK
 * lets others hook into an interrupt; nothing is ever selected with this one.
 *
 * <p>Everybody who sleeps at that word is woken, which looks around and sleeps on.
 */
final class InterruptHook extends AbstractSelector {
    /** A thread that does not even come to leave is not waited for any longer. */
    private static final long LONGEST_NANOS = TimeUnit.SECONDS.toNanos(1);

    private static final long PAUSE_NANOS = 20_000;

    private final long address;

    /** Written by the sleeper, before it looks whether it is interrupted; read by who interrupts, after that shows. */
    private volatile boolean entered;

    @SuppressWarnings("NullAway") // nobody asks this selector for its provider
    InterruptHook(long address) {
        super(null);
        this.address = address;
    }

    /** An interrupt that does not show after this will wake who sleeps. */
    void enter() {
        begin();
        entered = true;
    }

    void leave() {
        entered = false;
        end();
    }

    @Override
    public Selector wakeup() {
        long start = System.nanoTime();
        while (entered && System.nanoTime() - start < LONGEST_NANOS) {
            Futex.wake(address, Integer.MAX_VALUE);
            LockSupport.parkNanos(PAUSE_NANOS);
        }
        return this;
    }

    @Override
    protected void implCloseSelector() {}

    @Override
    protected SelectionKey register(AbstractSelectableChannel channel, int operations, Object attachment) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Set<SelectionKey> keys() {
        return Set.of();
    }

    @Override
    public Set<SelectionKey> selectedKeys() {
        return Set.of();
    }

    @Override
    public int selectNow() {
        throw new UnsupportedOperationException();
    }

    @Override
    public int select(long timeout) {
        throw new UnsupportedOperationException();
    }

    @Override
    public int select() {
        throw new UnsupportedOperationException();
    }

    @Override
    public int select(Consumer<SelectionKey> action, long timeout) {
        throw new UnsupportedOperationException();
    }
}
