package io.github.multiprocessing4j.benchmarks;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;

/** What the JVM and the processor take for a lock that nobody else wants: of the JDK, of one process; and for the one atomic instruction that a lock needs at least. */
final class UncontendedLimit {
    private static final long WORD_BYTES = 64;

    /** Where everybody might see it, or else the compiler knows that nobody does and leaves the work out. */
    private static final ReentrantLock LOCK = new ReentrantLock();

    private static final AtomicLong WORD = new AtomicLong();

    private UncontendedLimit() {}

    /** {@return the nanoseconds that {@link ReentrantLock#lock} and {@link ReentrantLock#unlock} take together} */
    @SuppressWarnings("LockNotBeforeTry") // nothing stands between
    static double lockNanos(Effort effort) throws Exception {
        return perCallNanos(effort, calls -> {
            for (int i = 0; i < calls; i++) {
                LOCK.lock();
                LOCK.unlock();
            }
        });
    }

    /** {@return the nanoseconds of one compare-and-set of a word in the heap} */
    static double compareAndSetNanos(Effort effort) throws Exception {
        return perCallNanos(effort, calls -> {
            long value = WORD.get();
            for (int i = 0; i < calls; i++) {
                check(WORD.compareAndSet(value, ++value));
            }
        });
    }

    /** {@return those of a word in memory that other processes may map} */
    static double sharedCompareAndSetNanos(Effort effort) throws Exception {
        try (var file = MappedFile.create(WORD_BYTES)) {
            var word = new SharedWord(file.memory(), 0);
            return perCallNanos(effort, calls -> {
                long value = word.get();
                for (int i = 0; i < calls; i++) {
                    check(word.compareAndSet(value, ++value));
                }
            });
        }
    }

    private interface Calls {
        void run(int calls);
    }

    private static double perCallNanos(Effort effort, Calls work) throws Exception {
        int calls = effort.messages(3_000_000);
        return Timing.seconds(() -> work.run(calls), 5, effort.turns(7)) / calls * 1e9;
    }

    private static void check(boolean isSet) {
        if (!isSet) {
            throw new AssertionError("nobody else sets the word");
        }
    }
}
