package io.github.multiprocessing4j.pool;

import io.github.multiprocessing4j.function.RemoteRunnable;
import io.github.multiprocessing4j.os.LibraryLog;
import java.lang.System.Logger.Level;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What a pool's worker knows of itself, and what its initializer has made for its tasks.
 *
 * {@snippet :
 * Pool.builder()
 *     .initializer(() -> {
 *         var context = WorkerContext.current();
 *         var database = Database.open("shard-" + context.index());
 *         context.put(Database.class, database);
 *         context.onExit(database::close);
 *     })
 *     .build()
 *     .map(id -> WorkerContext.current().get(Database.class).load(id), ids);
 * }
 *
 * <p>Thread-safe. CPython has no counterpart; there workers keep such things in global variables.
 */
public final class WorkerContext {
    /** In a process that is a worker. */
    private static volatile @Nullable WorkerContext ofProcess;

    /** In a thread that is a worker. */
    private static final ThreadLocal<@Nullable WorkerContext> OF_THREAD = new ThreadLocal<>();

    private final int index;

    private final Map<Class<?>, Object> values = new ConcurrentHashMap<>();

    private final Deque<RemoteRunnable> exits = new ArrayDeque<>();

    WorkerContext(int index) {
        this.index = index;
    }

    static WorkerContext enter(int index) {
        WorkerContext context = new WorkerContext(index);
        ofProcess = context;
        return context;
    }

    /** This thread is a worker, until it has {@linkplain #exitThread left}. */
    static WorkerContext enterThread(int index) {
        WorkerContext context = new WorkerContext(index);
        OF_THREAD.set(context);
        return context;
    }

    static void exitThread() {
        OF_THREAD.remove();
    }

    /**
     * {@return the context of the worker that this code runs in} In a thread of a {@link ThreadPool} that is the thread's; all threads
     * of a worker process have that of the process.
     *
     * @throws IllegalStateException if it does not run in a pool's worker
     */
    public static WorkerContext current() {
        WorkerContext ofThread = OF_THREAD.get();
        WorkerContext current = ofThread != null ? ofThread : ofProcess;
        if (current == null) {
            throw new IllegalStateException("neither this process nor this thread is a worker of a pool");
        }
        return current;
    }

    /**
     * {@return the worker's number} From 0; at any time all workers of a pool have different ones, and one that takes another's place
     * may have its number, or the number of one that left before.
     */
    public int index() {
        return index;
    }

    /** {@return the worker's process id; for a thread, that of this process} */
    public long pid() {
        return ProcessHandle.current().pid();
    }

    /**
     * Keeps something for this worker's tasks.
     *
     * @param <T> its type
     * @param key by which it is found
     * @param value what to keep, instead of what was kept there before
     */
    public <T> void put(Class<T> key, T value) {
        values.put(Objects.requireNonNull(key, "key"), key.cast(Objects.requireNonNull(value, "value")));
    }

    /**
     * {@return what was kept}
     *
     * @param <T> its type
     * @param key by which it was kept
     * @throws NoSuchElementException if nothing was
     */
    public <T> T get(Class<T> key) {
        Object value = values.get(Objects.requireNonNull(key, "key"));
        if (value == null) {
            throw new NoSuchElementException(
                    "this worker has no " + key.getName() + "; its pool's initializer has to put one there");
        }
        return key.cast(value);
    }

    /**
     * Has something done when the worker ends because the pool is closed, or because it is replaced or not needed any more; not when it is
     * killed, terminated or, as a thread, given up on. What was said last is done first. What it throws is logged. A process has five seconds for all of it, then
     * it is killed.
     *
     * @param code what to do
     */
    public void onExit(RemoteRunnable code) {
        Objects.requireNonNull(code, "code");
        synchronized (exits) {
            exits.push(code);
        }
    }

    /** Does what is to be done at the end. */
    @SuppressWarnings("CatchingUnchecked") // whatever user code throws is to be reported
    void leave() {
        for (RemoteRunnable code = next(); code != null; code = next()) {
            try {
                Thread.interrupted();
                code.run();
            } catch (OutOfMemoryError e) {
                throw e;
            } catch (Throwable t) {
                LibraryLog.logger().log(Level.WARNING, "what was to be done when a worker ends failed", t);
            }
        }
    }

    private @Nullable RemoteRunnable next() {
        synchronized (exits) {
            return exits.poll();
        }
    }

    /** {@return the worker's number and process id} */
    @Override
    public String toString() {
        return "WorkerContext[" + index + ", pid " + pid() + "]";
    }
}
