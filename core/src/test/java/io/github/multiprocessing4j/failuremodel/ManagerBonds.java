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

    private ManagerBonds() {}

    static ManagerBuilder<SyncManager> settings() {
        return SyncManager.syncBuilder()
                .jvm(JvmSettings.usual().toBuilder()
                        .jvmOptions(Death.SMALL_HEAP)
                        .build())
                .register(DESK);
    }

    static List<Bond> all(SyncManager manager) {
        return List.of(proxy(manager), queue(manager), lock(manager));
    }

    private static Bond proxy(SyncManager manager) {
        Cue cue = Cue.create();
        Desk desk = manager.create(DESK);
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

    private static Bond queue(SyncManager manager) {
        QueueProxy<String> queue = manager.queue();
        QueueProxy<String> limited = BaseProxy.withTimeout(queue, Rounds.LIMIT);
        return anyhow(
                Api.MANAGER_QUEUE,
                manager,
                new Caller(_ -> queue.take(), _ -> limited.take()),
                () -> queue.put("element"),
                queue,
                limited);
    }

    /** This process has it, which knows no owners but threads. */
    private static Bond lock(SyncManager manager) {
        LockProxy lock = manager.lock();
        LockProxy limited = BaseProxy.withTimeout(lock, Rounds.LIMIT);
        lock.lock();
        return anyhow(
                Api.MANAGER_LOCK,
                manager,
                new Caller(
                        _ -> {
                            lock.lockInterruptibly();
                            return "acquired";
                        },
                        _ -> {
                            limited.lockInterruptibly();
                            return "acquired";
                        }),
                lock::unlock,
                lock,
                limited);
    }

    private static Bond anyhow(
            Api api, SyncManager manager, Caller caller, RemoteRunnable relief, AutoCloseable... resources) {
        Cue cue = Cue.create();
        cue.process().set(manager.process().orElseThrow().pid());
        return new Bond(api, Kind.ANYHOW, new Peer(cue, () -> {}, () -> {}), caller, relief, resources);
    }
}
