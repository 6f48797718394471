package io.github.multiprocessing4j.pool;

import io.github.multiprocessing4j.failure.ExitStatus;
import io.github.multiprocessing4j.process.ChildProcess;
import io.github.multiprocessing4j.process.JvmSettings;
import io.github.multiprocessing4j.process.Output;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/**
 * Starts the workers as daemon children of this process.
 *
 * @param jvm their JVMs
 * @param output where what they print goes
 */
record ChildProcessLauncher(JvmSettings jvm, Output output) implements WorkerLauncher {
    private static final AtomicLong COUNTER = new AtomicLong();

    @Override
    public WorkerProcess launch(WorkerMain main) {
        ChildProcess process = ChildProcess.builder()
                .name("PoolWorker-" + COUNTER.incrementAndGet())
                .daemon(true)
                .ownGroup(true) // one press of Ctrl-C ends the pool's process, which ends its workers
                .jvm(jvm)
                .output(output)
                .start(main);
        return new Child(new WorkerId(process.name(), process.pid()), process);
    }

    private record Child(WorkerId id, ChildProcess process) implements WorkerProcess {
        @Override
        public CompletableFuture<ExitStatus> onExit() {
            return process.onExit();
        }

        @Override
        public void terminate() {
            process.terminate();
        }

        @Override
        public void kill() {
            process.kill();
        }

        /** Afterwards nobody could tell any more who its children were. */
        @Override
        public void killTree() {
            List<ProcessHandle> descendants = ProcessHandle.of(process.pid())
                    .map(ProcessHandle::descendants)
                    .orElseGet(Stream::empty)
                    .toList();
            process.kill();
            descendants.forEach(ProcessHandle::destroyForcibly);
        }

        @Override
        public Optional<String> crashReport() {
            return process.crashReport();
        }
    }
}
