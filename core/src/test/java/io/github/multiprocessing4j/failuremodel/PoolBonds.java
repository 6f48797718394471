package io.github.multiprocessing4j.failuremodel;

import io.github.multiprocessing4j.failuremodel.Bond.Caller;
import io.github.multiprocessing4j.failuremodel.Bond.Kind;
import io.github.multiprocessing4j.failuremodel.Bond.Peer;
import io.github.multiprocessing4j.function.RemoteCallable;
import io.github.multiprocessing4j.pool.Pool;
import io.github.multiprocessing4j.pool.PoolBuilder;
import io.github.multiprocessing4j.pool.ProcessPoolExecutor;
import io.github.multiprocessing4j.pool.TaskOptions;
import io.github.multiprocessing4j.process.Output;
import io.github.multiprocessing4j.testkit.Death;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The peer is a worker with a task that does not end. */
final class PoolBonds {
    /** This process's: a pool can't be sent to another. */
    private static @Nullable Pool pool;

    private static int workers = 4;

    private static @Nullable ProcessPoolExecutor executor;

    private PoolBonds() {}

    /** {@return one for each call, each with a worker of its own} */
    static List<Bond> all() {
        return List.of(
                bond(
                        Api.APPLY,
                        cue -> new Caller(
                                _ -> pool().apply(() -> task(cue)),
                                limit -> pool().apply(
                                                () -> task(cue),
                                                TaskOptions.none().softTimeout(limit)))),
                bond(
                        Api.MAP,
                        cue -> new Caller(
                                _ -> pool().map(PoolBonds::task, List.of(cue)),
                                limit -> pool().map(
                                                PoolBonds::task,
                                                List.of(cue),
                                                TaskOptions.none().softTimeout(limit)))),
                bond(
                        Api.IMAP,
                        cue -> new Caller(
                                _ -> pool().imap(PoolBonds::task, List.of(cue)).next(),
                                limit -> pool().imap(PoolBonds::task, List.of(cue))
                                        .next(limit))),
                bond(Api.RESULT, cue -> future(() -> pool().applyAsync(() -> task(cue)))),
                bond(Api.EXECUTOR, cue -> future(() -> executor().submit(() -> task(cue)))));
    }

    private static Caller future(RemoteCallable<Future<String>> begun) {
        return new Caller(_ -> begun.call().get(), limit -> begun.call().get(limit.toNanos(), TimeUnit.NANOSECONDS));
    }

    private static Bond bond(Api api, Function<Cue, Caller> caller) {
        Cue cue = Cue.create();
        return new Bond(api, Kind.TASK, new Peer(cue, () -> {}, () -> {}), caller.apply(cue), null);
    }

    private static String task(Cue cue) throws InterruptedException {
        cue.holdUntilOrdered();
        return "result";
    }

    private static synchronized Pool pool() {
        if (pool == null) {
            pool = settings().processes(workers).build();
        }
        return pool;
    }

    private static synchronized ProcessPoolExecutor executor() {
        if (executor == null) {
            executor = ProcessPoolExecutor.create(settings().processes(1));
        }
        return executor;
    }

    private static PoolBuilder settings() {
        return Pool.builder().jvmOptions(Death.SMALL_HEAP).output(Output.DISCARD);
    }

    /** Of this process's pools; those who wait for a worker wait, too. */
    static synchronized void oneWorkerEach() {
        workers = 1;
    }

    /** Starts the workers. */
    static void open() {
        pool();
        executor();
    }

    static synchronized void close() {
        if (pool != null) {
            pool.terminate();
            pool.close();
            pool = null;
        }
        if (executor != null) {
            executor.terminateWorkers();
            executor.close();
            executor = null;
        }
    }
}
