package io.github.multiprocessing4j.pool;

import org.jspecify.annotations.Nullable;

/**
 * What a task that is running knows of itself, and may tell the pool.
 *
 * {@snippet :
 * pool.map(file -> {
 *     var context = TaskContext.current();
 *     for (var page : pages(file)) {
 *         if (context.isCancelled()) {
 *             return partial();
 *         }
 *         render(page);
 *         context.progress();
 *     }
 *     ...
 * }, files, TaskOptions.none().stallTimeout(ofSeconds(30)));
 * }
 *
 * <p>Any thread of the task may use the object; {@link #current()} knows it only in the thread in which the pool runs the task. CPython
 * has no counterpart.
 */
public final class TaskContext {
    private static final ThreadLocal<@Nullable TaskContext> CURRENT = new ThreadLocal<>();

    private final int attempt;

    private final Runnable sign;

    private volatile boolean cancelled;

    /**
     * @param attempt the how manieth time it is run
     * @param sign tells the pool that it goes on
     */
    TaskContext(int attempt, Runnable sign) {
        this.attempt = attempt;
        this.sign = sign;
    }

    /**
     * {@return the context of the task that runs in this thread}
     *
     * @throws IllegalStateException if none does
     */
    public static TaskContext current() {
        TaskContext current = CURRENT.get();
        if (current == null) {
            throw new IllegalStateException(
                    "no pool runs a task in this thread; a task that has threads of its own has to hand"
                            + " its TaskContext on to them");
        }
        return current;
    }

    /** {@return whether the task is to end, because it has exceeded its soft limit or was cancelled} Its thread was interrupted then. */
    public boolean isCancelled() {
        return cancelled;
    }

    /** Says that the task goes on: its {@linkplain TaskOptions#stallTimeout stall limit} counts from now. Takes some tens of nanoseconds. */
    public void progress() {
        sign.run();
    }

    /** {@return 1 if the task runs for the first time, and more if workers have died on it before} */
    public int attempt() {
        return attempt;
    }

    void cancel() {
        cancelled = true;
    }

    void enter() {
        CURRENT.set(this);
    }

    static void leave() {
        CURRENT.remove();
    }

    /** {@return how it stands, for people to read} */
    @Override
    public String toString() {
        return "TaskContext[attempt " + attempt + (cancelled ? ", cancelled]" : "]");
    }
}
