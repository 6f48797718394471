package io.github.multiprocessing4j.manager;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/** How many of something the clients of a server have. Guarded by whoever has it. */
final class Holdings {
    private final Session.HeldByCallers what;

    /** First the one who has any for the longest time. */
    private final Map<Session, Long> counts = new LinkedHashMap<>();

    /** @param what the clients have some of */
    Holdings(Session.HeldByCallers what) {
        this.what = what;
    }

    /** A caller has some more. If he is gone, {@code what} is told so at once. */
    void add(Caller caller, long count) {
        Session session = caller.session();
        if (session != null && counts.merge(session, count, Long::sum) == count) {
            session.holds(what);
        }
    }

    /** Some are given back: those that the caller's client has, and if he has fewer, then in the place of others. */
    void subtract(Caller caller, long count) {
        Session session = caller.session();
        long left = count;
        if (session != null) {
            left -= drop(session, left);
        }
        for (Iterator<Session> others = java.util.List.copyOf(counts.keySet()).iterator();
                left > 0 && others.hasNext(); ) {
            left -= drop(others.next(), left);
        }
    }

    private long drop(Session session, long most) {
        long has = counts.getOrDefault(session, 0L);
        long dropped = Math.min(has, most);
        if (dropped < has) {
            counts.put(session, has - dropped);
        } else if (has > 0) {
            remove(session);
            session.holdsNoMore(what);
        }
        return dropped;
    }

    /** {@return how many a client has, who has none now} */
    long remove(Session session) {
        Long had = counts.remove(session);
        return had == null ? 0 : had;
    }

    /** {@return how many all have} */
    long sum() {
        return counts.values().stream().mapToLong(Long::longValue).sum();
    }
}
