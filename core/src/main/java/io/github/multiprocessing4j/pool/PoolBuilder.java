package io.github.multiprocessing4j.pool;

import io.github.multiprocessing4j.failure.ProcessStartException;
import io.github.multiprocessing4j.failure.SerializationException;
import io.github.multiprocessing4j.failure.WorkerDiedException;
import io.github.multiprocessing4j.function.RemoteRunnable;
import io.github.multiprocessing4j.process.ChildProcessBuilder;
import io.github.multiprocessing4j.process.JvmSettings;
import io.github.multiprocessing4j.process.Output;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Builds pools of processes on this machine. Not thread-safe; can be used again for more than one.
 *
 * {@snippet :
 * var pool = Pool.builder().processes(4).initializer(() -> Model.load()).maxTasksPerChild(100).build();
 * }
 */
public final class PoolBuilder {
    private Staffing staffing = Staffing.of(Runtime.getRuntime().availableProcessors());

    private @Nullable Integer minProcesses;

    private @Nullable RemoteRunnable initializer;

    private JvmSettings jvm = JvmSettings.usual();

    private Output output = Output.INHERIT;

    private TaskOptions taskOptions = TaskOptions.none();

    PoolBuilder() {}

    /**
     * Sets the number of workers.
     *
     * @param processes how many; at least 1; by default as many as this JVM may use processors
     * @return this
     */
    public PoolBuilder processes(int processes) {
        if (processes < 1) {
            throw new IllegalArgumentException("a pool needs at least 1 process, not " + processes);
        }
        this.staffing = staffing.resized(processes);
        return this;
    }

    /**
     * Sets what every worker runs before its first task, as to fill a static field that tasks use.
     *
     * @param initializer what to run; what it throws is the cause of what callers get
     * @return this
     */
    public PoolBuilder initializer(RemoteRunnable initializer) {
        this.initializer = Objects.requireNonNull(initializer, "initializer");
        return this;
    }

    /**
     * Replaces every worker by a fresh one when it has run so many tasks, to have its memory back. A chunk counts as one
     * task, as in CPython. By default workers are not replaced.
     *
     * @param tasks how many; at least 1
     * @return this
     */
    public PoolBuilder maxTasksPerChild(int tasks) {
        if (tasks < 1) {
            throw new IllegalArgumentException("a worker must be allowed at least 1 task, not " + tasks);
        }
        this.staffing = staffing.withMaxTasks(tasks);
        return this;
    }

    /**
     * Starts workers only when there is work for them, beyond a number of them that is always there.
     *
     * @param processes how many are there from the beginning, and stay when there is nothing to do; at least 0. By default
     *     as many as {@link #processes} says
     * @return this
     */
    public PoolBuilder minProcesses(int processes) {
        if (processes < 0) {
            throw new IllegalArgumentException("a pool can't keep " + processes + " processes");
        }
        this.minProcesses = processes;
        return this;
    }

    /**
     * Has workers end that have nothing to do, down to {@link #minProcesses}. By default they stay.
     *
     * @param time how long one must have had nothing to do; more than zero
     * @return this
     */
    public PoolBuilder idleTimeout(Duration time) {
        this.staffing = staffing.withMaxIdle(positive(time));
        return this;
    }

    /**
     * Replaces every worker by a fresh one when it has been ready for so long, and has run what it had begun. By default workers are not
     * replaced.
     *
     * @param age more than zero
     * @return this
     */
    public PoolBuilder maxAgePerChild(Duration age) {
        this.staffing = staffing.withMaxAge(positive(age));
        return this;
    }

    /**
     * Replaces every worker by a fresh one that has so much memory when it has run a chunk, as where native code leaks. A worker's heap
     * counts, and never becomes smaller by itself unless its collector gives memory back. It is looked at ten times a second at most.
     * Works on Linux; has no effect elsewhere. By default workers are not replaced.
     *
     * @param bytes of resident memory, as {@code VmRSS} in {@code /proc/<pid>/status}; more than zero
     * @return this
     */
    public PoolBuilder maxMemoryPerChild(long bytes) {
        if (bytes < 1) {
            throw new IllegalArgumentException("a worker can't do with " + bytes + " bytes");
        }
        this.staffing = staffing.withMaxMemory(bytes);
        return this;
    }

    /**
     * Keeps workers ready, initialized, that do nothing until one ends whose place they take: a death costs the pool none of the time then that a
     * JVM takes to come up. They need memory like the others. By default there are none.
     *
     * @param processes how many, at least 0
     * @return this
     */
    public PoolBuilder spareProcesses(int processes) {
        if (processes < 0) {
            throw new IllegalArgumentException("a pool can't have " + processes + " spare processes");
        }
        this.staffing = staffing.withSpares(processes);
        return this;
    }

    /**
     * Has the first worker that dies end everything: all calls fail with {@link WorkerDiedException}, those under way and those to come, as CPython's
     * {@code ProcessPoolExecutor} does. A worker that is killed because its task exceeded a limit or was cancelled does not count. By default only
     * what the dead worker had begun fails.
     *
     * @return this
     */
    public PoolBuilder failFast() {
        this.staffing = staffing.failingFast();
        return this;
    }

    private static Duration positive(Duration time) {
        if (!time.isPositive()) {
            throw new IllegalArgumentException("the time must be longer than nothing: " + time);
        }
        return time;
    }

    /**
     * Gives options to the workers' JVMs, after, and so stronger than, those that they have anyway. These are what every
     * {@linkplain ChildProcessBuilder#jvmOptions(String...) child} has of its
     * parent, and
     *
     * <ul>
     *   <li>a maximum heap size by {@code -XX:MaxRAMPercentage}, so that the heaps of all workers together take at most
     *       half of the memory; not if {@code -Xmx}, {@code -XX:MaxHeapSize}, {@code -XX:MaxRAMPercentage} or
     *       {@code -XX:MaxRAM} is given here;
     *   <li>the worker's share of the processors by {@code -XX:ActiveProcessorCount}, at least one, which decides how many
     *       threads the collector, the compilers and the common pool have.
     * </ul>
     *
     * <p>This JVM's own heap size, collector, agents and debugger do not pass to the workers. An option that the JVM does
     * not know keeps the workers from coming up, so that calls fail with {@link WorkerDiedException}; what the JVM
     * has to say of that is on standard error.
     *
     * @param options as on the command line of {@code java}
     * @return this
     */
    public PoolBuilder jvmOptions(String... options) {
        return jvmOptions(List.of(options));
    }

    /**
     * Gives options to the workers' JVMs.
     *
     * @param options as on the command line of {@code java}
     * @return this
     * @see #jvmOptions(String...)
     */
    public PoolBuilder jvmOptions(List<String> options) {
        this.jvm = jvm.toBuilder().jvmOptions(options).build();
        return this;
    }

    /**
     * Says all that there is to say of the workers' JVMs, in place of what was said before. Of a pool's workers one at most is kept in {@linkplain
     * io.github.multiprocessing4j.process.StartMethod#FORKSERVER stock}, to take the place of one that ends: what is loaded ahead helps that one, and not the
     * first workers.
     *
     * @param settings {@link JvmSettings#usual()} by default
     * @return this
     */
    public PoolBuilder jvm(JvmSettings settings) {
        this.jvm = Objects.requireNonNull(settings, "settings");
        return this;
    }

    /**
     * Says where the workers' standard output and error go.
     *
     * @param output {@link Output#INHERIT} by default
     * @return this
     */
    public PoolBuilder output(Output output) {
        this.output = Objects.requireNonNull(output, "output");
        return this;
    }

    /**
     * Sets limits, retries and so on for all calls that are given no options of their own.
     *
     * @param options {@link TaskOptions#none()} by default
     * @return this
     */
    public PoolBuilder taskOptions(TaskOptions options) {
        this.taskOptions = Objects.requireNonNull(options, "options");
        return this;
    }

    /**
     * Creates the pool and starts its workers, without waiting until they have come up.
     *
     * @return the pool
     * @throws SerializationException if the initializer can't be sent
     * @throws ProcessStartException if the operating system refuses
     * @throws IllegalStateException if this process may not have children
     */
    public Pool build() {
        Staffing numbers =
                minProcesses == null ? staffing : staffing.withFewest(Math.min(minProcesses, staffing.most()));
        WorkerSettings settings = WorkerSettings.of(numbers.most(), initializer, jvm.jvmOptions());
        JvmSettings workers = jvm.toBuilder()
                .jvmOptions(settings.jvmOptions())
                .stock(Math.min(1, jvm.stock()))
                .build();
        WorkerLauncher launcher = new ChildProcessLauncher(workers, output);
        return new Pool(LocalBackend.start(numbers, settings, launcher), taskOptions);
    }
}
