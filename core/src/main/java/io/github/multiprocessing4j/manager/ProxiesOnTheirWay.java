package io.github.multiprocessing4j.manager;

import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/*
 * Who sends a proxy says so (hold) and who receives it does (redeem), through two connections: in either order. A ticket that was redeemed first is remembered until its
 * hold comes. The sender's own proxy is released behind the hold, through the same connection, so the object can't go in between.
 *
 * What nobody redeems is held as long as its sender lives, and a while longer.
 */
/** What messages hold that were sent and not received yet. Thread-safe. */
final class ProxiesOnTheirWay {
    /** How long an object waits for a message whose sender has ended, in nanoseconds. */
    static final long GRACE = TimeUnit.SECONDS.toNanos(60);

    private final ObjectTable table;

    private final Map<Long, Held> held = new HashMap<>();

    /** When they came, by ticket, in that order. */
    private final Map<Long, Long> early = new LinkedHashMap<>();

    /** Those whose sender is gone, and since when, in that order. */
    private final Map<Long, Long> senderless = new LinkedHashMap<>();

    private record Held(ServedObject served, @Nullable Session sender) {}

    ProxiesOnTheirWay(ObjectTable table) {
        this.table = table;
    }

    /** A proxy of a client leaves. Its object is there, as the proxy is. */
    void hold(long id, long ticket, Session sender) {
        ServedObject served = table.find(id);
        if (served != null) {
            hold(served, ticket, sender);
        }
    }

    /**
     * A proxy leaves, or the object itself, of which there will be a proxy.
     *
     * @param sender null if it is nobody whose end will be told
     */
    synchronized void hold(ServedObject served, long ticket, @Nullable Session sender) {
        expire();
        if (early.remove(ticket) == null) {
            table.retain(served);
            held.put(ticket, new Held(served, sender));
            if (sender == null) {
                senderless.put(ticket, System.nanoTime());
            }
        }
    }

    /**
     * A proxy has arrived.
     *
     * @param ticket 0 if its sender keeps the object itself
     * @return its object, which one more refers to
     * @throws io.github.multiprocessing4j.failure.ManagerException if it has gone
     */
    synchronized ServedObject redeem(long id, long ticket) {
        Held hold = take(ticket);
        if (hold != null) {
            return hold.served;
        }
        ServedObject served = table.retain(id);
        if (ticket != 0) {
            early.put(ticket, System.nanoTime());
        }
        return served;
    }

    private @Nullable Held take(long ticket) {
        senderless.remove(ticket);
        return held.remove(ticket);
    }

    /** Nobody will receive it. */
    synchronized void lost(long ticket) {
        Held hold = take(ticket);
        if (hold != null) {
            table.release(hold.served, 1);
        }
    }

    /** Nobody is there any more to say what becomes of a client's messages. */
    synchronized void senderIsGone(Session sender) {
        long now = System.nanoTime();
        held.forEach((ticket, hold) -> {
            if (hold.sender == sender) {
                senderless.put(ticket, now);
            }
        });
        expire();
    }

    /** Lets go what has waited long enough. */
    synchronized void expire() {
        removeOld(early, _ -> {});
        removeOld(senderless, this::lost);
    }

    /** Only as far as there are any: this is done for each proxy that leaves. */
    private static void removeOld(Map<Long, Long> since, LongConsumer removed) {
        long now = System.nanoTime();
        Iterator<Map.Entry<Long, Long>> oldest = since.entrySet().iterator();
        while (oldest.hasNext()) {
            Map.Entry<Long, Long> each = oldest.next();
            if (now - each.getValue() <= GRACE) {
                return;
            }
            oldest.remove();
            removed.accept(each.getKey());
        }
    }

    synchronized int size() {
        return held.size();
    }
}
