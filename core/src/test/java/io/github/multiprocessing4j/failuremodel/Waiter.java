package io.github.multiprocessing4j.failuremodel;

import static io.github.multiprocessing4j.testkit.Together.awaitTrue;

import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A thread that waits. */
final class Waiter {
    private static final long MOST_SECONDS = 20;

    private final FutureTask<Outcome> outcome;

    private final Thread thread;

    private volatile long begun;

    Waiter(String name, Callable<@Nullable Object> call) {
        outcome = new FutureTask<>(() -> {
            begun = System.nanoTime();
            return Outcome.of(call);
        });
        thread = Thread.ofPlatform().daemon().name("failure-model-" + name).start(outcome);
    }

    /** Waits until it sleeps, or has not had to. */
    Waiter awaitAsleep() {
        awaitTrue(() -> isAsleep() || outcome.isDone());
        return this;
    }

    private boolean isAsleep() {
        return switch (thread.getState()) {
            case WAITING, TIMED_WAITING -> true;
            case RUNNABLE -> isInSystemCall();
            default -> false;
        };
    }

    private boolean isInSystemCall() {
        StackTraceElement[] stack = thread.getStackTrace();
        for (StackTraceElement frame : stack) {
            if (frame.getClassName().endsWith(".os.Futex")) {
                return true;
            }
        }
        return stack.length > 0
                && stack[0].isNativeMethod()
                && stack[0].getClassName().startsWith("sun.nio.ch.");
    }

    boolean isDone() {
        return outcome.isDone();
    }

    /** {@return when it began to wait, once it has an outcome} */
    long begun() {
        return begun;
    }

    void interrupt() {
        thread.interrupt();
    }

    Outcome outcome() throws Exception {
        try {
            return outcome.get(MOST_SECONDS, TimeUnit.SECONDS);
        } catch (java.util.concurrent.TimeoutException e) {
            AssertionError hangs = new AssertionError(thread.getName() + " hangs");
            hangs.setStackTrace(thread.getStackTrace());
            throw hangs;
        }
    }
}
