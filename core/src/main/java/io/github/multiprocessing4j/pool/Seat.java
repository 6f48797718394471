package io.github.multiprocessing4j.pool;

import io.github.multiprocessing4j.recording.Recording;
import io.github.multiprocessing4j.recording.WorkerStarted;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One place in the pool for a worker: what the dispatcher knows of who is in it. Guarded by the dispatcher's lock. */
final class Seat {
    /** What a worker is good for. */
    enum State {
        STARTING,
        READY,
        STANDBY, // works as soon as it takes somebody's place
        LEAVING // gets nothing any more: it has run its share, or is not needed, or the pool is at its end
    }

    State state = State.STARTING;

    /** Different ones for all who are there at the same time, from 0. */
    final int index;

    boolean wasReady;

    final Tally tally = new Tally();

    private final @Nullable WorkerStarted event = Recording.isOn() ? WorkerStarted.began() : null;

    /** When it was last given back the last chunk that it had. */
    private long idleSince = System.nanoTime();

    /** How many more chunks it may be given. */
    int tasksLeft;

    private @Nullable Worker worker;

    private final @Nullable Assignment[] slots = new @Nullable Assignment[ClaimPage.SLOTS];

    private int assigned;

    /** Those that are free, in the order in which they became so. */
    private final Deque<Integer> freeSlots = new ArrayDeque<>(ClaimPage.SLOTS);

    Seat(int index, int tasksLeft) {
        this.index = index;
        this.tasksLeft = tasksLeft;
        for (int slot = 0; slot < ClaimPage.SLOTS; slot++) {
            freeSlots.add(slot);
        }
    }

    /** A process was started. */
    void take(Worker started) {
        worker = started;
    }

    /** It was initialized. */
    void isReady() {
        wasReady = true;
        tally.ready();
        if (event != null) {
            event.ended(worker().id().name(), worker().id().pid());
        }
    }

    Worker worker() {
        return Objects.requireNonNull(worker, "nobody has taken this seat");
    }

    void ifTaken(Consumer<Worker> action) {
        if (worker != null) {
            action.accept(worker);
        }
    }

    boolean isVacant() {
        return worker == null;
    }

    /** Whether it counts among those that the pool is to have. */
    boolean counts() {
        return state != State.LEAVING;
    }

    int assigned() {
        return assigned;
    }

    boolean isIdle() {
        return state == State.READY && assigned == 0 && tasksLeft > 0;
    }

    boolean hasRoom() {
        return state == State.READY && assigned < ClaimPage.SLOTS && tasksLeft > 0;
    }

    boolean hasRunItsShare() {
        return state == State.READY && assigned == 0 && tasksLeft == 0;
    }

    /** {@return one for the next assignment} */
    int takeFreeSlot() {
        return freeSlots.remove();
    }

    void put(Assignment assignment) {
        slots[assignment.slot()] = assignment;
        if (assigned == 0) {
            tally.busy(true, System.nanoTime());
        }
        assigned++;
        tasksLeft--;
    }

    /** Takes out what it has run. */
    void remove(Assignment assignment) {
        slots[assignment.slot()] = null;
        freeSlots.add(assignment.slot());
        assigned--;
        idleSince = System.nanoTime();
        tally.busy(assigned > 0, idleSince);
    }

    /** {@return for how many nanoseconds it has had nothing to do} */
    long idleNanos(long now) {
        return now - idleSince;
    }

    /** Takes out what it has not begun. */
    void takeBack(Assignment assignment) {
        remove(assignment);
        tasksLeft++;
    }

    @Nullable
    Assignment at(int slot) {
        return slots[slot];
    }

    @Nullable
    Assignment withId(long id) {
        for (Assignment each : slots) {
            if (each != null && each.id() == id) {
                return each;
            }
        }
        return null;
    }

    /** Does what is to be done if something takes too long. {@return after how many nanoseconds to look again} */
    long look(long now) {
        long next = Limits.FOREVER;
        for (Assignment each : slots) {
            Patience patience = each == null ? null : each.patience();
            if (patience != null) {
                next = Math.min(next, patience.look(now));
            }
        }
        return next;
    }

    /** What it was given and is not over. */
    List<Assignment> newestFirst() {
        List<Assignment> all = new ArrayList<>();
        for (Assignment each : slots) {
            if (each != null) {
                all.add(each);
            }
        }
        all.sort(Comparator.comparingLong(Assignment::id).reversed());
        return all;
    }
}
