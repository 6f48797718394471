package io.github.multiprocessing4j.pool;

import io.github.multiprocessing4j.failure.ProcessStartException;
import io.github.multiprocessing4j.failure.SerializationException;
import io.github.multiprocessing4j.failure.WorkerDiedException;
import io.github.multiprocessing4j.function.RemoteRunnable;
import io.github.multiprocessing4j.process.ChildProcessBuilder;
import io.github.multiprocessing4j.process.Output;
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
    private int processes = Runtime.getRuntime().availableProcessors();

    private @Nullable RemoteRunnable initializer;

    private int maxTasksPerChild = WorkerSettings.UNLIMITED;

    private List<String> jvmOptions = List.of();

    private Output output = Output.INHERIT;

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
        this.processes = processes;
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
        this.maxTasksPerChild = tasks;
        return this;
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
        this.jvmOptions = List.copyOf(options);
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
     * Creates the pool and starts its workers, without waiting until they have come up.
     *
     * @return the pool
     * @throws SerializationException if the initializer can't be sent
     * @throws ProcessStartException if the operating system refuses
     * @throws IllegalStateException if this process may not have children
     */
    public Pool build() {
        WorkerSettings settings = WorkerSettings.of(processes, initializer, maxTasksPerChild, jvmOptions);
        WorkerLauncher launcher = new ChildProcessLauncher(settings.jvmOptions(), output);
        return new Pool(LocalBackend.start(processes, settings, launcher));
    }
}
