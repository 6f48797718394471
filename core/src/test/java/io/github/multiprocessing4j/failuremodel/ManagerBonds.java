package io.github.multiprocessing4j.failuremodel;

import io.github.multiprocessing4j.failuremodel.Bond.Caller;
import io.github.multiprocessing4j.failuremodel.Bond.Kind;
import io.github.multiprocessing4j.failuremodel.Bond.Peer;
import io.github.multiprocessing4j.function.RemoteRunnable;
import io.github.multiprocessing4j.manager.BaseProxy;
import io.github.multiprocessing4j.manager.LockProxy;
import io.github.multiprocessing4j.manager.ManagedType;
import io.github.multiprocessing4j.manager.ManagerBuilder;
import io.github.multiprocessing4j.manager.QueueProxy;
import io.github.multiprocessing4j.manager.SyncManager;
import io.github.multiprocessing4j.process.JvmSettings;
import io.github.multiprocessing4j.testkit.Death;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The peer is the server. */
final class ManagerBonds {
    /** Where a call takes as long as a peer is ordered to. */
    public interface Desk {
        String sit(Cue cue) throws InterruptedException;
    }

    /** It is in the server. */
    public static final class DeskObject {
        public String sit(Cue cue) throws InterruptedException {
            cue.holdUntilOrdered();
            return "stood up";
        }
    }

    private static final ManagedType<Desk> DESK =
            ManagedType.of("desk", Desk.class).factory(DeskObject::new);

    /** This process's. */
    private static @Nullable SyncManager manager;

    private ManagerBonds() {}

    static ManagerBuilder<SyncManager> settings() {
        return SyncManager.syncBuilder()
                .jvm(JvmSettings.usual().toBuilder()
                        .jvmOptions(Death.SMALL_HEAP)
                        .build())
                .register(DESK);
    }

    static List<Bond> all(SyncManager started) {
        manager = started;
        return List.of(proxy(started), queue(started), lock(started));
    }

    private static Bond proxy(SyncManager started) {
        Cue cue = Cue.create();
        Desk desk = started.create(DESK);
        Desk limited = BaseProxy.withTimeout(desk, Rounds.LIMIT);
        return new Bond(
                Api.PROXY,
                Kind.REQUEST,
                new Peer(cue, () -> {}, () -> {}),
                new Caller(_ -> desk.sit(cue), _ -> limited.sit(cue)),
                null,
                BaseProxy.of(desk),
                BaseProxy.of(limited));
    }

    private static Bond queue(SyncManager started) {
        QueueProxy<String> queue = started.queue();
        QueueProxy<String> limited = BaseProxy.withTimeout(queue, Rounds.LIMIT);
        return anyhow(
                Api.MANAGER_QUEUE,
                started,
                new Caller(_ -> queue.take(), _ -> limited.take(), mishap -> isIn("take()", mishap)),
                () -> queue.put("element"),
                queue,
                limited);
    }

    /** This process has it, which knows no owners but threads. */
    private static Bond lock(SyncManager started) {
        LockProxy lock = started.lock();
        LockProxy limited = BaseProxy.withTimeout(lock, Rounds.LIMIT);
        lock.lock();
        return anyhow(
                Api.MANAGER_LOCK,
                started,
                new Caller(
                        _ -> {
                            lock.lockInterruptibly();
                            return "acquired";
                        },
                        _ -> {
                            limited.lockInterruptibly();
                            return "acquired";
                        },
                        mishap -> isIn("lockInterruptibly()", mishap)),
                lock::unlock,
                lock,
                limited);
    }

    /** Whether the server executes a call; the caller may be asleep before that, as a connection is opened for it. One that is stopped can't say. */
    private static boolean isIn(String call, Mishap mishap) {
        return mishap == Mishap.STOPPED
                || Objects.requireNonNull(manager).debugInfo().contains("executing " + call);
    }

    private static Bond anyhow(
            Api api, SyncManager started, Caller caller, RemoteRunnable relief, AutoCloseable... resources) {
        Cue cue = Cue.create();
        cue.process().set(started.process().orElseThrow().pid());
        return new Bond(api, Kind.ANYHOW, new Peer(cue, () -> {}, () -> {}), caller, relief, resources);
    }
}
