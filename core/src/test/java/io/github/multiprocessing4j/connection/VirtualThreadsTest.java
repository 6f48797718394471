package io.github.multiprocessing4j.connection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.multiprocessing4j.process.ChildProcess;
import io.github.multiprocessing4j.testkit.Together;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A thousand virtual threads on two carriers, each blocked in a pipe of its own. */
@Timeout(60)
class VirtualThreadsTest {
    private static final int THREADS = 1_000;

    private static void echoInThreads() throws Exception {
        List<Pipe> pipes = new ArrayList<>();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            Pipe pipe = Pipe.builder().capacity(4096).create();
            pipes.add(pipe);
            threads.add(Thread.startVirtualThread(() -> echo(pipe.second())));
        }
        for (int round = 0; round < 2; round++) {
            for (Pipe pipe : pipes.reversed()) {
                pipe.first().send(round);
            }
            for (Pipe pipe : pipes) {
                assertEquals(round, pipe.first().recv());
            }
        }
        for (Pipe pipe : pipes) {
            pipe.first().send("end");
        }
        for (Thread thread : threads) {
            assertTrue(thread.join(Duration.ofSeconds(20)), "does not end");
        }
        pipes.forEach(Pipe::close);
    }

    private static void echo(Connection end) {
        try {
            Object came = end.recv();
            while (!"end".equals(came)) {
                end.send(came);
                came = end.recv();
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void allMakeProgress() {
        ChildProcess child = ChildProcess.builder()
                .jvmOptions("-Djdk.virtualThreadScheduler.parallelism=2", "-Djdk.virtualThreadScheduler.maxPoolSize=2")
                .start(VirtualThreadsTest::echoInThreads);
        Together.endsWell(child);
    }
}
