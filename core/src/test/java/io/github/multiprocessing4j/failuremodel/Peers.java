package io.github.multiprocessing4j.failuremodel;

import io.github.multiprocessing4j.failuremodel.Bond.Peer;
import io.github.multiprocessing4j.testkit.Death;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/** One process that is the peer of many callers. */
final class Peers {
    private Peers() {}

    /** Has a thread for each of them, which does as it is ordered; ends with what the first one throws. */
    static void live(List<Peer> peers) throws Exception {
        BlockingQueue<Throwable> failures = new LinkedBlockingQueue<>();
        for (Peer peer : peers) {
            Thread.ofPlatform().daemon().start(() -> {
                try {
                    obey(peer);
                } catch (Throwable e) {
                    failures.add(e);
                }
            });
        }
        Throwable first = failures.take();
        if (first instanceof Error e) {
            throw e;
        }
        throw (Exception) first;
    }

    private static void obey(Peer peer) throws Exception {
        Cue cue = peer.cue();
        cue.process().set(ProcessHandle.current().pid());
        while (true) {
            switch (cue.orders().take()) {
                case HOLD -> {
                    peer.hold().run();
                    cue.ready().release();
                }
                case LET_GO -> peer.letGo().run();
                case RUN_OUT_OF_MEMORY -> Death.OUT_OF_MEMORY.now();
            }
        }
    }
}
