package io.github.multiprocessing4j.pool;

import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/*
 * A worker that has nothing to do comes first. When all have something, they get more in turn, so that none need wait for
 * the next message when the first is done. What waits behind a first chunk, which may take long, or may even be waiting for it, is recalled
 * when another worker idles and nothing is queued, half of it, the newest. If its worker claims it before, it runs there.
 */
/** Decides which worker runs which chunk. Guarded by the dispatcher's lock. */
final class Allotment {
    private final ChunkQueue queue;

    private final List<Seat> seats;

    private final LimitWatch watch;

    /** In them is what was assigned and nobody has sent. */
    private Set<Outbox> filled = new LinkedHashSet<>();

    private long lastId;

    Allotment(ChunkQueue queue, List<Seat> seats, LimitWatch watch) {
        this.queue = queue;
        this.seats = seats;
        this.watch = watch;
    }

    /** To be called whenever a chunk was queued or a worker has room. */
    void distribute() {
        for (Seat seat : seats) {
            if (queue.isEmpty()) {
                break;
            }
            if (seat.isIdle()) {
                assign(queue.poll(), seat);
            }
        }
        while (!queue.isEmpty() && giveOneToEach()) {
            // and one more
        }
        if (queue.isEmpty()) {
            shareOut();
        }
    }

    /** Only until nobody has more than one, which most often is at once: else thousands of idlers would each look at thousands of workers. */
    private void shareOut() {
        for (Seat seat : seats) {
            if (seat.isIdle() && !share(seat)) {
                return;
            }
        }
    }

    /** {@return what to {@linkplain Outbox#flush flush} without the lock} */
    Set<Outbox> takeFilled() {
        if (filled.isEmpty()) {
            return Set.of();
        }
        Set<Outbox> taken = filled;
        filled = new LinkedHashSet<>();
        return taken;
    }

    /** {@return whether somebody has got one} */
    private boolean giveOneToEach() {
        boolean given = false;
        for (Seat seat : seats) {
            if (!queue.isEmpty() && seat.hasRoom()) {
                assign(queue.poll(), seat);
                given = true;
            }
        }
        return given;
    }

    private void assign(@Nullable EncodedChunk chunk, Seat seat) {
        if (chunk == null) {
            return;
        }
        Assignment assignment = null;
        try {
            assignment = new Assignment(seat.worker(), seat.takeFreeSlot(), ++lastId, chunk);
            put(assignment, seat);
        } catch (OutOfMemoryError e) {
            if (assignment == null || recall(assignment)) {
                queue.addFirst(chunk);
            }
            throw e;
        }
        if (assignment.patience() != null) {
            watch.lookAfter(chunk.code.limits().shortest());
        }
    }

    private void put(Assignment assignment, Seat seat) {
        assignment.chunk().assign(assignment);
        seat.put(assignment);
        assignment.worker().claims().queue(assignment.slot(), assignment.id());
        Outbox outbox = assignment.worker().outbox();
        filled.add(outbox);
        outbox.add(assignment);
    }

    /** Gives who idles half of what the one has who has most, as far as that has not begun it. {@return whether somebody has more than one} */
    private boolean share(Seat idler) {
        Seat richest = Collections.max(seats, Comparator.comparingInt(Seat::assigned));
        if (richest.assigned() <= 1) {
            return false;
        }
        Deque<EncodedChunk> recalled = new ArrayDeque<>();
        List<Assignment> newestFirst = richest.newestFirst();
        int half = Math.min(newestFirst.size() / 2, idler.tasksLeft);
        for (int i = 0; i < half && recall(newestFirst.get(i)); i++) {
            recalled.addFirst(newestFirst.get(i).chunk());
        }
        recalled.forEach(chunk -> assign(chunk, idler));
        return true;
    }

    /** Takes back what a worker has not begun, to be run by another one. */
    void takeBackFrom(Seat seat) {
        for (Assignment each : seat.newestFirst()) {
            if (recall(each)) {
                queue.addFirst(each.chunk());
            }
        }
    }

    /** Takes a chunk back from its worker unless that has begun it. */
    boolean recall(Assignment assignment) {
        Worker worker = assignment.worker();
        boolean recalled = worker.claims().recall(assignment.slot(), assignment.id());
        if (recalled) {
            worker.seat().takeBack(assignment);
            worker.outbox().remove(assignment);
        }
        return recalled;
    }
}
