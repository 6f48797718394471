package io.github.multiprocessing4j.testkit;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Work that a task is to have: it takes its time, and heeds interrupts. Nobody waits for anything by it. */
public final class Work {
    private Work() {}

    /** Takes so long. */
    public static void millis(long time) throws InterruptedException {
        boolean _ = new CountDownLatch(1).await(time, TimeUnit.MILLISECONDS);
    }

    /** Takes so long. */
    public static void nanos(long time) throws InterruptedException {
        boolean _ = new CountDownLatch(1).await(time, TimeUnit.NANOSECONDS);
    }

    /** Has no end. {@return nothing} */
    public static int endless() throws InterruptedException {
        new CountDownLatch(1).await();
        return 0;
    }
}
