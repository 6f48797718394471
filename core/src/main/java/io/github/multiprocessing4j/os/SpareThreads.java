package io.github.multiprocessing4j.os;

import java.util.concurrent.Executor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Platform threads for work that may block as long as it likes: there is one for each piece of it, which ends when it has had
 * nothing to do for a while. They don't keep the JVM alive.
 */
public final class SpareThreads {
    private static final long KEEP_ALIVE_MILLIS = 250;

    private SpareThreads() {}

    /**
     * {@return what runs work on such threads}
     *
     * @param name what the threads' names begin with, before a number
     * @param stackBytes how large their stacks are; 0 for the usual size
     */
    public static Executor named(String name, long stackBytes) {
        return new ThreadPoolExecutor(
                0,
                Integer.MAX_VALUE,
                KEEP_ALIVE_MILLIS,
                TimeUnit.MILLISECONDS,
                new SynchronousQueue<>(),
                Thread.ofPlatform().daemon().name(name, 1).stackSize(stackBytes).factory());
    }
}
