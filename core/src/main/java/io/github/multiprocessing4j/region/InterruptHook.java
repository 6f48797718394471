package io.github.multiprocessing4j.region;

import io.github.multiprocessing4j.os.Futex;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.spi.AbstractSelectableChannel;
import java.nio.channels.spi.AbstractSelector;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Has {@link Thread#interrupt} wake a thread that sleeps in a system call. A selector is the only thing for which the JDK
 * lets others hook into an interrupt; nothing is ever selected with this one.
 *
 * <p>Everybody who sleeps at that word is woken, which looks around and sleeps on.
 */
final class InterruptHook extends AbstractSelector {
    private final long address;

    @SuppressWarnings("NullAway") // nobody asks this selector for its provider
    InterruptHook(long address) {
        super(null);
        this.address = address;
    }

    void enter() {
        begin();
    }

    void leave() {
        end();
    }

    @Override
    public Selector wakeup() {
        Futex.wake(address, Integer.MAX_VALUE);
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
