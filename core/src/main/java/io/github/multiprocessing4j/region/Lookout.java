package io.github.multiprocessing4j.region;

import io.github.multiprocessing4j.os.SpareThreads;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** A platform thread that looks at all watched words again and again, where the kernel has no means to watch them. */
final class Lookout implements Runnable {
    private static final long SHORTEST_NANOS = 20_000;

    private static final long LONGEST_NANOS = 2_000_000;

    private static final Executor THREADS = SpareThreads.named("mp4j-lookout-", 0);

    /** Guarded by the class. */
    private static List<Post> posts = new ArrayList<>();

    /** Whether there is a thread that looks at them. Guarded by the class. */
    private static boolean manned;

    private long pause = SHORTEST_NANOS;

    /** What to look at. */
    private record Post(Sleep sleep, MemorySegment memory, long offset) {
        boolean hasChanged() {
            try {
                return Words.getInt(memory, offset) != sleep.expected;
            } catch (IllegalStateException e) {
                return true; // it was unmapped
            }
        }
    }

    private Lookout() {}

    static synchronized void send(Sleep sleep, MemorySegment memory, long offset) {
        posts.add(new Post(sleep, memory, offset));
        if (!manned) {
            manned = true;
            try {
                THREADS.execute(new Lookout());
            } catch (Throwable t) {
                manned = false;
                posts.removeLast();
                throw t;
            }
        }
    }

    @Override
    public void run() {
        int before = 0;
        for (List<Post> round = nextRound(); round != null; round = nextRound()) {
            boolean news = round.size() > before;
            before = round.size();
            for (Post each : round) {
                if (each.hasChanged()) {
                    news = true;
                    each.sleep.tellOnce();
                }
            }
            pause = news ? SHORTEST_NANOS : Math.min(LONGEST_NANOS, pause + pause / 2);
            LockSupport.parkNanos(pause);
        }
    }

    private static @Nullable List<Post> nextRound() {
        synchronized (Lookout.class) {
            posts.removeIf(post -> post.sleep.isOver());
            manned = !posts.isEmpty();
            return manned ? List.copyOf(posts) : null;
        }
    }
}
