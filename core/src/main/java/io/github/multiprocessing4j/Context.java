package io.github.multiprocessing4j;

import io.github.multiprocessing4j.connection.Client;
import io.github.multiprocessing4j.connection.Connection;
import io.github.multiprocessing4j.connection.Listener;
import io.github.multiprocessing4j.connection.Pipe;
import io.github.multiprocessing4j.connection.PipeBuilder;
import io.github.multiprocessing4j.failure.ProcessStartException;
import io.github.multiprocessing4j.function.RemoteRunnable;
import io.github.multiprocessing4j.manager.SyncManager;
import io.github.multiprocessing4j.pool.Pool;
import io.github.multiprocessing4j.process.ChildProcess;
import io.github.multiprocessing4j.process.ChildProcessBuilder;
import io.github.multiprocessing4j.process.JvmSettings;
import io.github.multiprocessing4j.queue.JoinableQueue;
import io.github.multiprocessing4j.queue.Queue;
import io.github.multiprocessing4j.queue.SimpleQueue;
import io.github.multiprocessing4j.sharedtypes.Array;
import io.github.multiprocessing4j.sharedtypes.Value;
import io.github.multiprocessing4j.sync.Barrier;
import io.github.multiprocessing4j.sync.BoundedSemaphore;
import io.github.multiprocessing4j.sync.Condition;
import io.github.multiprocessing4j.sync.Event;
import io.github.multiprocessing4j.sync.Lock;
import io.github.multiprocessing4j.sync.RLock;
import io.github.multiprocessing4j.sync.Semaphore;
import java.io.IOException;
import java.io.Serializable;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What processes are, and everything that they need: code that takes its processes, queues and so on from a context runs with
 * processes or with threads, as its caller says.
 *
 * {@snippet :
 * static int sum(Context context, List<Integer> numbers) throws Exception {
 *     try (var queue = context.<Integer>queue()) {
 *         var p = context.process(() -> queue.put(numbers.stream().mapToInt(n -> n).sum())).start();
 *         int sum = queue.take();
 *         p.join();
 *         return sum;
 *     }
 * }
 *
 * sum(Context.processes(), numbers);      // by another JVM
 * sum(Context.threads(), numbers);        // by another thread
 * }
 *
 * <p>{@link #processes()} is the usual one: what it makes is what {@code ChildProcess.of}, {@code Queue.create} and so on do. That
 * of {@link #threads()} or {@link #virtualThreads()} has threads of this JVM for processes. They start within microseconds, and hand over objects
 * without copying them: whatever is captured, put, sent or returned is the very same object on the other side, and need not be serializable, so what
 * several of them change has to be thread-safe. Use them for tests, for tasks that wait more than they compute, and to find out what
 * processes cost. The differences are told at {@link ChildProcess}, {@link Queue}, {@link Connection} and {@link
 * io.github.multiprocessing4j.pool.ThreadPool}; locks, semaphores, conditions, events, barriers, values and arrays are the same objects in all
 * contexts, and work between threads, virtual ones too, as between processes.
 *
 * <p>A context has no state: it is thread-safe, needs no closing, and may be captured by what a process runs. What it makes belongs
 * to who has asked for it. CPython's counterparts are the contexts of {@code get_context()}, and {@code multiprocessing.dummy}.
 */
public sealed interface Context extends Serializable permits ProcessContext, ThreadContext {
    /** {@return the context whose processes are operating-system processes, JVMs of their own} */
    static Context processes() {
        return new ProcessContext(JvmSettings.usual(), null);
    }

    /** {@return a builder of a context whose processes are JVMs with options, an environment and so on} CPython's {@code get_context(method)}. */
    static ContextBuilder builder() {
        return new ContextBuilder();
    }

    /** {@return the context whose processes are platform threads of this JVM} CPython's {@code multiprocessing.dummy}. */
    static Context threads() {
        return new ThreadContext(/* virtual= */ false);
    }

    /**
     * {@return the context whose processes are virtual threads of this JVM} Any number of them may wait at a time. None keeps the JVM
     * alive, whether it is a daemon or not.
     */
    static Context virtualThreads() {
        return new ThreadContext(/* virtual= */ true);
    }

    /**
     * {@return a process, not started yet}
     *
     * @param target what it is to run
     */
    default ChildProcess process(RemoteRunnable target) {
        return processBuilder().of(target);
    }

    /**
     * {@return a builder for a process with a name and so on} A subclass of {@link ChildProcess} gives it to the superclass's constructor.
     */
    ChildProcessBuilder processBuilder();

    /** {@return the running process; in a process of threads the one that the calling thread is} CPython's {@code current_process}. */
    default ChildProcess currentProcess() {
        return ChildProcess.current();
    }

    /** {@return the process that has started the running one, if this library did} CPython's {@code parent_process}. */
    default Optional<ChildProcess> parentProcess() {
        return ChildProcess.parent();
    }

    /**
     * {@return the children of the running process that are of this kind and have not ended, oldest first} CPython's {@code active_children}.
     */
    List<ChildProcess> activeChildren();

    /** {@return the number of processors this JVM may use} CPython's {@code cpu_count}. */
    default int cpuCount() {
        return ChildProcess.cpuCount();
    }

    /**
     * {@return a new queue without a limit}
     *
     * @param <E> what it holds
     * @throws java.io.UncheckedIOException if there is no room in shared memory
     */
    default <E> Queue<E> queue() {
        return queue(Integer.MAX_VALUE);
    }

    /**
     * {@return a new queue with a limit}
     *
     * @param <E> what it holds
     * @param capacity how many elements it may hold; who puts more waits
     * @throws java.io.UncheckedIOException if there is no room in shared memory
     * @throws IllegalArgumentException if the capacity is not positive
     */
    <E> Queue<E> queue(int capacity);

    /**
     * {@return a new queue that can do no more than put and take}
     *
     * @param <E> what it holds
     * @throws java.io.UncheckedIOException if there is no room in shared memory
     */
    <E extends @Nullable Object> SimpleQueue<E> simpleQueue();

    /**
     * {@return a new queue without a limit that one can wait for until all is done}
     *
     * @param <E> what it holds
     * @throws java.io.UncheckedIOException if there is no room in shared memory
     */
    default <E> JoinableQueue<E> joinableQueue() {
        return joinableQueue(Integer.MAX_VALUE);
    }

    /**
     * {@return a new queue with a limit that one can wait for until all is done}
     *
     * @param <E> what it holds
     * @param capacity how many elements it may hold; who puts more waits
     * @throws java.io.UncheckedIOException if there is no room in shared memory
     * @throws IllegalArgumentException if the capacity is not positive
     */
    <E> JoinableQueue<E> joinableQueue(int capacity);

    /**
     * {@return a new pipe, both of whose ends can send and receive}
     *
     * @throws java.io.UncheckedIOException if there is no room in shared memory
     */
    default Pipe pipe() {
        return pipeBuilder().create();
    }

    /**
     * {@return a new pipe whose first end can receive and whose second end can send} CPython's {@code Pipe(duplex=False)}.
     *
     * @throws java.io.UncheckedIOException if there is no room in shared memory
     */
    default Pipe oneWayPipe() {
        return pipeBuilder().duplex(false).create();
    }

    /** {@return a builder for a pipe with other than the usual settings} */
    PipeBuilder pipeBuilder();

    /**
     * Opens a listener in a private directory, where only processes of this user connect. It is the same in all contexts.
     *
     * @return the listener
     * @throws IOException if that is not possible
     */
    default Listener listener() throws IOException {
        return Listener.builder().open();
    }

    /**
     * Connects to a listener that expects no key, within 20 seconds. It is the same in all contexts.
     *
     * @param address where it listens
     * @return the connection
     * @throws IOException if nobody accepts it
     */
    default Connection client(SocketAddress address) throws IOException {
        return Client.connect(address);
    }

    /** {@return a new lock} */
    default Lock lock() {
        return Lock.create();
    }

    /** {@return a new lock that its holder may acquire again} */
    default RLock rLock() {
        return RLock.create();
    }

    /**
     * {@return a new semaphore}
     *
     * @param permits how many permits it has; not negative
     */
    default Semaphore semaphore(int permits) {
        return Semaphore.create(permits);
    }

    /**
     * {@return a new semaphore that never has more permits than at first}
     *
     * @param permits how many permits it has; not negative
     */
    default BoundedSemaphore boundedSemaphore(int permits) {
        return BoundedSemaphore.create(permits);
    }

    /** {@return a new condition with a lock of its own} */
    default Condition condition() {
        return Condition.create();
    }

    /**
     * {@return a new condition}
     *
     * @param lock who waits or signals holds it
     */
    default Condition condition(Lock lock) {
        return Condition.create(lock);
    }

    /**
     * {@return a new condition}
     *
     * @param lock who waits or signals holds it
     */
    default Condition condition(RLock lock) {
        return Condition.create(lock);
    }

    /** {@return a new event, which is not set} */
    default Event event() {
        return Event.create();
    }

    /**
     * {@return a new barrier}
     *
     * @param parties how many have to arrive before all go on
     */
    default Barrier barrier(int parties) {
        return Barrier.create(parties);
    }

    /**
     * {@return a new barrier with an action}
     *
     * @param parties how many have to arrive before all go on
     * @param action what one of them does before that
     */
    default Barrier barrier(int parties, RemoteRunnable action) {
        return Barrier.create(parties, action);
    }

    /**
     * {@return a new barrier with a time limit}
     *
     * @param parties how many have to arrive before all go on
     * @param timeout how long one waits for the others at most before the barrier breaks
     */
    default Barrier barrier(int parties, Duration timeout) {
        return Barrier.create(parties, timeout);
    }

    /**
     * {@return a new value in shared memory, with a lock} {@link Value} has factories that say the type.
     *
     * @param typecode its type, as in CPython's {@code array}: {@code 'i'} is an {@code int}
     * @param initial what it is at first
     * @throws IllegalArgumentException if there is no such type, or the initial value is none of it
     */
    default Value<?> value(char typecode, Object initial) {
        return Value.of(typecode, initial);
    }

    /**
     * {@return a new array in shared memory, with a lock} {@link Array} has factories that say the type.
     *
     * @param typecode its elements' type, as in CPython's {@code array}: {@code 'i'} is an {@code int}
     * @param length how many elements it has
     * @throws IllegalArgumentException if there is no such type
     */
    default Array<?> array(char typecode, long length) {
        return Array.of(typecode, length);
    }

    /**
     * {@return a new value in shared memory, without a lock}
     *
     * @param typecode its type, as in CPython's {@code array}
     * @param initial what it is at first
     * @throws IllegalArgumentException if there is no such type, or the initial value is none of it
     */
    default Value<?> rawValue(char typecode, Object initial) {
        return Value.raw(typecode, initial);
    }

    /**
     * {@return a new array in shared memory, without a lock}
     *
     * @param typecode its elements' type, as in CPython's {@code array}
     * @param length how many elements it has
     * @throws IllegalArgumentException if there is no such type
     */
    default Array<?> rawArray(char typecode, long length) {
        return Array.raw(typecode, length);
    }

    /**
     * {@return a pool with as many workers as this JVM may use processors}
     *
     * @throws ProcessStartException if the workers can't be started
     */
    default Pool pool() {
        return pool(cpuCount());
    }

    /**
     * {@return a pool}
     *
     * @param workers how many workers it has; at least 1
     * @throws ProcessStartException if the workers can't be started
     */
    Pool pool(int workers);

    /**
     * {@return a manager, whose server is started} It is a process in any case, also where this context has threads.
     *
     * @throws ProcessStartException if the server can't be started
     */
    default SyncManager manager() {
        return SyncManager.start();
    }
}
