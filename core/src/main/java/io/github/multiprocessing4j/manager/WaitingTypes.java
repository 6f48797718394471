package io.github.multiprocessing4j.manager;

import io.github.multiprocessing4j.function.RemoteRunnable;
import io.github.multiprocessing4j.queue.JoinableQueue;
import io.github.multiprocessing4j.queue.Queue;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import org.jspecify.annotations.Nullable;

/** The types of a {@link SyncManager} by which threads wait for each other. */
final class WaitingTypes {
    @SuppressWarnings("rawtypes")
    static final ManagedType<QueueProxy> QUEUE = ManagedType.of("queue", BlockingQueue.class)
            .proxyType(QueueProxy.class)
            .factory(arguments -> new ManagedQueue<>(Queue.betweenThreads(number(arguments[0]))));

    @SuppressWarnings("rawtypes")
    static final ManagedType<JoinableQueueProxy> JOINABLE_QUEUE = ManagedType.of("joinableQueue", BlockingQueue.class)
            .proxyType(JoinableQueueProxy.class)
            .factory(arguments -> new ManagedJoinableQueue<>(JoinableQueue.betweenThreads(number(arguments[0]))));

    static final ManagedType<LockProxy> LOCK = lock("lock").factory(() -> new ManagedLock(/* reentrant= */ false));

    static final ManagedType<LockProxy> RLOCK = lock("rLock").factory(() -> new ManagedLock(/* reentrant= */ true));

    static final ManagedType<ConditionProxy> CONDITION = ManagedType.of("condition", Condition.class)
            .proxyType(ConditionProxy.class)
            .result("getLock", "lock")
            .factory(arguments -> ManagedCondition.of(Objects.requireNonNull(arguments[0], "lock")));

    static final ManagedType<SemaphoreProxy> SEMAPHORE = ManagedType.of("semaphore", SemaphoreProxy.class)
            .factory(arguments -> new ManagedSemaphore(number(arguments[0]), /* bounded= */ false));

    static final ManagedType<SemaphoreProxy> BOUNDED_SEMAPHORE = ManagedType.of(
                    "boundedSemaphore", SemaphoreProxy.class)
            .factory(arguments -> new ManagedSemaphore(number(arguments[0]), /* bounded= */ true));

    static final ManagedType<EventProxy> EVENT =
            ManagedType.of("event", EventProxy.class).factory(ManagedEvent::new);

    static final ManagedType<BarrierProxy> BARRIER = ManagedType.of("barrier", BarrierProxy.class)
            .factory(arguments ->
                    new ManagedBarrier(number(arguments[0]), (RemoteRunnable) arguments[1], (Duration) arguments[2]));

    static final List<ManagedType<?>> ALL =
            List.of(QUEUE, JOINABLE_QUEUE, LOCK, RLOCK, CONDITION, SEMAPHORE, BOUNDED_SEMAPHORE, EVENT, BARRIER);

    private WaitingTypes() {}

    private static ManagedType<LockProxy> lock(String typeid) {
        return ManagedType.of(typeid, Lock.class).proxyType(LockProxy.class).result("newCondition", "condition");
    }

    private static int number(@Nullable Object argument) {
        return (Integer) Objects.requireNonNull(argument);
    }
}
