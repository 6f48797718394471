package io.github.multiprocessing4j;

import io.github.multiprocessing4j.connection.AuthKey;
import io.github.multiprocessing4j.connection.Pipe;
import io.github.multiprocessing4j.connection.PipeBuilder;
import io.github.multiprocessing4j.manager.SyncManager;
import io.github.multiprocessing4j.pool.Pool;
import io.github.multiprocessing4j.process.ChildProcess;
import io.github.multiprocessing4j.process.ChildProcessBuilder;
import io.github.multiprocessing4j.process.JvmSettings;
import io.github.multiprocessing4j.queue.JoinableQueue;
import io.github.multiprocessing4j.queue.Queue;
import io.github.multiprocessing4j.queue.SimpleQueue;
import java.io.Serial;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Processes are operating-system processes. */
record ProcessContext(JvmSettings jvm, @Nullable AuthKey authKey) implements Context {
    @Serial
    private static final long serialVersionUID = 1L;

    @Override
    public ChildProcessBuilder processBuilder() {
        ChildProcessBuilder builder = ChildProcess.builder().jvm(jvm);
        return authKey == null ? builder : builder.authKey(authKey);
    }

    @Override
    public List<ChildProcess> activeChildren() {
        return ChildProcess.active().stream().filter(child -> !child.isThread()).toList();
    }

    @Override
    public <E> Queue<E> queue(int capacity) {
        return Queue.create(capacity);
    }

    @Override
    public <E extends @Nullable Object> SimpleQueue<E> simpleQueue() {
        return SimpleQueue.create();
    }

    @Override
    public <E> JoinableQueue<E> joinableQueue(int capacity) {
        return JoinableQueue.create(capacity);
    }

    @Override
    public PipeBuilder pipeBuilder() {
        return Pipe.builder();
    }

    @Override
    public Pool pool(int workers) {
        return Pool.builder().processes(workers).jvm(jvm).build();
    }

    @Override
    public SyncManager manager() {
        return SyncManager.syncBuilder().jvm(jvm).start();
    }

    @Override
    public String toString() {
        return jvm.equals(JvmSettings.usual()) ? "Context[processes]" : "Context[" + jvm + "]";
    }
}
