package io.github.multiprocessing4j.sync;

import io.github.multiprocessing4j.os.FaultPoint;
import io.github.multiprocessing4j.region.WordWait;
import io.github.multiprocessing4j.region.Words;
import java.util.Arrays;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;

/**
 * A semaphore's permits of which it is known which process holds how many. Version 1.
 *
 * <pre>
 *   offset  bytes
 *        0    112  a lock, see {@link LockLayout}; all below is changed under it, but for LOOKED and what the room does by itself
 *      112     16  a {@link PermitRoom}, whose value is the one that follows from the rest
 *      128      4  total: how many permits there are, free or not
 *      132      4  how many seats have ever been used
 *      136      8  when it was last looked whether somebody has died, System.nanoTime, which is the same for all processes
 *      144   16 n  seats: a process as the word of a lock without flags; how many permits it holds, in 4 bytes
 * </pre>
 *
 * <p>What is free is the total less what is in the seats, so taking and giving back are one store each. A seat that holds nothing
 * is vacant, whoever it names. Who sits there and is dead loses what he holds, by one store as well. The room's value is what
 * somebody worked out last, and who gets the lock works it out anew: it may be wrong only after somebody died as the lock's
 * holder, until the next look.
 *
 * <table>
 * <caption>If a process dies after</caption>
 * <tr><th>store</th><th>others find</th></tr>
 * <tr><td>number of used seats; a seat's process</td><td>a vacant seat</td></tr>
 * <tr><td>what its seat holds, when it takes</td><td>a dead holder, at their next look</td></tr>
 * <tr><td>total, when it gives back more than it has</td><td>the new ones, and a dead holder</td></tr>
 * <tr><td>what its seat holds, when it gives back</td><td>the permits, at their next look</td></tr>
 * <tr><td>the value</td><td>the same</td></tr>
 * <tr><td>the moment of a look</td><td>the dead, one look later</td></tr>
 * <tr><td>what a dead one's seat holds</td><td>the permits, at their next look, with those of other dead ones</td></tr>
 * </table>
 *
 * @param room where it is waited
 * @param lock what guards all other memory
 * @param open held by a thread of this process that has the lock, or shall get it: closing must wait for it, since nobody would
 *     ever release the lock of a process that lives and has no access any more
 */
record HeldPermits(PermitRoom room, LockWord lock, ReentrantLock open) implements Permits {
    /** How many processes can hold permits at a time: more JVMs than a machine has room for, and just not an arena of its own. */
    static final int MOST_SEATS = 1_000;

    private static final long ROOM = LockLayout.BYTES;
    private static final long TOTAL = 128;
    private static final long USED = 132;
    private static final long LOOKED = 136;
    private static final long SEATS = 144;
    private static final long SEAT_BYTES = 16;
    private static final long HELD = 8;

    static HeldPermits allocate(int permits, int seats) {
        HeldPermits held = of(SharedBlock.allocate(SEATS + SEAT_BYTES * Math.clamp(seats, 1, MOST_SEATS)));
        held.setInt(TOTAL, permits);
        held.room.setValue(permits);
        return held;
    }

    /** Who dies as the lock's holder leaves nothing behind that needs to be put right. */
    static HeldPermits of(SharedBlock shared) {
        return new HeldPermits(new PermitRoom(shared, ROOM), new LockWord(shared, true, _ -> {}), new ReentrantLock());
    }

    @Override
    public SharedBlock shared() {
        return room.shared();
    }

    @Override
    public void close() {
        open.lock();
        try {
            shared().close();
        } finally {
            open.unlock();
        }
    }

    private int getInt(long offset) {
        return Words.getInt(shared().memory(), offset);
    }

    private void setInt(long offset, int value) {
        Words.setInt(shared().memory(), offset, value);
    }

    private static long seat(int index) {
        return SEATS + SEAT_BYTES * index;
    }

    private int held(int index) {
        return getInt(seat(index) + HELD);
    }

    private void setHeld(int index, int permits) {
        setInt(seat(index) + HELD, permits);
    }

    private long holder(int index) {
        return Words.getLong(shared().memory(), seat(index));
    }

    private IntStream seats() {
        return IntStream.range(0, getInt(USED));
    }

    private int free() {
        return getInt(TOTAL) - seats().map(this::held).sum();
    }

    @Override
    public int value() {
        lookNowAndThen();
        return room.value();
    }

    @Override
    public boolean tryFast(int permits) {
        return room.value() >= permits && change(() -> take(permits));
    }

    @Override
    public boolean tryAcquire(int permits) {
        if (tryFast(permits)) {
            return true;
        }
        look();
        return tryFast(permits);
    }

    @Override
    public boolean acquire(int permits, Deadline deadline) throws InterruptedException {
        return room.await(permits, deadline, () -> {
            lookNowAndThen();
            return tryFast(permits);
        });
    }

    @Override
    public boolean release(int permits, int maximum) {
        return change(() -> give(permits, maximum));
    }

    /** Does something under the lock, works out what is free then, and wakes those whom it concerns. */
    private boolean change(BooleanSupplier change) {
        int before;
        int now;
        boolean done;
        open.lock();
        try {
            lock.lock();
            try {
                before = room.value();
                done = change.getAsBoolean();
                now = free();
                room.setValue(now);
                FaultPoint.at("change.value");
            } finally {
                lock.unlock();
            }
        } finally {
            open.unlock();
        }
        if (now > before) {
            room.wake(now - before);
        }
        return done;
    }

    private boolean take(int permits) {
        if (free() < permits) {
            return false;
        }
        int seat = ownSeat();
        setHeld(seat, held(seat) + permits);
        FaultPoint.at("take.held");
        return true;
    }

    private boolean give(int permits, int maximum) {
        int seat = seats().filter(this::isOwn).findFirst().orElse(-1);
        int held = seat < 0 ? 0 : held(seat);
        int total = getInt(TOTAL);
        int added = Math.max(0, permits - held);
        if (added > maximum - total) {
            return false;
        }
        if (added > 0) {
            setInt(TOTAL, total + added);
            FaultPoint.at("give.total");
        }
        if (held > 0) {
            setHeld(seat, Math.max(0, held - permits));
            FaultPoint.at("give.held");
        }
        return true;
    }

    private boolean isOwn(int seat) {
        return held(seat) > 0 && holder(seat) == LockLayout.SELF;
    }

    private int ownSeat() {
        return seats().filter(this::isOwn).findFirst().orElseGet(this::sitDown);
    }

    private int sitDown() {
        int seat = seats().filter(i -> held(i) == 0).findFirst().orElseGet(this::newSeat);
        Words.setLong(shared().memory(), seat(seat), LockLayout.SELF);
        FaultPoint.at("take.holder");
        return seat;
    }

    private int newSeat() {
        int used = getInt(USED);
        if (seat(used) >= shared().memory().byteSize()) {
            bury(dead());
            return seats().filter(i -> held(i) == 0).findFirst().orElseThrow(HeldPermits::full);
        }
        setInt(USED, used + 1);
        FaultPoint.at("take.used");
        return used;
    }

    private static IllegalStateException full() {
        return new IllegalStateException(
                "too many processes hold permits of this semaphore, which returns those of dead"
                        + " holders, at the same time; 1,000 can");
    }

    /** Whoever waits does so, and all together eight times a second: it takes some time. */
    private void lookNowAndThen() {
        if (System.nanoTime() - Words.getLong(shared().memory(), LOOKED) >= WordWait.SLICE_NANOS / 2) {
            look();
        }
    }

    /** Takes from the dead what they hold. A dead one stays so, hence the lock is not held while the kernel is asked. */
    private void look() {
        Words.setLong(shared().memory(), LOOKED, System.nanoTime());
        FaultPoint.at("look.looked");
        long[] dead = dead();
        change(() -> bury(dead));
    }

    private long[] dead() {
        return seats().filter(seat -> held(seat) > 0)
                .mapToLong(this::holder)
                .filter(LockLayout::isDead)
                .sorted()
                .toArray();
    }

    private boolean bury(long[] dead) {
        seats().filter(seat -> held(seat) > 0 && Arrays.binarySearch(dead, holder(seat)) >= 0)
                .forEach(seat -> {
                    setHeld(seat, 0);
                    FaultPoint.at("look.held");
                });
        return dead.length > 0;
    }
}
