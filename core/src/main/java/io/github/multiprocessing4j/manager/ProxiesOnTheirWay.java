package io.github.multiprocessing4j.manager;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
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

    private final Map<Long, Held> held = new LinkedHashMap<>();

    /** When they came, by ticket, in that order. */
    private final Map<Long, Long> early = new LinkedHashMap<>();

    private record Held(ServedObject served, @Nullable Session sender, long goneSince) {}

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

    /** A proxy leaves, or the object itself, of which there will be a proxy. */
    synchronized void hold(ServedObject served, long ticket, @Nullable Session sender) {
        expire();
        if (early.remove(ticket) == null) {
            table.retain(served);
            held.put(ticket, new Held(served, sender, sender == null ? System.nanoTime() : 0));
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
        Held hold = held.remove(ticket);
        if (hold != null) {
            return hold.served;
        }
        ServedObject served = table.retain(id);
        if (ticket != 0) {
            early.put(ticket, System.nanoTime());
        }
        return served;
    }

    /** Nobody will receive it. */
    synchronized void lost(long ticket) {
        Held hold = held.remove(ticket);
        if (hold != null) {
            table.release(hold.served, 1);
        }
    }

    /** Nobody is there any more to say what becomes of a client's messages. */
    synchronized void senderIsGone(Session sender) {
        long now = System.nanoTime();
        held.replaceAll((_, hold) -> hold.sender == sender ? new Held(hold.served, null, now) : hold);
        expire();
    }

    /** Lets go what has waited long enough. */
    synchronized void expire() {
        long now = System.nanoTime();
        early.values().removeIf(since -> now - since > GRACE);
        for (Iterator<Held> each = held.values().iterator(); each.hasNext(); ) {
            Held hold = each.next();
            if (hold.sender == null && now - hold.goneSince > GRACE) {
                each.remove();
                table.release(hold.served, 1);
            }
        }
    }

    synchronized int size() {
        return held.size();
    }
}
