package io.github.multiprocessing4j.queue;

import io.github.multiprocessing4j.connection.Waitable;
import java.io.NotSerializableException;
import org.jspecify.annotations.Nullable;

/**
 * What a queue's elements are in, and those who wait for some, or for room. All methods but {@link #close} and those of {@link
 * Waitable} throw an {@link IllegalStateException} once this is closed, also at those who wait in them.
 */
sealed interface QueueStorage extends Waitable permits SharedQueue, LocalQueue {
    /** {@return whether the element was put by then} */
    boolean put(@Nullable Object element, long nanos) throws InterruptedException;

    /** Takes an element if there is one by then. */
    Taken take(long nanos) throws InterruptedException;

    long size();

    int capacity();

    /** One more element is done. */
    void taskDone();

    /** {@return whether all elements are done by then} */
    boolean join(long nanos) throws InterruptedException;

    /** Nothing can be put any more, and if it is to be so now, nothing taken either. */
    void shutDown(boolean now);

    boolean isShutDown();

    void close();

    /**
     * {@return a serializable object that becomes the queue in another process}
     *
     * @throws NotSerializableException if there is none in others
     */
    Object handle() throws NotSerializableException;
}
