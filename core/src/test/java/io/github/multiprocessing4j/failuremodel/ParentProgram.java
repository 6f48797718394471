package io.github.multiprocessing4j.failuremodel;

import io.github.multiprocessing4j.failuremodel.Bond.Caller;
import io.github.multiprocessing4j.failuremodel.Bond.Kind;
import io.github.multiprocessing4j.failuremodel.Bond.Peer;
import io.github.multiprocessing4j.manager.SyncManager;
import io.github.multiprocessing4j.memory.ShareableList;
import io.github.multiprocessing4j.memory.SharedMemory;
import io.github.multiprocessing4j.sync.Semaphore;
import io.github.multiprocessing4j.testkit.ShortLived;
import io.github.multiprocessing4j.testkit.Work;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A program with a child that waits in all calls at the same time, most of which its parent is to end. */
final class ParentProgram {
    private ParentProgram() {}

    public static void main(String[] args) throws Exception {
        SyncManager manager = ManagerBonds.settings().start();
        List<Bond> bonds = new ArrayList<>(SyncBonds.all());
        bonds.addAll(MeetingBonds.all());
        bonds.addAll(QueueBonds.all());
        bonds.addAll(ConnectionBonds.all());
        bonds.addAll(ChildBonds.all());
        bonds.addAll(PoolBonds.all());
        bonds.addAll(ManagerBonds.all(manager));
        List<Peer> peers = bonds.stream()
                .filter(bond -> bond.kind() == Kind.STANDING)
                .map(Bond::peer)
                .toList();
        Thread.ofPlatform()
                .daemon()
                .start(() -> Outcome.of(() -> {
                    Peers.live(peers);
                    return null;
                }));
        for (Peer peer : peers) {
            peer.cue().order(Order.HOLD);
            peer.cue().ready().acquire();
        }
        Map<Api, Caller> callers = new LinkedHashMap<>();
        bonds.forEach(bond -> callers.put(bond.api(), bond.caller()));
        Semaphore asleep = Semaphore.create(0);
        ShortLived.child().start(() -> waitEverywhere(callers, asleep));
        asleep.acquire();
        System.out.println("names " + SharedMemory.create(1).name() + " "
                + ShareableList.create(List.of(1)).name());
        Thread.currentThread().join();
    }

    private static void waitEverywhere(Map<Api, Caller> callers, Semaphore asleep) throws InterruptedException {
        PoolBonds.oneWorkerEach();
        List<Waiter> waiters = new ArrayList<>();
        waiters.add(new Waiter(
                "MANAGER_START",
                () -> SyncManager.syncBuilder()
                        .jvm(ShortLived.JVM)
                        .initializer(() -> Work.endless())
                        .start()));
        callers.forEach((api, caller) ->
                waiters.add(new Waiter(api.toString(), () -> caller.call().apply(Mishap.PARENT_KILLED))));
        waiters.forEach(Waiter::awaitAsleep);
        if (waiters.stream().anyMatch(Waiter::isDone)) {
            throw new AssertionError("somebody did not wait");
        }
        asleep.release();
        Thread.currentThread().join();
    }
}
