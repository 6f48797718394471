package io.github.multiprocessing4j.manager;

import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Connections that no thread uses just now, as many as are worth keeping: the one that was used last is used next. Thread-safe. */
final class IdleLinks implements AutoCloseable {
    /** Each costs memory here and a thread there. */
    static final int MOST = Math.max(4, 2 * Runtime.getRuntime().availableProcessors());

    private final ConcurrentLinkedDeque<CallLink> links = new ConcurrentLinkedDeque<>();

    private final AtomicInteger count = new AtomicInteger();

    /** {@return one; null if there is none} */
    @Nullable
    CallLink poll() {
        CallLink link = links.pollFirst();
        if (link != null) {
            count.decrementAndGet();
        }
        return link;
    }

    /** Keeps one, or closes it if there are enough. */
    void add(CallLink link) {
        if (count.incrementAndGet() <= MOST) {
            links.addFirst(link);
        } else {
            count.decrementAndGet();
            link.close();
        }
    }

    @Override
    public void close() {
        for (CallLink link = poll(); link != null; link = poll()) {
            link.close();
        }
    }
}
