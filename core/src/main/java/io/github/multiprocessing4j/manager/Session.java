package io.github.multiprocessing4j.manager;

import io.github.multiprocessing4j.wire.MemoryChannel;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A client of a server: one process, as long as its first connection lasts. Knows what of the server's the client has, so that nothing of it stays when the client
 * is gone. Thread-safe.
 */
final class Session {
    private final Hello hello;

    private final Runnable hangUp;

    private final ObjectTable table;

    /** How many proxies of an object the client has. Guarded by this. */
    private final Map<ServedObject, Long> references = new HashMap<>();

    /** By which calls come. Guarded by this. */
    private final Map<Long, ServingLink> links = new HashMap<>();

    /** By which direct calls come. Guarded by this. */
    private final Set<MemoryChannel> channels = new HashSet<>();

    /** What its threads hold. */
    private final Set<HeldByCallers> held = ConcurrentHashMap.newKeySet();

    /** Guarded by this. */
    private boolean ended;

    /** What of a server a client can hold: it is given free when the client is gone. */
    interface HeldByCallers {
        /** {@return what a client held, if it did, which is free now} */
        boolean releaseAllOf(Session gone);
    }

    /** @param hangUp closes its first connection */
    Session(Hello hello, Runnable hangUp, ObjectTable table) {
        this.hello = hello;
        this.hangUp = hangUp;
        this.table = table;
    }

    /** The client has one more proxy for that object, which counts already. */
    void own(ServedObject served) {
        boolean late;
        synchronized (this) {
            late = ended;
            if (!late) {
                references.merge(served, 1L, Long::sum);
            }
        }
        if (late) {
            table.release(served, 1);
        }
    }

    /** The client has one proxy less. An id of what it does not have is ignored: it has been released with everything else. */
    void disown(long id) {
        ServedObject served = table.find(id);
        if (served != null && drop(served)) {
            table.release(served, 1);
        }
    }

    private synchronized boolean drop(ServedObject served) {
        Long count = references.get(served);
        if (count == null) {
            return false;
        }
        if (count == 1) {
            references.remove(served);
        } else {
            references.put(served, count - 1);
        }
        return true;
    }

    /** Calls come by one more connection. {@return whether the client is there} */
    synchronized boolean add(long number, ServingLink link) {
        if (!ended) {
            links.put(number, link);
        }
        return !ended;
    }

    synchronized void remove(long number) {
        links.remove(number);
    }

    /** Direct calls come by one more channel. {@return whether the client is there} */
    synchronized boolean add(MemoryChannel channel) {
        if (!ended) {
            channels.add(channel);
        }
        return !ended;
    }

    synchronized void remove(MemoryChannel channel) {
        channels.remove(channel);
    }

    synchronized int links() {
        return links.size() + channels.size();
    }

    /** Interrupts a call, unless another one is executed for that connection by now. */
    void interrupt(Request.Control.Interrupt interrupt) {
        ServingLink link;
        synchronized (this) {
            link = links.get(interrupt.link());
        }
        if (link != null) {
            link.interrupt(interrupt.sequence(), interrupt.givenUp());
        }
    }

    /** A thread of the client has taken something. */
    void holds(HeldByCallers what) {
        held.add(what);
        if (isEnded()) {
            what.releaseAllOf(this);
        }
    }

    /** No thread of the client has it any more. */
    void holdsNoMore(HeldByCallers what) {
        held.remove(what);
    }

    synchronized boolean isEnded() {
        return ended;
    }

    /** The client is gone: its calls are interrupted, what it held is free, its proxies do not count any more. */
    void end() {
        List<ServingLink> serving;
        List<MemoryChannel> direct;
        Map<ServedObject, Long> owned;
        synchronized (this) {
            ended = true;
            serving = new ArrayList<>(links.values());
            direct = new ArrayList<>(channels);
            owned = new HashMap<>(references);
            references.clear();
        }
        hangUp.run();
        serving.forEach(ServingLink::abandon);
        direct.forEach(channel -> channel.close("its client is gone"));
        held.forEach(what -> what.releaseAllOf(this));
        held.clear();
        owned.forEach(table::release);
    }

    /** {@return what is executed for it, in words} */
    synchronized List<String> executing() {
        return links.values().stream()
                .map(link -> link.executing(table))
                .filter(Objects::nonNull)
                .toList();
    }

    /** {@return the client's process id} */
    long pid() {
        return hello.pid();
    }

    /** {@return by what number its connections name it} */
    long number() {
        return hello.session();
    }

    @Override
    public String toString() {
        return hello.process() + " (pid " + hello.pid() + ")";
    }
}
