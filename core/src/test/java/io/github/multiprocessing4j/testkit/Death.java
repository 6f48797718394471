package io.github.multiprocessing4j.testkit;

import io.github.multiprocessing4j.failure.ExitStatus;
import io.github.multiprocessing4j.failure.ExitStatus.Exited;
import io.github.multiprocessing4j.failure.ExitStatus.Signaled;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** The ways in which a process can meet its end, and what is to be seen of each from outside. */
public enum Death {
    EXCEPTION(new Exited(1)),
    EXIT(new Exited(7)),
    HALT(new Exited(137)), // looks like SIGKILL to who does not look closely
    SIGKILL(new Signaled(9)),
    SIGSEGV(new Signaled(11)),
    OUT_OF_MEMORY(new Exited(3, true));

    /** JVM options under which memory is soon exhausted. */
    public static final List<String> SMALL_HEAP = ShortLived.and("-Xmx32m", "-XX:+UseSerialGC");

    private final ExitStatus exitStatus;

    Death(ExitStatus exitStatus) {
        this.exitStatus = exitStatus;
    }

    /** {@return how a child that dies this way while it runs its target is seen to have ended} */
    public ExitStatus exitStatus() {
        return exitStatus;
    }

    /** Lets the calling process meet its end. Does not return. */
    public void now() {
        switch (this) {
            case EXCEPTION -> throw new IllegalStateException("death by exception");
            case EXIT -> System.exit(((Exited) exitStatus).exitCode());
            case HALT -> Runtime.getRuntime().halt(((Exited) exitStatus).exitCode());
            case SIGKILL -> killMyself("-9");
            case SIGSEGV -> readWhereNothingIs();
            case OUT_OF_MEMORY -> exhaustMemory();
        }
        throw new AssertionError("survived " + this);
    }

    private static void killMyself(String signal) {
        try {
            new ProcessBuilder(
                            "kill",
                            signal,
                            String.valueOf(ProcessHandle.current().pid()))
                    .start();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        while (true) {
            LockSupport.park();
        }
    }

    @SuppressWarnings("restricted")
    private static void readWhereNothingIs() {
        long unmapped = 1L << 40;
        MemorySegment.ofAddress(unmapped).reinterpret(Long.BYTES).get(ValueLayout.JAVA_LONG, 0);
    }

    private static void exhaustMemory() {
        List<byte[]> hoard = new ArrayList<>();
        while (true) {
            hoard.add(new byte[1 << 20]);
        }
    }
}
