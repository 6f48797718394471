package io.github.multiprocessing4j.pool;

import io.github.multiprocessing4j.failure.WorkerDiedException;
import io.github.multiprocessing4j.process.ChildProcess;
import io.github.multiprocessing4j.sync.Lock;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;

/** A program that uses processes where SIGCHLD is ignored, which it does by itself when it is told to. */
final class UntoldEnds {
    private static final int SIGCHLD = 17;

    private UntoldEnds() {}

    /** Prints how things go. */
    public static void main(String[] args) throws Throwable {
        try (Lock lock = Lock.create()) {
            System.out.println("lock " + lock.tryLock());
        }
        if (args.length > 0) {
            ignoreEnds();
        }
        ChildProcess child = ChildProcess.start(() -> System.exit(7));
        child.join();
        System.out.println("child " + child.exitCode() + " " + child.exitStatus() + " " + child.isAlive());
        try (Pool pool = Pool.create(1)) {
            System.out.println("pool " + pool.map(n -> n + 1, List.of(1, 2)));
            try {
                pool.apply(() -> {
                    Runtime.getRuntime().halt(3);
                    return 0;
                });
            } catch (WorkerDiedException e) {
                System.out.println("died " + e.exitStatus());
            }
            System.out.println("pool " + pool.map(n -> n + 1, List.of(3)));
        }
    }

    @SuppressWarnings("restricted")
    private static void ignoreEnds() throws Throwable {
        Linker linker = Linker.nativeLinker();
        var _ = (MemorySegment) linker.downcallHandle(
                        linker.defaultLookup().find("signal").orElseThrow(),
                        FunctionDescriptor.of(ValueLayout.ADDRESS, ValueLayout.JAVA_INT, ValueLayout.ADDRESS))
                .invokeExact(SIGCHLD, MemorySegment.ofAddress(1));
    }
}
