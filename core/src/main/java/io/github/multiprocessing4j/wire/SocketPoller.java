package io.github.multiprocessing4j.wire;

import io.github.multiprocessing4j.os.LibraryLog;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/*
 * A virtual thread that blocks in a channel's own methods is closed with its channel when it is interrupted, and no thread can wait
 * there for one of several. So channels don't block, and whoever has to wait tells this one thread what for.
 *
 * Only this thread touches keys and their interests; others put what they want into a queue and wake it. Whoever was told once is
 * forgotten, as what he will do about it decides whether the channel stays ready.
 */
/**
 * Waits for sockets in place of all other threads of this process, which are told when theirs is ready: one daemon thread with one
 * selector, started at first use, that stays as long as the JVM. While nothing is ready it uses no processor.
 */
public final class SocketPoller implements Runnable {
    /** How often it looks for channels that were closed by somebody who did not tell. */
    private static final long LOOK_MILLIS = 500;

    private static final long PAUSE_NANOS = 10_000_000;

    private static final int STACK_BYTES = 256 << 10;

    /** Null until it is needed. Made under the lock of the class. */
    private static volatile @Nullable SocketPoller shared;

    private final Selector selector;

    private final Queue<Runnable> wishes = new ConcurrentLinkedQueue<>();

    /** All that were not dropped, while the selector forgets closed ones without a word. Used by this thread only. */
    private final Map<SelectableChannel, SelectionKey> keys = new HashMap<>();

    /** By {@link System#nanoTime}. Used by this thread only. */
    private long lastLook = System.nanoTime();

    private SocketPoller(Selector selector) {
        this.selector = selector;
    }

    /**
     * {@return the one of this process}
     *
     * @throws IOException if it can't be started for lack of descriptors or threads
     */
    public static SocketPoller shared() throws IOException {
        SocketPoller known = shared;
        return known != null ? known : startOnce();
    }

    private static synchronized SocketPoller startOnce() throws IOException {
        SocketPoller known = shared;
        if (known == null) {
            known = start();
            shared = known;
        }
        return known;
    }

    private static SocketPoller start() throws IOException {
        Selector selector = Selector.open();
        try {
            SocketPoller poller = new SocketPoller(selector);
            Thread thread = Thread.ofPlatform()
                    .daemon()
                    .name("mp4j-poller")
                    .stackSize(STACK_BYTES)
                    .inheritInheritableThreadLocals(false)
                    .unstarted(poller);
            thread.setContextClassLoader(null);
            thread.start();
            return poller;
        } catch (OutOfMemoryError e) {
            selector.close();
            throw new IOException("there is no thread left to wait for sockets", e);
        }
    }

    /**
     * Has somebody told once when a channel is ready, or closed, or can't be waited for. He may be told without reason.
     *
     * @param channel does not block
     * @param operations as of {@link SelectionKey}
     * @param onReady tells him; called by this thread, so it must not block; what it throws is logged
     * @return by which he can say that he does not want to be told any more
     */
    public ReadinessWatch watch(SelectableChannel channel, int operations, Runnable onReady) {
        ReadinessWatch watch = new ReadinessWatch(operations, onReady);
        wish(() -> add(channel, watch));
        return watch;
    }

    /**
     * Lets go of a channel, which is being closed or made blocking: who waits for it is told.
     *
     * @param channel may be unknown here
     */
    public void release(SelectableChannel channel) {
        wish(() -> {
            SelectionKey key = keys.get(channel);
            if (key != null) {
                drop(key);
            }
        });
    }

    /**
     * Lets go of a channel, and returns when that is done: one that was closed before has no descriptor then.
     *
     * @param channel may be unknown here
     */
    public void releaseAtOnce(SelectableChannel channel) {
        doNow(() -> {
            SelectionKey key = keys.get(channel);
            if (key != null) {
                drop(key);
                selectNow();
            }
        });
    }

    /** Returns when everybody was told whose channel is ready now, of those who were watched before. */
    public void lookNow() {
        doNow(this::selectNow);
    }

    /**
     * Lets go of channels that nobody is watching any more, and returns when that is done.
     *
     * @param channels may be unknown here
     */
    public void forget(Collection<? extends SelectableChannel> channels) {
        doNow(() -> {
            for (SelectableChannel channel : channels) {
                SelectionKey key = keys.get(channel);
                if (key != null && watchesOf(key).areAllDone()) {
                    drop(key);
                }
            }
            selectNow();
        });
    }

    private void selectNow() {
        try {
            selector.selectNow(SocketPoller::tell);
        } catch (IOException e) {
            logger().log(Level.DEBUG, "what was to be looked at now is looked at later", e);
        }
    }

    /** Has the poller do something, and returns when it is done. */
    private void doNow(Runnable action) {
        CountDownLatch done = new CountDownLatch(1);
        wish(() -> {
            try {
                action.run();
            } finally {
                done.countDown();
            }
        });
        awaitUninterruptibly(done);
    }

    private static void awaitUninterruptibly(CountDownLatch done) {
        boolean interrupted = false;
        while (true) {
            try {
                done.await();
                break;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void wish(Runnable wish) {
        wishes.add(wish);
        selector.wakeup();
    }

    @Override
    public void run() {
        while (true) {
            try {
                for (Runnable wish = wishes.poll(); wish != null; wish = wishes.poll()) {
                    wish.run();
                }
                selector.select(SocketPoller::tell, keys.isEmpty() ? 0 : LOOK_MILLIS);
                dropClosed();
            } catch (Throwable t) { // whatever it is: nobody who waits would ever be told if this thread ended
                recover(t);
            }
        }
    }

    /** All who wait are told, and try again; the pause keeps this from taking a processor if it fails again and again. */
    private void recover(Throwable reason) {
        try {
            List.copyOf(keys.values()).forEach(this::drop);
            logger().log(Level.WARNING, "waiting for sockets failed; those who wait try again", reason);
            LockSupport.parkNanos(PAUSE_NANOS);
        } catch (
                Throwable
                        t) { // as when there is no memory left: for nothing that takes any, either; the next round may
            // do better
            Thread.onSpinWait();
        }
    }

    private void add(SelectableChannel channel, ReadinessWatch watch) {
        try {
            SelectionKey key = keys.get(channel);
            if (key == null || !key.isValid()) {
                selector.selectNow(SocketPoller::tell); // or it can't be registered anew
                key = channel.register(selector, 0, new ReadinessWatches());
                keys.put(channel, key);
            }
            key.interestOps(watchesOf(key).add(watch));
        } catch (IOException | RuntimeException | OutOfMemoryError e) {
            watch.tell(); // he will find out himself, at the channel
        }
    }

    private static void tell(SelectionKey key) {
        try {
            key.interestOps(watchesOf(key).tell(key.readyOps()));
        } catch (CancelledKeyException e) {
            watchesOf(key).tellAll();
        }
    }

    private void dropClosed() {
        long now = System.nanoTime();
        if (now - lastLook > TimeUnit.MILLISECONDS.toNanos(LOOK_MILLIS)) {
            lastLook = now;
            keys.values().stream().filter(key -> !key.isValid()).toList().forEach(this::drop);
        }
    }

    private void drop(SelectionKey key) {
        key.cancel();
        keys.remove(key.channel(), key);
        watchesOf(key).tellAll();
    }

    private static ReadinessWatches watchesOf(SelectionKey key) {
        return (ReadinessWatches) key.attachment();
    }

    private static System.Logger logger() {
        return LibraryLog.logger();
    }
}
