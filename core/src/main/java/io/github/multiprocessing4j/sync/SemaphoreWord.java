package io.github.multiprocessing4j.sync;

import io.github.multiprocessing4j.os.FaultPoint;

/**
 * A semaphore's permits that belong to nobody, as CPython's: a {@link PermitRoom} and nothing else. Version 2.
 *
 * <p>Permits are taken by a compare-and-set of the value and in no other way. If a process dies after it took some, there are as
 * many less, as in CPython.
 */
record SemaphoreWord(PermitRoom room) implements Permits {
    static SemaphoreWord allocate(int permits) {
        SemaphoreWord word = of(SharedBlock.allocate(PermitRoom.BYTES));
        word.room.setValue(permits);
        return word;
    }

    static SemaphoreWord of(SharedBlock shared) {
        return new SemaphoreWord(new PermitRoom(shared, 0));
    }

    @Override
    public SharedBlock shared() {
        return room.shared();
    }

    @Override
    public void close() {
        shared().close();
    }

    @Override
    public int value() {
        return room.value();
    }

    @Override
    public boolean tryFast(int permits) {
        int value = room.value();
        while (value >= permits) {
            if (room.compareAndSetValue(value, value - permits)) {
                FaultPoint.at("acquire.value");
                return true;
            }
            value = room.value();
        }
        return false;
    }

    @Override
    public boolean tryAcquire(int permits) {
        return tryFast(permits);
    }

    @Override
    public boolean acquire(int permits, Deadline deadline) throws InterruptedException {
        return room.await(permits, deadline, () -> tryFast(permits));
    }

    @Override
    public boolean release(int permits, int maximum) {
        int value;
        do {
            value = room.value();
            if (permits > maximum - value) {
                return false;
            }
        } while (!room.compareAndSetValue(value, value + permits));
        room.wake(permits);
        return true;
    }
}
