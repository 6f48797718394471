package io.github.multiprocessing4j.failuremodel;

import static io.github.multiprocessing4j.testkit.Together.awaitTrue;

import io.github.multiprocessing4j.failuremodel.Bond.Caller;
import io.github.multiprocessing4j.sync.Barrier;
import io.github.multiprocessing4j.sync.Condition;
import io.github.multiprocessing4j.sync.Event;
import io.github.multiprocessing4j.sync.Lock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BrokenBarrierException;

/** The peer has a condition's lock, or has yet to come to a barrier. */
final class MeetingBonds {
    private MeetingBonds() {}

    static List<Bond> all() {
        return List.of(condition(), barrier());
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
                        MeetingBonds::awaitWhereNobodyComes,
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
