package io.github.multiprocessing4j.sync;

import io.github.multiprocessing4j.os.FaultPoint;
import io.github.multiprocessing4j.region.WordWait;
import io.github.multiprocessing4j.region.Words;

/**
 * Who waits at a condition, in shared memory. Version 1.
 *
 * <pre>
 *   offset  bytes
 *        0      4  sequence: goes up with every signal; waiters sleep here
 *        4      4  the next ticket
 *        8      4  boundary: the first ticket that no signal is for
 *       12      4  how many signals have not been taken
 *       16      4  how many wait
 * </pre>
 *
 * <p>Who comes draws a ticket. A signal is for any one of those who waited when it was given, that is, whose tickets are below
 * the boundary, and the first of them to hold the lock takes it. Nobody is named, so no signal goes to a dead one. All but
 * sleeping is done by who holds the condition's lock.
 *
 * <table>
 * <caption>If a process dies after</caption>
 * <tr><th>store</th><th>others find</th></tr>
 * <tr><td>ticket or number of waiting, as a waiter</td><td>one who waits for ever: a signal too many may stay, and
 * someone may wake without one</td></tr>
 * <tr><td>boundary, as a signaller</td><td>no signal, and the lock's holder dead</td></tr>
 * <tr><td>number of signals, before the sequence went up or anybody was woken</td><td>the signal, at their next look, and the lock's
 * holder dead</td></tr>
 * <tr><td>a signal was taken, before or after it is no longer a waiter</td><td>the lock's holder dead, and perhaps one who waits
 * for ever</td></tr>
 * <tr><td>it left without a signal</td><td>a signal too many, perhaps, which nobody takes who comes later</td></tr>
 * </table>
 */
record WaitRoom(SharedBlock shared) {
    static final long BYTES = 20;

    private static final long SEQUENCE = 0;
    private static final long TICKET = 4;
    private static final long BOUNDARY = 8;
    private static final long SIGNALS = 12;
    private static final long WAITING = 16;

    private int get(long offset) {
        return Words.getInt(shared.memory(), offset);
    }

    private void set(long offset, int value) {
        Words.setInt(shared.memory(), offset, value);
    }

    int sequence() {
        return get(SEQUENCE);
    }

    int waiting() {
        return get(WAITING);
    }

    /** {@return the ticket of who comes} */
    int enter() {
        Words.getAndAddInt(shared.memory(), WAITING, 1);
        FaultPoint.at("enter.waiting");
        int ticket = Words.getAndAddInt(shared.memory(), TICKET, 1);
        FaultPoint.at("enter.ticket");
        return ticket;
    }

    /** Without a signal. Also for who has lost the lock. */
    void leave() {
        int waiting = Words.getAndAddInt(shared.memory(), WAITING, -1) - 1;
        FaultPoint.at("leave.waiting");
        int signals = get(SIGNALS);
        if (signals > waiting) {
            Words.compareAndSetInt(shared.memory(), SIGNALS, signals, Math.max(0, waiting));
            FaultPoint.at("leave.signals");
        }
    }

    private boolean hasSignalFor(int ticket) {
        return get(SIGNALS) > 0 && ticket - get(BOUNDARY) < 0;
    }

    /** {@return whether there was a signal for that ticket} Who has taken it has left. */
    boolean takeSignal(int ticket) {
        if (!hasSignalFor(ticket)) {
            return false;
        }
        set(SIGNALS, get(SIGNALS) - 1);
        FaultPoint.at("signalled.signals");
        Words.getAndAddInt(shared.memory(), WAITING, -1);
        FaultPoint.at("signalled.waiting");
        return true;
    }

    void signal(int count) {
        int waiting = waiting();
        if (waiting <= 0) {
            return;
        }
        set(BOUNDARY, get(TICKET));
        FaultPoint.at("signal.boundary");
        set(SIGNALS, (int) Math.min(waiting, (long) get(SIGNALS) + count));
        FaultPoint.at("signal.signals");
        Words.getAndAddInt(shared.memory(), SEQUENCE, 1);
        FaultPoint.at("signal.sequence");
        WordWait.wake(shared.memory(), SEQUENCE, count);
    }

    /** Sleeps until it is worth getting the lock to look, or the time is over. */
    void sleep(int ticket, int sequence, Deadline deadline, LockWord lock) throws InterruptedException {
        long left = deadline.left();
        while (left > 0 && get(SEQUENCE) == sequence && !hasSignalFor(ticket)) {
            long slice = Math.min(left, WordWait.SLICE_NANOS);
            WordWait.await(shared.memory(), SEQUENCE, sequence, slice);
            if (get(SEQUENCE) == sequence && lock.isHeldByTheDead()) {
                return; // who was to signal is dead, perhaps: getting the lock tells
            }
            left = deadline.left();
        }
    }
}
