package io.github.multiprocessing4j.failuremodel;

import static io.github.multiprocessing4j.testkit.Together.awaitTrue;

import io.github.multiprocessing4j.failuremodel.Bond.Kind;
import io.github.multiprocessing4j.failuremodel.Bond.Peer;
import io.github.multiprocessing4j.manager.SyncManager;
import io.github.multiprocessing4j.process.ChildProcess;
import io.github.multiprocessing4j.process.Output;
import io.github.multiprocessing4j.testkit.Death;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/** Bonds whose peers are there, and whatever else keeps them going. */
@SuppressWarnings("try") // nobody interrupts who closes it
final class Scene implements AutoCloseable {
    /** How one comes about. */
    interface Setting {
        Scene open() throws Exception;
    }

    private final List<Bond> bonds;

    private final AutoCloseable end;

    /** Those whose peers hold what their callers want. */
    private final Set<Api> held = EnumSet.noneOf(Api.class);

    private Scene(List<Bond> bonds, AutoCloseable end) {
        this.bonds = bonds;
        this.end = end;
    }

    /** {@return one child that is the peer of all that has two equal sides} */
    static Scene shared() throws Exception {
        List<Bond> bonds = new ArrayList<>(SyncBonds.all());
        bonds.addAll(MeetingBonds.all());
        bonds.addAll(QueueBonds.all());
        bonds.addAll(ConnectionBonds.all());
        bonds.addAll(MemoryBonds.all());
        ChildProcess child = peerOf(bonds);
        return new Scene(bonds, () -> end(child));
    }

    /** {@return one child whose end is waited for} */
    static Scene child() {
        List<Bond> bonds = ChildBonds.all();
        ChildProcess child = peerOf(bonds);
        ChildBonds.childIs(child);
        return new Scene(bonds, () -> {
            ChildBonds.childIs(null);
            end(child);
        });
    }

    private static ChildProcess peerOf(List<Bond> bonds) {
        List<Peer> peers = bonds.stream().map(Bond::peer).toList();
        return ChildProcess.builder()
                .jvmOptions(Death.SMALL_HEAP)
                .output(Output.DISCARD)
                .start(() -> Peers.live(peers));
    }

    private static void end(ChildProcess child) {
        child.kill();
        child.join();
    }

    /** {@return workers} */
    static Scene pool() {
        PoolBonds.open();
        return new Scene(PoolBonds.all(), PoolBonds::close);
    }

    /** {@return a manager's server} */
    static Scene manager() {
        SyncManager manager = ManagerBonds.settings().start();
        return new Scene(ManagerBonds.all(manager), manager);
    }

    /** {@return whether the peers do not end when a call in them runs out of memory} */
    boolean livesOnWithoutMemory() {
        return bonds.stream().anyMatch(bond -> bond.kind() == Kind.REQUEST);
    }

    /** {@return those to which something happens} */
    List<Bond> bonds(Mishap mishap) {
        return bonds.stream()
                .filter(bond -> Cells.all().containsKey(Cells.key(bond.api(), mishap)))
                .toList();
    }

    /** {@return the processes of the peers to which something happens} */
    Set<Long> peers(Mishap mishap) {
        Set<Long> peers = bonds(mishap).stream().map(bond -> bond.cue().pid()).collect(Collectors.toSet());
        if (peers.contains(0L)) {
            throw new IllegalStateException("a peer has not told who it is"); // and to kill 0 is to kill oneself
        }
        return peers;
    }

    /** Has the peer hold what the caller is going to wait for, unless it does. */
    void hold(Bond bond) throws InterruptedException {
        if (bond.kind() == Kind.STANDING && held.add(bond.api())) {
            bond.cue().order(Order.HOLD);
            bond.cue().ready().acquire();
        }
    }

    /** Has the peer let go. */
    void letGo(Bond bond) {
        if (bond.kind() == Kind.ANYHOW) {
            Thread.ofVirtual()
                    .start(() -> Outcome.of(() -> {
                        Objects.requireNonNull(bond.relief()).run();
                        return null;
                    }));
        } else {
            held.remove(bond.api());
            bond.cue().order(Order.LET_GO);
        }
    }

    /** {@return who waits now for what the peer has} */
    Waiter waiting(Bond bond, Mishap mishap) throws InterruptedException {
        if (bond.isForOneCall()) {
            bond.cue().clear();
        }
        Waiter waiter =
                new Waiter(bond.api().toString(), () -> bond.caller().call().apply(mishap));
        if (bond.isForOneCall()) {
            bond.cue().ready().acquire();
        }
        waiter.awaitAsleep();
        awaitTrue(() -> bond.caller().arranged().before(mishap) || waiter.isDone());
        return waiter;
    }

    @Override
    public void close() throws Exception {
        for (Bond bond : bonds) {
            bond.close();
        }
        end.close();
    }
}
