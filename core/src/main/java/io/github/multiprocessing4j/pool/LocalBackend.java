package io.github.multiprocessing4j.pool;

import io.github.multiprocessing4j.os.JvmShutdown;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/*
 * Each worker has its own channel and claim page and nothing is shared between workers, so that the death of one, at whatever
 * instruction, can't hurt another. The pool decides who runs what (Allotment); it learns of a death from the operating
 * system (Worker), reads from the claim page what the dead one had begun (Death), and fills the seat again (Crew).
 */
/** Runs chunks in JVMs on this machine. */
record LocalBackend(Dispatcher dispatcher) implements PoolBackend {
    static LocalBackend start(Staffing staffing, WorkerSettings settings, WorkerLauncher launcher) {
        Dispatcher dispatcher = new Dispatcher(staffing, launcher, settings);
        dispatcher.start();
        return new LocalBackend(dispatcher);
    }

    @Override
    public int workers() {
        return dispatcher.workers();
    }

    @Override
    public void resize(int workers) {
        dispatcher.resize(workers);
    }

    @Override
    public Preparation prepare(Task task, TaskOptions options) {
        if (JvmShutdown.isPastChildren()) {
            throw new PoolClosedException(
                    "the pool takes no new work: this process is ending, and its workers with it");
        }
        return EncodedCode.of(task, options);
    }

    @Override
    public void submit(List<? extends Chunk> chunks) {
        List<EncodedChunk> own = new ArrayList<>(chunks.size());
        for (Chunk chunk : chunks) {
            own.add((EncodedChunk) chunk);
        }
        dispatcher.submit(own);
    }

    @Override
    public boolean withdraw(Chunk chunk) {
        return dispatcher.withdraw((EncodedChunk) chunk);
    }

    @Override
    public void interrupt(Chunk chunk) {
        dispatcher.interrupt((EncodedChunk) chunk);
    }

    @Override
    public void stop() {
        dispatcher.stop();
    }

    @Override
    public void terminate() {
        dispatcher.terminate(Worker::terminate);
    }

    @Override
    public void kill() {
        dispatcher.terminate(Worker::kill);
    }

    @Override
    public boolean awaitTermination(Duration timeout) throws InterruptedException {
        return dispatcher.awaitTermination(TimeUnit.NANOSECONDS.convert(timeout));
    }

    @Override
    public Load load() {
        return dispatcher.load();
    }

    @Override
    public PoolStats stats() {
        return dispatcher.stats();
    }
}
