package io.github.multiprocessing4j.soak;

import io.github.multiprocessing4j.failure.ManagerDiedException;
import io.github.multiprocessing4j.manager.ListProxy;
import io.github.multiprocessing4j.manager.LockProxy;
import io.github.multiprocessing4j.manager.MapProxy;
import io.github.multiprocessing4j.manager.SyncManager;
import io.github.multiprocessing4j.os.ProcessIdentity;
import io.github.multiprocessing4j.sharedtypes.LongArray;
import java.io.Serializable;
import java.net.SocketAddress;

/**
 * What clients of a manager do: each puts the numbers from 1 into a map, at its own key, notes before and after which one it was, counts under a lock in the
 * server, and has a list of its own there.
 *
 * @param address the server's
 * @param numbers the map: the number at each client's key
 * @param lock under which is counted
 * @param inside in the map of those who are behind the lock, at this key, and the counter at another
 * @param notes what each has begun, has done, how often it was after a dead one, and whether it was told of the server's death
 */
record Guests(
        SocketAddress address,
        MapProxy<Integer, Long> numbers,
        LockProxy lock,
        MapProxy<String, Long> inside,
        LongArray notes)
        implements Serializable {
    static final int NOTES = 4;

    static final int BEGUN = 0;

    static final int DONE = 1;

    static final int TAKEOVERS = 2;

    static final int TOLD = 3;

    private static final String WHO = "who";

    static final String COUNT = "count";

    /** {@return where a client notes something} */
    static int at(int client, int note) {
        return client * NOTES + note;
    }

    /**
     * What a client does until {@code over}.
     *
     * @param client which place it has
     * @param generation which one it is, of all
     * @param over which of the notes is not 0 when it is to end
     */
    void visit(int client, int generation, int over) throws Exception {
        try {
            SyncManager own = SyncManager.syncBuilder().address(address).connect();
            ListProxy<Long> list = own.list();
            for (long number = 1; notes.get(over) == 0; number++) {
                notes.set(at(client, BEGUN), number);
                numbers.put(generation, number);
                count(client);
                notes.set(at(client, DONE), number);
                list.add(number);
                if (list.size() != number || list.getLast() != number) {
                    throw new IllegalStateException(list + " instead of " + number);
                }
            }
            list.close();
            own.close();
        } catch (ManagerDiedException e) {
            notes.set(at(client, TOLD), 1);
        }
    }

    private void count(int client) {
        lock.lock();
        Long before = inside.put(WHO, ProcessIdentity.own().packed());
        if (before != null) {
            if (!ProcessIdentity.unpacked(before).isDead()) {
                throw new IllegalStateException(ProcessIdentity.unpacked(before) + " is behind the lock already");
            }
            notes.getAndAdd(at(client, TAKEOVERS), 1);
        }
        Long count = inside.get(COUNT);
        inside.put(COUNT, count == null ? 1 : count + 1);
        inside.remove(WHO);
        lock.unlock();
    }
}
