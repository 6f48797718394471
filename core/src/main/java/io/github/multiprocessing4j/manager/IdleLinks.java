package io.github.multiprocessing4j.manager;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Connections that no thread uses just now, as many as are worth keeping. The one that was opened first is used first, so after many calls at the same time those are closed
 * that were opened for them. Thread-safe.
 */
final class IdleLinks implements AutoCloseable {
    /** Each costs memory here and a thread there. */
    static final int MOST = Math.max(16, 2 * Runtime.getRuntime().availableProcessors());

    private static final Comparator<CallLink> BY_AGE = Comparator.comparingLong(CallLink::order);

    /** The oldest one last. Guarded by this. */
    private final List<CallLink> links = new ArrayList<>();

    /** {@return the oldest one; null if there is none} */
    synchronized @Nullable CallLink poll() {
        return links.isEmpty() ? null : links.removeLast();
    }

    /** Keeps one, and closes the youngest one if there are too many then. */
    void add(CallLink link) {
        CallLink spare = keep(link);
        if (spare != null) {
            spare.close();
        }
    }

    private synchronized @Nullable CallLink keep(CallLink link) {
        int at = links.size();
        while (at > 0 && BY_AGE.compare(links.get(at - 1), link) < 0) {
            at--;
        }
        links.add(at, link);
        return links.size() > MOST ? links.removeFirst() : null;
    }

    @Override
    public void close() {
        for (CallLink link = poll(); link != null; link = poll()) {
            link.close();
        }
    }
}
