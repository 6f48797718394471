package io.github.multiprocessing4j.soak;

import io.github.multiprocessing4j.os.ProcessIdentity;
import io.github.multiprocessing4j.sharedtypes.Array;
import io.github.multiprocessing4j.sharedtypes.LongArray;
import io.github.multiprocessing4j.testkit.Work;
import java.io.Serializable;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * Behind each door two counters that are incremented one after the other, by plain reads and writes, and the name of who is inside. Each visitor notes
 * which increments he has begun, and which he has done, before and after.
 *
 * @param doors one for each room
 * @param words who is inside, and the two counters, for each room
 * @param begun by each visitor, in each room
 * @param done by each visitor, in each room
 * @param takeovers by each visitor
 * @param over not 0 when all are to go home
 */
record Rooms(List<Door> doors, LongArray words, LongArray begun, LongArray done, LongArray takeovers, LongArray over)
        implements Serializable, AutoCloseable {
    private static final int WORDS = 3;

    private static final int INSIDE = 0;

    private static final int FIRST = 1;

    private static final int SECOND = 2;

    private static final int MOST_NANOS_BETWEEN = 1_000_000;

    private static final int MOST_NANOS_INSIDE = 2_000_000;

    static Rooms create(int visitors) {
        List<Door> doors = Door.ofEachKind();
        int all = doors.size() * visitors;
        return new Rooms(
                doors,
                Array.ofLong(doors.size() * WORDS),
                Array.ofLong(all),
                Array.ofLong(all),
                Array.ofLong(visitors),
                Array.ofLong(1));
    }

    /** What a visitor does until all is over. */
    void visit(int visitor, long seed) throws InterruptedException {
        Random random = new Random(seed);
        while (over.get(0) == 0) {
            int room = random.nextInt(doors.size());
            Door.Entry entry = doors.get(room).enter();
            try {
                inside(room, visitor, entry, random);
            } finally {
                doors.get(room).leave();
            }
            Work.nanos(random.nextInt(MOST_NANOS_BETWEEN));
        }
    }

    private void inside(int room, int visitor, Door.Entry entry, Random random) throws InterruptedException {
        long former = word(room, INSIDE);
        setWord(room, INSIDE, ProcessIdentity.own().packed());
        if (former != 0) {
            mustBeDead(former, entry, room);
            setWord(room, SECOND, word(room, FIRST));
        }
        if (former != 0 || entry == Door.Entry.TOLD) {
            takeovers.getAndAdd(visitor, 1);
        }
        int own = at(room, visitor);
        long first = word(room, FIRST);
        begun.set(own, begun.get(own) + 1);
        setWord(room, FIRST, first + 1);
        if (random.nextInt(10) == 0) {
            Work.nanos(random.nextInt(MOST_NANOS_INSIDE));
        }
        if (word(room, SECOND) != first) {
            throw new IllegalStateException(
                    "in room " + room + " the counters are " + (first + 1) + " and " + word(room, SECOND) + " + 1");
        }
        setWord(room, SECOND, first + 1);
        done.set(own, done.get(own) + 1);
        setWord(room, INSIDE, 0);
    }

    private void mustBeDead(long former, Door.Entry entry, int room) {
        ProcessIdentity process = ProcessIdentity.unpacked(former);
        if (!process.isDead()) {
            throw new IllegalStateException("in room " + room + " there is " + process + " already");
        }
        if (entry == Door.Entry.ORDINARY) {
            throw new IllegalStateException("in room " + room + " " + process + " has died, and nobody told so");
        }
    }

    private long word(int room, int which) {
        return words.get(room * WORDS + which);
    }

    private void setWord(int room, int which, long value) {
        words.set(room * WORDS + which, value);
    }

    /** {@return whether that process is in a room} */
    boolean isInside(long pid) {
        return IntStream.range(0, doors.size())
                .mapToLong(room -> word(room, INSIDE))
                .anyMatch(each -> each != 0 && ProcessIdentity.unpacked(each).pid() == pid);
    }

    /** {@return what was counted in a room} */
    long counted(int room) {
        return word(room, FIRST);
    }

    /** {@return where a visitor's increments of a room are noted} */
    int at(int room, int visitor) {
        return visitor * doors.size() + room;
    }

    /** {@return all that a visitor has done} */
    long doneBy(int visitor) {
        return IntStream.range(0, doors.size())
                .mapToLong(room -> done.get(at(room, visitor)))
                .sum();
    }

    @Override
    public void close() {
        doors.forEach(Door::close);
        List.of(words, begun, done, takeovers, over).forEach(LongArray::close);
    }
}
