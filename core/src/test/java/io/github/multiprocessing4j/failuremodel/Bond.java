package io.github.multiprocessing4j.failuremodel;

import io.github.multiprocessing4j.function.RemoteFunction;
import io.github.multiprocessing4j.function.RemoteRunnable;
import java.io.Serializable;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * One object, and two processes: a peer that has what a caller waits for. Each side can be sent to its process by itself.
 *
 * @param api what the caller is in
 * @param kind how the peer comes to have it
 * @param peer the one side
 * @param caller the other side
 * @param relief gives the caller what it waits for in the place of a peer that is dead; null where there is nothing to wait for then
 * @param resources what both use
 */
@SuppressWarnings("try") // nobody interrupts who closes it
record Bond(
        Api api,
        Kind kind,
        Peer peer,
        Caller caller,
        @Nullable RemoteRunnable relief,
        AutoCloseable... resources) implements AutoCloseable {
    enum Kind {
        /** It gets hold of it when it is told, and has it until it is told to let go. */
        STANDING,
        /** It has it for one task, which goes on if the caller gives up. */
        TASK,
        /** It has it for one request, which ends if the caller gives up. */
        REQUEST,
        /** It has it anyhow; the relief has it let go. */
        ANYHOW
    }

    /**
     * What the peer does.
     *
     * @param cue on which it acts
     * @param hold gets hold of what the caller wants
     * @param letGo gives it to the caller
     */
    record Peer(Cue cue, RemoteRunnable hold, RemoteRunnable letGo) implements Serializable {}

    /**
     * What the caller does.
     *
     * @param call waits for as long as it takes
     * @param limited waits for so long at most; null if there is no such call
     * @param arranged whether all is such that the mishap may happen, besides that the caller sleeps
     */
    record Caller(Call call, @Nullable LimitedCall limited, Arranged arranged) implements Serializable {
        Caller(Call call, @Nullable LimitedCall limited) {
            this(call, limited, _ -> true);
        }
    }

    /** Waits for as long as it takes, for a mishap. */
    interface Call extends RemoteFunction<Mishap, @Nullable Object> {}

    /** Waits so long at most. */
    interface LimitedCall extends RemoteFunction<Duration, @Nullable Object> {}

    /** Whether all is such that a mishap may happen. */
    interface Arranged extends Serializable {
        boolean before(Mishap mishap);
    }

    static Bond standing(
            Api api, RemoteRunnable hold, RemoteRunnable letGo, Caller caller, AutoCloseable... resources) {
        return new Bond(api, Kind.STANDING, new Peer(Cue.create(), hold, letGo), caller, null, resources);
    }

    /** A peer that need not do anything for it to have what the caller wants. */
    static Bond standing(Api api, RemoteRunnable letGo, Caller caller, AutoCloseable... resources) {
        return standing(api, () -> {}, letGo, caller, resources);
    }

    /** Another process can do what the peer should have done. */
    Bond orAnother(RemoteRunnable inItsPlace) {
        return new Bond(api, kind, peer, caller, inItsPlace, resources);
    }

    /** Another process does it just as well. */
    Bond orAnother() {
        return orAnother(peer.letGo);
    }

    /** {@return whether the peer has something for one call only} */
    boolean isForOneCall() {
        return kind == Kind.TASK || kind == Kind.REQUEST;
    }

    Cue cue() {
        return peer.cue;
    }

    @Override
    public void close() throws Exception {
        for (AutoCloseable each : resources) {
            each.close();
        }
        cue().close();
    }
}
