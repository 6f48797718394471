package io.github.multiprocessing4j.failuremodel;

import io.github.multiprocessing4j.failuremodel.Bond.Caller;
import io.github.multiprocessing4j.sharedtypes.Array;
import io.github.multiprocessing4j.sharedtypes.IntArray;
import io.github.multiprocessing4j.sharedtypes.IntValue;
import io.github.multiprocessing4j.sharedtypes.Value;
import io.github.multiprocessing4j.sync.Event;
import io.github.multiprocessing4j.sync.Lock;
import io.github.multiprocessing4j.sync.RLock;
import io.github.multiprocessing4j.sync.Semaphore;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The peer has a lock or a permit, or has yet to set an event. */
final class SyncBonds {
    private SyncBonds() {}

    static List<Bond> all() {
        IntValue value = Value.ofInt(0);
        IntArray array = Array.ofInt(1);
        Lock lock = Lock.create();
        RLock rLock = RLock.create();
        return List.of(
                lock(Api.LOCK, lock, lock),
                lock(Api.RLOCK, rLock, rLock),
                lock(Api.VALUE, value.getLock(), value),
                lock(Api.ARRAY, array.getLock(), array),
                semaphore(),
                returningSemaphore(),
                event());
    }

    private static Bond lock(Api api, java.util.concurrent.locks.Lock lock, AutoCloseable resource) {
        return Bond.standing(
                api,
                lock::lock,
                lock::unlock,
                new Caller(
                        _ -> {
                            lock.lockInterruptibly();
                            lock.unlock();
                            return "acquired";
                        },
                        limit -> lock.tryLock(limit.toNanos(), TimeUnit.NANOSECONDS)),
                resource);
    }

    private static Bond semaphore() {
        Semaphore semaphore = Semaphore.create(0);
        return Bond.standing(Api.SEMAPHORE, semaphore::release, acquiring(semaphore), semaphore)
                .orAnother();
    }

    private static Caller acquiring(Semaphore semaphore) {
        return new Caller(
                _ -> {
                    semaphore.acquire();
                    return "acquired";
                },
                semaphore::tryAcquire);
    }

    private static Bond returningSemaphore() {
        Semaphore semaphore = Semaphore.builder(1).returnPermitsOfDeadHolders().create();
        return Bond.standing(
                Api.RETURNING_SEMAPHORE,
                semaphore::acquire,
                semaphore::release,
                new Caller(
                        _ -> {
                            semaphore.acquire();
                            semaphore.release();
                            return "acquired";
                        },
                        semaphore::tryAcquire),
                semaphore);
    }

    private static Bond event() {
        Event event = Event.create();
        return Bond.standing(
                        Api.EVENT,
                        event::clear,
                        event::set,
                        new Caller(
                                _ -> {
                                    event.await();
                                    return "set";
                                },
                                event::await),
                        event)
                .orAnother(event::set);
    }
}
