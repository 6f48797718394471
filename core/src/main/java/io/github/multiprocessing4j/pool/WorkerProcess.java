package io.github.multiprocessing4j.pool;

import io.github.multiprocessing4j.failure.ExitStatus;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** What a pool needs of a process. */
interface WorkerProcess {
    WorkerId id();

    /** Completed when the operating system has declared it dead. */
    CompletableFuture<ExitStatus> onExit();

    void terminate();

    void kill();

    /** Kills it and all that it has started, as far as the system still knows that. */
    void killTree();

    /** What its JVM wrote down as it crashed, if it did. */
    Optional<String> crashReport();
}
