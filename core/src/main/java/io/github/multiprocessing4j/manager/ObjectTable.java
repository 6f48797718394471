package io.github.multiprocessing4j.manager;

import io.github.multiprocessing4j.failure.ManagerException;
import java.security.SecureRandom;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** A server's objects, each as long as a client or a message refers to it. Thread-safe. */
final class ObjectTable {
    private final Map<Long, ServedObject> objects = new ConcurrentHashMap<>();

    private final KnownReferents referents = new KnownReferents();

    /** What a type's objects of one class expose. */
    private final Map<ManagedType<?>, Map<Class<?>, Exposure>> exposures = new ConcurrentHashMap<>();

    /** So far up that no server before this one at the same address can have come there: a proxy of that must not find another object. */
    private final AtomicLong lastId = new AtomicLong(new SecureRandom().nextLong() >>> 1 & ~0xffff_ffffL);

    /** {@return the entry of an object, to which nobody refers yet if it is new} */
    ServedObject entry(ManagedType<?> type, Object referent) {
        return referents.get(type, referent, () -> newEntry(type, ManagedIterator.inPlaceOf(referent, type)));
    }

    private ServedObject newEntry(ManagedType<?> type, Object referent) {
        Exposure exposure = exposures
                .computeIfAbsent(type, _ -> new ConcurrentHashMap<>())
                .computeIfAbsent(referent.getClass(), of -> new Exposure(type, of));
        return new ServedObject(lastId.incrementAndGet(), type, referent, exposure);
    }

    /**
     * {@return the object with that number}
     *
     * @throws ManagerException if it has gone
     */
    ServedObject get(long id) {
        ServedObject served = objects.get(id);
        if (served == null) {
            throw new ManagerException(
                    "there is no object " + Long.toHexString(id)
                            + " any more: its last proxy was given up, or another server was here",
                    null);
        }
        return served;
    }

    /** {@return the object with that number; null if it has gone} */
    @Nullable
    ServedObject find(long id) {
        return objects.get(id);
    }

    /** One more refers to an object that may have left the table, if it is known to be reachable. */
    void retain(ServedObject served) {
        synchronized (served) {
            if (served.add(1) == 0) {
                objects.put(served.id(), served);
            }
        }
    }

    /**
     * One more refers to the object with that number.
     *
     * @throws ManagerException if it has gone
     */
    ServedObject retain(long id) {
        ServedObject served = get(id);
        synchronized (served) {
            get(id); // or it has gone before this thread got the monitor
            served.add(1);
        }
        return served;
    }

    /** So many refer to it no longer. */
    void release(ServedObject served, long count) {
        boolean unreferenced;
        boolean forgotten;
        synchronized (served) {
            if (served.add(-count) == count) {
                objects.remove(served.id());
            }
            unreferenced = served.isUnreferenced();
            forgotten = served.isForgotten();
        }
        if (forgotten) {
            referents.forget(served.type(), served.referent());
        }
        if (unreferenced) {
            served.end();
        }
    }

    int size() {
        return objects.size();
    }

    Collection<ServedObject> all() {
        return objects.values();
    }

    Collection<Map.Entry<ManagedType<?>, Map<Class<?>, Exposure>>> exposures() {
        return exposures.entrySet();
    }
}
