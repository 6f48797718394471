package io.github.multiprocessing4j.pool;

import io.github.multiprocessing4j.failure.ProcessStartException;

/** Starts the processes of a pool. */
interface WorkerLauncher {
    /**
     * Starts a process, without waiting until it has come up.
     *
     * @param main what it is to run
     * @throws ProcessStartException if the operating system refuses
     */
    WorkerProcess launch(WorkerMain main);
}
