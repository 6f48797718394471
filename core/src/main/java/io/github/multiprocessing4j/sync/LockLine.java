package io.github.multiprocessing4j.sync;

import static io.github.multiprocessing4j.sync.LockLayout.LINE;

import io.github.multiprocessing4j.os.FaultPoint;
import io.github.multiprocessing4j.os.ProcessIdentity;
import io.github.multiprocessing4j.region.WordWait;
import io.github.multiprocessing4j.region.Words;
import java.lang.foreign.MemorySegment;

/*
 * The kernel wakes sleepers in the order in which they came, so it is the queue. Who sleeps at the lock's own word is woken in vain
 * again and again while another one has his turn, and each time he would find himself at the end. Hence one only sleeps there, the
 * head; the others sleep at the line's word, and are woken once, when the head is theirs.
 *
 * Nothing but the order depends on the line. So nobody asks whether the head is alive: whoever has stood long enough goes to
 * the lock's word anyhow, whether the head is dead, stopped or just late.
 */
/**
 * Where those stand who want a lock that is held, in shared memory: the line's word, in {@link LockLayout}. From the highest bit: the pid
 * of who is at its head and gets the lock next, 0 if nobody; and WAITERS, that somebody may sleep at the word. WAITERS alone: the
 * head is free, but for one who has slept.
 */
record LockLine(SharedBlock shared) {
    private static final int WAITERS = 1;

    private static final int SELF = (int) ProcessIdentity.own().pid() << 1;

    int word() {
        return Words.getInt(memory(), LINE);
    }

    boolean isEmpty() {
        return word() == 0;
    }

    private MemorySegment memory() {
        return shared.memory();
    }

    private boolean replace(int expected, int word) {
        return Words.compareAndSetInt(memory(), LINE, expected, word);
    }

    static int marked(int word) {
        return word | WAITERS;
    }

    /** {@return whether somebody has been woken to come to the head} */
    static boolean isReserved(int word) {
        return word == WAITERS;
    }

    /** Comes to the head if it is free. {@return whether that worked} */
    boolean tryEnter(int word, boolean slept) {
        boolean entered = (word == 0 || isReserved(word) && slept) && replace(word, slept ? marked(SELF) : SELF);
        if (entered) {
            FaultPoint.at("line.entered");
        }
        return entered;
    }

    /** Comes to the head, whoever is there. He does not notice, and there are two for once. */
    void pushIn() {
        Words.setInt(memory(), LINE, marked(SELF));
        FaultPoint.at("line.pushed");
    }

    /** Says that somebody is about to sleep. {@return whether the word was as expected} */
    boolean tryMark(int word) {
        boolean marked = word == marked(word) || replace(word, marked(word));
        FaultPoint.at("line.marked");
        return marked;
    }

    /** Leaves the head to the next one. */
    void leave() {
        int word = word();
        while (marked(word) == marked(SELF)) {
            if (replace(word, word & WAITERS)) {
                FaultPoint.at("line.left");
                passOn();
                return;
            }
            word = word();
        }
    }

    /** Wakes the next one if the head is free. Also for who leaves the line and may have been woken in the place of another one. */
    void passOn() {
        MemorySegment memory = memory();
        if (isReserved(word()) && WordWait.wake(memory, LINE, 1) == 0 && replace(WAITERS, 0)) {
            FaultPoint.at("line.empty");
            WordWait.wakeAll(memory, LINE); // who has come in between
        }
    }
}
