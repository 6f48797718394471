package io.github.multiprocessing4j.connection;

import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;

/**
 * Something that a thread can wait for while it waits for other things, too: a {@link Connection}, a {@link Listener}, a queue, or a
 * process's {@code Sentinel}. CPython's counterpart is whatever has a {@code fileno} for {@code multiprocessing.connection.wait}.
 *
 * <pre>{@code
 * try (var pipe = Pipe.create(); var queue = Queue.<String>create()) {
 *     var end = pipe.second();
 *     var p = ChildProcess.start(() -> { queue.put("first"); end.send("second"); end.close(); });
 *     for (Object ready : Waitable.awaitAny(List.of(pipe.first(), queue, p.sentinel()))) {
 *         System.out.println(ready == queue ? queue.take() : ready);
 *     }
 *     p.join();
 * }
 * }</pre>
 *
 * <p>To be ready means that receiving, accepting or taking would not wait now, be it that it throws. Something that is closed in this
 * process is ready for that reason, also for who has begun to wait for it before. Where several threads or processes receive, accept
 * or take from the same one, all find it ready and one gets what there is.
 *
 * <p>Other classes may implement this. Their methods have to be thread-safe, and may not block.
 */
public interface Waitable {
    /** {@return whether it is ready at the moment} */
    boolean isReady();

    /**
     * Has something done when this becomes ready, perhaps at once, perhaps more than once, and sometimes for no reason: whoever is told
     * looks whether this {@linkplain #isReady is ready}, and if it is not, closes the registration and registers again. A dead peer
     * makes its connections ready within a second.
     *
     * @param action what to do, by the calling thread or one that others depend on, so that it must neither block nor take long;
     *     what it throws goes to the caller if it is done at once, and is logged if it is done later
     * @return the registration, which keeps no memory or descriptor from being given up, and should be closed when it is not needed
     *     any more
     * @throws java.io.UncheckedIOException if nobody can be told for lack of descriptors or threads
     */
    Registration whenReady(Runnable action);

    /**
     * Waits until at least one of some objects is ready, without a time limit; otherwise as {@link #awaitAny(Collection, Duration)}.
     *
     * @param <T> what they are
     * @param objects what to wait for
     * @return those that are ready
     * @throws IllegalArgumentException if there is nothing to wait for, which would be for ever; or as with a time limit
     * @throws IOException as with a time limit
     */
    static <T> List<T> awaitAny(Collection<? extends T> objects) throws IOException {
        if (objects.isEmpty()) {
            throw new IllegalArgumentException("waiting for any of no objects, without a time limit, would never end");
        }
        return new WaitForAny<T>(objects).await(Timeouts.nanos(Duration.ofSeconds(Long.MAX_VALUE)));
    }

    /**
     * Waits until at least one of some objects is ready. CPython's {@code multiprocessing.connection.wait}. However many they are, no
     * further threads are needed but a few that all who wait share, and while nothing happens hardly any processor time. A virtual
     * thread gives its carrier free.
     *
     * <p>They are looked at in the order given. So name a process's sentinel before the queue that it puts into: if only the sentinel is
     * ready, the queue has nothing left of what that process has put.
     *
     * @param <T> what they are
     * @param objects what to wait for, in any mixture: {@link Waitable}s, and {@link java.nio.channels.SelectableChannel}s that do not
     *     block, which are ready when somebody can be accepted, or else when there is something to read, the end, or an error. No
     *     channel is registered with a selector any more when this returns, unless another thread waits for it
     * @param timeout how long to wait at most; not at all if it is not positive
     * @return those that are ready, in the order in which they were given, and as often; none if the time is over
     * @throws java.io.InterruptedIOException if the thread is or gets interrupted and none is ready; it stays interrupted
     * @throws java.nio.channels.IllegalBlockingModeException if a channel blocks
     * @throws IllegalArgumentException if an object is of another kind
     * @throws IOException if there are no descriptors or threads left to wait with
     */
    static <T> List<T> awaitAny(Collection<? extends T> objects, Duration timeout) throws IOException {
        return new WaitForAny<T>(objects).await(Timeouts.nanos(timeout));
    }

    /** That somebody wants to be told. */
    @FunctionalInterface
    interface Registration extends AutoCloseable {
        /** He does not want to be told any more, but may just be being told. Does not block; calling this again does nothing. */
        @Override
        void close();
    }
}
