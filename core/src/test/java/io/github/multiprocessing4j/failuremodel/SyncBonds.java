package io.github.multiprocessing4j.failuremodel;

import static io.github.multiprocessing4j.testkit.Together.awaitTrue;

import io.github.multiprocessing4j.failuremodel.Bond.Caller;
import io.github.multiprocessing4j.sharedtypes.Array;
import io.github.multiprocessing4j.sharedtypes.IntArray;
import io.github.multiprocessing4j.sharedtypes.IntValue;
import io.github.multiprocessing4j.sharedtypes.Value;
import io.github.multiprocessing4j.sync.Barrier;
import io.github.multiprocessing4j.sync.Condition;
import io.github.multiprocessing4j.sync.Event;
import io.github.multiprocessing4j.sync.Lock;
import io.github.multiprocessing4j.sync.RLock;
import io.github.multiprocessing4j.sync.Semaphore;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.TimeUnit;

/** The peer has a lock, a permit, or has yet to come. */
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
                condition(),
                event(),
                barrier());
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

    /** The peer takes the lock, which the caller needs when it is woken, if something is to happen to the peer. */
    private static Bond condition() {
        Lock lock = Lock.create();
        Condition condition = Condition.create(lock);
        Event asked = Event.create();
        return Bond.standing(
                Api.CONDITION,
                () -> Thread.ofPlatform().daemon().start(() -> lockWhenAsked(lock, asked)),
                () -> {
                    lock.lock();
                    condition.signalAll();
                    lock.unlock();
                },
                new Caller(
                        mishap -> {
                            lock.lock();
                            if (isDeath(mishap)) {
                                asked.set();
                            }
                            try {
                                condition.await();
                                return "signalled";
                            } finally {
                                lock.unlock();
                            }
                        },
                        limit -> {
                            lock.lock();
                            try {
                                return condition.await(limit);
                            } finally {
                                lock.unlock();
                            }
                        },
                        mishap -> !isDeath(mishap)
                                || lock.owner()
                                        .filter(owner -> owner.pid()
                                                != ProcessHandle.current().pid())
                                        .isPresent()),
                lock,
                condition,
                asked);
    }

    private static void lockWhenAsked(Lock lock, Event asked) {
        try {
            asked.await();
            lock.lock();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static boolean isDeath(Mishap mishap) {
        return mishap == Mishap.KILLED || mishap == Mishap.OUT_OF_MEMORY;
    }

    /** The peer has come, and has yet to come with a second thread. */
    private static Bond barrier() {
        Barrier barrier = Barrier.create(3);
        return Bond.standing(
                Api.BARRIER,
                () -> Thread.ofPlatform().daemon().start(() -> comeUntilItWorks(barrier)),
                barrier::await,
                new Caller(
                        _ -> {
                            awaitTrue(() -> !barrier.isBroken() && barrier.getNumberWaiting() == 1);
                            barrier.await();
                            return "all came";
                        },
                        SyncBonds::awaitWhereNobodyComes,
                        _ -> barrier.getNumberWaiting() == 2),
                barrier);
    }

    private static int awaitWhereNobodyComes(Duration limit) throws Exception {
        try (Barrier barrier = Barrier.create(2)) {
            return barrier.await(limit);
        }
    }

    /** It breaks when a caller is interrupted. */
    private static void comeUntilItWorks(Barrier barrier) {
        boolean came = false;
        while (!came) {
            try {
                barrier.await();
                came = true;
            } catch (BrokenBarrierException e) {
                barrier.reset();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }
    }
}
