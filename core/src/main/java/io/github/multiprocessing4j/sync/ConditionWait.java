package io.github.multiprocessing4j.sync;

import io.github.multiprocessing4j.os.FaultPoint;

/** One thread's wait at a condition, whose lock it holds before and afterwards. */
final class ConditionWait {
    private final RobustLock lock;

    private final WaitRoom room;

    private final Deadline deadline;

    private final boolean interruptible;

    private boolean interrupted;

    ConditionWait(RobustLock lock, WaitRoom room, Deadline deadline, boolean interruptible) {
        this.lock = lock;
        this.room = room;
        this.deadline = deadline;
        this.interruptible = interruptible;
    }

    void awaitUninterruptibly() {
        try {
            await();
        } catch (InterruptedException e) {
            throw new AssertionError("not interruptible", e);
        }
    }

    /** {@return whether there was a signal; if so, an interrupt that came as well stays set} */
    boolean await() throws InterruptedException {
        boolean told = false;
        try {
            boolean signalled = waitForSignal();
            told = interrupted && interruptible && !signalled;
            if (told) {
                throw new InterruptedException();
            }
            return signalled;
        } finally {
            if (interrupted && !told) { // also if the lock could not be had again
                Thread.currentThread().interrupt();
            }
        }
    }

    private boolean waitForSignal() {
        int ticket = room.enter();
        boolean signalled = false;
        try {
            do {
                sleepWithoutLock(ticket);
                signalled = room.takeSignal(ticket);
            } while (!signalled && !isOver());
        } finally {
            if (!signalled) {
                room.leave();
            }
        }
        return signalled;
    }

    private boolean isOver() {
        return interrupted && interruptible || deadline.left() <= 0;
    }

    private void sleepWithoutLock(int ticket) {
        int sequence = room.sequence();
        int depth = lock.release();
        FaultPoint.at("await.released");
        try {
            room.sleep(ticket, sequence, deadline, lock.word());
        } catch (InterruptedException e) {
            interrupted = true;
        } finally {
            lock.reacquire(depth);
        }
    }
}
