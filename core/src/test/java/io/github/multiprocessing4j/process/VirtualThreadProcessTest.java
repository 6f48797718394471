package io.github.multiprocessing4j.process;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.multiprocessing4j.Context;
import io.github.multiprocessing4j.testkit.OverThreads;
import java.util.List;
import java.util.concurrent.ThreadFactory;
import org.junit.jupiter.api.Test;

/** The same with virtual threads. */
@OverThreads
class VirtualThreadProcessTest extends ThreadProcessTest {
    @Override
    Context context() {
        return Context.virtualThreads();
    }

    @Override
    ThreadFactory handled(Thread.UncaughtExceptionHandler handler) {
        return Thread.ofVirtual().uncaughtExceptionHandler(handler).factory();
    }

    /** Whatever was said. */
    @Test
    @Override
    void keepsTheJvmAliveUnlessItIsADaemon() {
        assertEquals(List.of(true, true), List.of(isDaemonThread(false), isDaemonThread(true)));
    }
}
