package io.github.multiprocessing4j.sync;

import io.github.multiprocessing4j.os.FaultPoint;
import io.github.multiprocessing4j.os.ProcessIdentity;
import io.github.multiprocessing4j.os.ProcessName;
import io.github.multiprocessing4j.region.Words;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A lock's shared memory. Version 1.
 *
 * <pre>
 *   offset  bytes
 *        0      8  the word: who holds the lock, 0 if nobody. From the highest bit: 22 bits pid, 40 bits start ticks,
 *                  INCONSISTENT, WAITERS. WAITERS alone: free, but for who is at the head of the line
 *        8      8  which thread holds it: 22 bits pid, 42 bits thread id
 *       16      4  how often that thread holds it
 *       20      4  the name's length
 *       24      8  whose name it is: a word without flags, or 0
 *       32      4  the line of those who wait, see {@link LockLine}
 *       36     76  the name of the process that held it last, UTF-8
 * </pre>
 *
 * <p>The word alone says who holds the lock. It is changed by compare-and-set. Everything else but the line is written by the holder
 * only, and means nothing if its pid is not the word's.
 *
 * <table>
 * <caption>If a process dies after</caption>
 * <tr><th>store</th><th>others find</th></tr>
 * <tr><td>it put itself into the word</td><td>a dead holder, whose thread and name are not known</td></tr>
 * <tr><td>thread, depth, name</td><td>a dead holder</td></tr>
 * <tr><td>it set WAITERS</td><td>a needless wake-up</td></tr>
 * <tr><td>0 as thread, when an RLock is released</td><td>a dead holder, whose thread is not known</td></tr>
 * <tr><td>it put 0 or WAITERS into the word, before it woke anybody</td><td>a free lock, at their next look</td></tr>
 * <tr><td>it set INCONSISTENT, before it woke anybody</td><td>an inconsistent lock, at their next look</td></tr>
 * <tr><td>it came to the head of the line, or pushed in there</td><td>nobody leaving it; when they have stood long enough, they push in</td></tr>
 * <tr><td>it marked the line, as it was about to sleep</td><td>a needless wake-up</td></tr>
 * <tr><td>it left the head, before it woke anybody</td><td>the head free, at their next look, and the lock's holder dead</td></tr>
 * </table>
 */
final class LockLayout {
    static final long WORD = 0;
    static final long THREAD = 8;
    static final long DEPTH = 16;
    static final long NAME_LENGTH = 20;
    static final long NAMED = 24;
    static final long LINE = 32;
    static final long NAME = 36;
    static final long BYTES = 112;

    /** Somebody may sleep at the word. */
    static final long WAITERS = 1;

    /** The process that the word names died as the holder, and nobody has declared the data sound since. */
    static final long INCONSISTENT = 2;

    /** The half of the word at which waiters sleep; a change of the flags or of the holder shows there. */
    static final long LOW_HALF = WORD + (ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN ? 0 : 4);

    /** This process as a word. */
    static final long SELF = wordOf(ProcessIdentity.own());

    private static final int LONGEST_NAME = (int) (BYTES - NAME);

    private static final int PID_SHIFT = 42;

    private static final int TICKS_SHIFT = 2;

    private static final long FLAGS = WAITERS | INCONSISTENT;

    private static final long THREAD_MASK = (1L << PID_SHIFT) - 1;

    private static final long OWN_PID = ProcessIdentity.own().pid() << PID_SHIFT;

    private LockLayout() {}

    private static long wordOf(ProcessIdentity process) {
        return process.pid() << PID_SHIFT | process.startTicks() << TICKS_SHIFT;
    }

    /** {@return whether nobody holds the lock; with WAITERS it is reserved for the head of the line} */
    static boolean isFree(long word) {
        return holder(word) == 0;
    }

    /** {@return a word without its flags} */
    static long holder(long word) {
        return word & ~FLAGS;
    }

    static boolean isInconsistent(long word) {
        return (word & INCONSISTENT) != 0;
    }

    static boolean isDead(long word) {
        return !isFree(word) && holder(word) != SELF && process(word).isDead();
    }

    private static ProcessIdentity process(long word) {
        return new ProcessIdentity(word >>> PID_SHIFT, (word & THREAD_MASK) >>> TICKS_SHIFT);
    }

    /** Says which thread of this process holds the lock, once. The caller does. */
    static void stamp(MemorySegment memory) {
        FaultPoint.at("lock.word");
        memory.set(ValueLayout.JAVA_LONG, THREAD, thisThread());
        FaultPoint.at("lock.thread");
        memory.set(ValueLayout.JAVA_INT, DEPTH, 1);
        FaultPoint.at("lock.depth");
        if (memory.get(ValueLayout.JAVA_LONG, NAMED) != SELF) {
            writeName(memory);
        }
    }

    private static long thisThread() {
        return OWN_PID | Thread.currentThread().threadId();
    }

    /** {@return whether the calling thread holds the lock, as far as it was not released by another one} */
    static boolean isMine(MemorySegment memory) {
        return memory.get(ValueLayout.JAVA_LONG, THREAD) == thisThread() && holder(Words.getLong(memory, WORD)) == SELF;
    }

    private static void writeName(MemorySegment memory) {
        Words.setLong(memory, NAMED, 0);
        VarHandle.storeStoreFence(); // who copies parts of the name finds that it has none
        FaultPoint.at("lock.unnamed");
        byte[] name = ProcessName.own().getBytes(StandardCharsets.UTF_8);
        int length = Math.min(name.length, LONGEST_NAME);
        MemorySegment.copy(name, 0, memory, ValueLayout.JAVA_BYTE, NAME, length);
        FaultPoint.at("lock.name");
        memory.set(ValueLayout.JAVA_INT, NAME_LENGTH, length);
        FaultPoint.at("lock.length");
        Words.setLong(memory, NAMED, SELF);
        FaultPoint.at("lock.named");
    }

    /** {@return whom a word names} */
    static Owner owner(MemorySegment memory, long word) {
        long thread = Words.getLong(memory, THREAD);
        OptionalLong id = thread >>> PID_SHIFT == word >>> PID_SHIFT
                ? OptionalLong.of(thread & THREAD_MASK)
                : OptionalLong.empty();
        return new Owner(word >>> PID_SHIFT, name(memory, holder(word)), id, threadName(word, id));
    }

    private static Optional<String> name(MemorySegment memory, long holder) {
        if (Words.getLong(memory, NAMED) != holder) {
            return Optional.empty();
        }
        int length = Words.getInt(memory, NAME_LENGTH);
        byte[] name = new byte[LONGEST_NAME];
        MemorySegment.copy(memory, ValueLayout.JAVA_BYTE, NAME, name, 0, LONGEST_NAME);
        VarHandle.loadLoadFence();
        boolean torn = Words.getLong(memory, NAMED) != holder || length < 0 || length > LONGEST_NAME;
        return torn ? Optional.empty() : Optional.of(new String(Arrays.copyOf(name, length), StandardCharsets.UTF_8));
    }

    private static Optional<String> threadName(long word, OptionalLong id) {
        if (holder(word) != SELF || id.isEmpty()) {
            return Optional.empty();
        }
        return Optional.ofNullable(ManagementFactory.getThreadMXBean().getThreadInfo(id.getAsLong()))
                .map(ThreadInfo::getThreadName);
    }
}
