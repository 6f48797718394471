package io.github.multiprocessing4j.benchmarks;

import io.github.multiprocessing4j.connection.Connection;
import io.github.multiprocessing4j.connection.Pipe;
import io.github.multiprocessing4j.process.ChildProcess;
import java.io.IOException;
import java.io.Serializable;
import java.time.Duration;
import java.util.List;

/** Two processes, each on a processor of its own: this one and a child that acknowledges what it has done. */
final class Pair implements AutoCloseable {
    private static final byte[] ACKNOWLEDGEMENT = new byte[1];

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Pipe acknowledgements = Pipe.oneWay();

    private final Pinning pinning;

    private final ChildProcess child;

    /** What the child does. */
    interface Task extends Serializable {
        void run(Connection acknowledgements) throws Exception;
    }

    Pair(Pinning pinning, List<String> jvmOptions, Task task) {
        this.pinning = pinning;
        Connection acknowledge = acknowledgements.second();
        child = ChildProcess.builder().jvmOptions(jvmOptions).start(() -> {
            pinning.toSecond();
            task.run(acknowledge);
        });
    }

    /** Waits until the child is ready, before anything else. */
    void awaitReadiness() throws IOException, InterruptedException {
        awaitAcknowledgement();
        pinning.toFirst(); // only now: the child would have been started on it, as a JVM for one processor
    }

    /** Tells the other process that the child is ready, or has done something. */
    static void acknowledge(Connection acknowledgements) throws IOException {
        acknowledgements.sendBytes(ACKNOWLEDGEMENT);
    }

    /** Waits until the child has acknowledged something. */
    void awaitAcknowledgement() throws IOException {
        var _ = acknowledgements.first().recvBytes();
    }

    /** Waits for the child's end, which is near unless something has failed. */
    @Override
    public void close() {
        if (!child.join(PATIENCE)) {
            child.kill();
            child.join();
        }
        acknowledgements.close();
        child.close();
    }
}
