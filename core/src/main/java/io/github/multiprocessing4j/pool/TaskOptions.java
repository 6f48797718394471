package io.github.multiprocessing4j.pool;

import io.github.multiprocessing4j.failure.TaskTimeoutException;
import io.github.multiprocessing4j.failure.WorkerDiedException;
import io.github.multiprocessing4j.process.Captured;
import io.github.multiprocessing4j.process.Carried;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * How the tasks of a call are run: how long each may take, how often one is run again whose worker died, and how the input is cut up.
 * Immutable; each method that sets something returns a copy.
 *
 * {@snippet :
 * pool.applyAsync(() -> customersRule(), TaskOptions.timeout(ofSeconds(2)));
 * pool.map(Pages::render, pages, TaskOptions.none().retries(2).chunkSize(10));
 * }
 *
 * <p><b>Limits</b> count for every item by itself, from the moment in which a worker begins to decode it; waiting for a worker does not
 * count. Beyond the {@linkplain #softTimeout(Duration) soft} limit the task's thread is interrupted and {@link
 * TaskContext#isCancelled()} is true: a task that heeds that can end in good order, and what it returns then is its result. One that
 * does not end within the {@linkplain #grace(Duration) grace} period, or exceeds the {@linkplain #timeout(Duration) hard} limit, is
 * killed together with its worker, after the worker was asked for a thread dump. The call fails with {@link TaskTimeoutException}; other
 * tasks are not affected, and a new worker takes the place of the killed one. Unless a chunk size is given, each item of a call
 * with limits is a chunk of its own, since the results of the items before it in its chunk are lost with it.
 *
 * <p>Of a {@link ThreadPool}, whose threads can't be killed, one that is stuck is given up on and replaced instead; and since no worker dies there, retries
 * have no meaning.
 *
 * <p>CPython has no counterpart but the argument {@code chunksize}, and {@code buffersize} of {@code Executor.map}.
 */
public final class TaskOptions {
    /** Long enough for a transaction to be rolled back. */
    private static final Duration DEFAULT_GRACE = Duration.ofSeconds(2);

    private static final int UNSET = 0;

    private static final TaskOptions NONE =
            new TaskOptions(null, null, null, DEFAULT_GRACE, 0, UNSET, UNSET, null, List.of());

    private final @Nullable Duration timeout;

    private final @Nullable Duration softTimeout;

    private final @Nullable Duration stallTimeout;

    private final Duration grace;

    private final int retries;

    private final int chunkSize;

    private final int bufferSize;

    private final @Nullable ProgressListener progress;

    private final List<Carried> carried;

    private TaskOptions(
            @Nullable Duration timeout,
            @Nullable Duration softTimeout,
            @Nullable Duration stallTimeout,
            Duration grace,
            int retries,
            int chunkSize,
            int bufferSize,
            @Nullable ProgressListener progress,
            List<Carried> carried) {
        this.timeout = timeout;
        this.softTimeout = softTimeout;
        this.stallTimeout = stallTimeout;
        this.grace = grace;
        this.retries = retries;
        this.chunkSize = chunkSize;
        this.bufferSize = bufferSize;
        this.progress = progress;
        this.carried = carried;
    }

    /** {@return no limits, no retries, chunks as usual} */
    public static TaskOptions none() {
        return NONE;
    }

    /**
     * {@return a limit, and nothing else} A task that exceeds it is killed, without being interrupted before.
     *
     * @param limit how long a task may run; more than zero
     */
    public static TaskOptions timeout(Duration limit) {
        return new TaskOptions(positive(limit), null, null, DEFAULT_GRACE, 0, UNSET, UNSET, null, List.of());
    }

    /**
     * {@return these options with a limit after which a task is interrupted}
     *
     * @param limit how long a task may run undisturbed; more than zero
     */
    public TaskOptions softTimeout(Duration limit) {
        return new TaskOptions(
                timeout, positive(limit), stallTimeout, grace, retries, chunkSize, bufferSize, progress, carried);
    }

    /**
     * {@return these options with a limit on the time without {@link TaskContext#progress() progress}} A task that has not said for so
     * long that it goes on is killed.
     *
     * @param limit how long a task may give no sign; more than zero
     */
    public TaskOptions stallTimeout(Duration limit) {
        return new TaskOptions(
                timeout, softTimeout, positive(limit), grace, retries, chunkSize, bufferSize, progress, carried);
    }

    /**
     * {@return these options with another time between an interrupt and the kill} It counts also for {@link AsyncResult#cancel(boolean)}.
     *
     * @param period how long a task may go on after it was interrupted; 2 seconds by default
     */
    public TaskOptions grace(Duration period) {
        if (period.isNegative()) {
            throw new IllegalArgumentException("a grace period can't be negative: " + period);
        }
        return new TaskOptions(
                timeout, softTimeout, stallTimeout, period, retries, chunkSize, bufferSize, progress, carried);
    }

    /**
     * {@return these options with a number of retries} A chunk whose worker died while it ran is run again so often, by another worker, from
     * its first item; only when that dies too does the call fail with {@link WorkerDiedException}. Tasks may thus run more than
     * once. One that throws, or takes too long, is not run again.
     *
     * @param times how often; 0 by default
     */
    public TaskOptions retries(int times) {
        if (times < 0) {
            throw new IllegalArgumentException("a task can't be retried " + times + " times");
        }
        return new TaskOptions(
                timeout, softTimeout, stallTimeout, grace, times, chunkSize, bufferSize, progress, carried);
    }

    /**
     * {@return these options with a number of items that are sent together}
     *
     * @param items at least 1
     */
    public TaskOptions chunkSize(int items) {
        Chunking.requirePositive(items);
        return new TaskOptions(
                timeout, softTimeout, stallTimeout, grace, retries, items, bufferSize, progress, carried);
    }

    /**
     * {@return these options with a number of chunks that {@code imap} reads ahead} So many at most are read whose results were not all
     * taken. By default 64 for each worker, or less if they take more than 16 MiB together, but never less than 8.
     *
     * @param chunks at least 1
     */
    public TaskOptions bufferSize(int chunks) {
        if (chunks < 1) {
            throw new IllegalArgumentException("a buffer needs room for at least 1 chunk, not " + chunks);
        }
        return new TaskOptions(
                timeout, softTimeout, stallTimeout, grace, retries, chunkSize, chunks, progress, carried);
    }

    /**
     * {@return these options with somebody who is told how far the call has come} For a progress bar, say.
     *
     * @param listener called in the pool's thread for callbacks
     */
    public TaskOptions onProgress(ProgressListener listener) {
        Objects.requireNonNull(listener, "listener");
        return new TaskOptions(
                timeout, softTimeout, stallTimeout, grace, retries, chunkSize, bufferSize, listener, carried);
    }

    /**
     * {@return these options with something of the thread that makes the call, which is to be there while its tasks run} Scoped values, the MDC. Replaces
     * what was said before.
     *
     * @param what of what
     */
    public TaskOptions carrying(Carried... what) {
        return new TaskOptions(
                timeout, softTimeout, stallTimeout, grace, retries, chunkSize, bufferSize, progress, List.of(what));
    }

    /** {@return a task that has with it what is to be carried of the calling thread} */
    Task around(Task task) {
        return carried.isEmpty() ? task : task.with(Captured.of(carried));
    }

    private static Duration positive(Duration limit) {
        Objects.requireNonNull(limit, "limit");
        if (!limit.isPositive()) {
            throw new IllegalArgumentException("a limit must be longer than nothing: " + limit);
        }
        return limit;
    }

    /** {@return after how long a task is killed} */
    public Optional<Duration> timeout() {
        return Optional.ofNullable(timeout);
    }

    /** {@return after how long it is interrupted} */
    public Optional<Duration> softTimeout() {
        return Optional.ofNullable(softTimeout);
    }

    /** {@return after how long without progress it is killed} */
    public Optional<Duration> stallTimeout() {
        return Optional.ofNullable(stallTimeout);
    }

    /** {@return how long after an interrupt it is killed} */
    public Duration grace() {
        return grace;
    }

    /** {@return how often it is run again if its worker dies} */
    public int retries() {
        return retries;
    }

    /** {@return how many items are sent together, if that was said} */
    public OptionalInt chunkSize() {
        return optional(chunkSize);
    }

    /** {@return how many chunks are read ahead, if that was said} */
    public OptionalInt bufferSize() {
        return optional(bufferSize);
    }

    private static OptionalInt optional(int size) {
        return size == UNSET ? OptionalInt.empty() : OptionalInt.of(size);
    }

    @Nullable
    ProgressListener progressListener() {
        return progress;
    }

    boolean hasLimits() {
        return timeout != null || softTimeout != null || stallTimeout != null;
    }

    @Override
    public String toString() {
        List<String> set = new ArrayList<>();
        timeout().ifPresent(limit -> set.add("timeout " + limit));
        softTimeout().ifPresent(limit -> set.add("soft timeout " + limit));
        stallTimeout().ifPresent(limit -> set.add("stall timeout " + limit));
        if (!grace.equals(DEFAULT_GRACE)) {
            set.add("grace " + grace);
        }
        if (retries > 0) {
            set.add(retries + (retries == 1 ? " retry" : " retries"));
        }
        chunkSize().ifPresent(size -> set.add("chunk size " + size));
        bufferSize().ifPresent(size -> set.add("buffer size " + size));
        if (progress != null) {
            set.add("a progress listener");
        }
        if (!carried.isEmpty()) {
            set.add("carrying " + carried.size());
        }
        return "TaskOptions" + set;
    }
}
