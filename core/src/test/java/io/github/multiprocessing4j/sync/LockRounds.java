package io.github.multiprocessing4j.sync;

import io.github.multiprocessing4j.sync.Interleavings.Round;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;

/**
 * What is tried with the word of a lock. Each actor has a {@link LockWord} of its own, as processes have, so that they do not
 * meet at the gate.
 */
final class LockRounds {
    private static final Duration MOMENT = Duration.ofNanos(20_000);

    private LockRounds() {}

    private abstract static class LockRound implements Round {
        final SharedBlock shared = SharedBlock.allocate(LockLayout.BYTES);

        /** What the lock protects, by plain reads and writes. */
        final SharedBlock data = SharedBlock.allocate(Long.BYTES);

        LockWord word() {
            return new LockWord(shared, false, _ -> {});
        }

        final LockWord begun = word();

        void increment() {
            MemorySegment memory = data.memory();
            memory.set(ValueLayout.JAVA_LONG, 0, memory.get(ValueLayout.JAVA_LONG, 0) + 1);
        }

        String count() {
            return "count " + data.memory().get(ValueLayout.JAVA_LONG, 0);
        }

        @Override
        public Object end() {
            return (begun.isLocked() ? "locked, " : "free, ") + count();
        }

        @Override
        public void close() {
            shared.close();
            data.close();
        }
    }

    /** All get it, one after the other. */
    static final class Mutual extends LockRound {
        @Override
        public List<Callable<?>> actors() {
            Callable<?> actor = () -> {
                LockWord word = word();
                word.lock();
                increment();
                word.unlock();
                return "got";
            };
            return List.of(actor, actor, actor);
        }
    }

    /** It is held; one releases it, one waits for it, one tries. */
    static final class Release extends LockRound {
        Release() {
            begun.lock();
        }

        @Override
        public List<Callable<?>> actors() {
            return List.of(() -> released(begun), () -> waited(word()), () -> {
                LockWord word = word();
                return word.tryLock() ? use(word) : "not";
            });
        }

        private Object use(LockWord word) {
            increment();
            word.unlock();
            return "got";
        }

        private Object waited(LockWord word) {
            word.lock();
            return use(word);
        }
    }

    private static Object released(LockWord word) {
        word.unlock();
        return "released";
    }

    /** It is held; one releases it, one waits, and one does not wait long and must not take the other's wake-up with it. */
    static final class Timeout extends LockRound {
        Timeout() {
            begun.lock();
        }

        @Override
        public List<Callable<?>> actors() {
            return List.of(
                    () -> released(begun),
                    () -> got(word(), Deadline.never()),
                    () -> got(word(), Deadline.after(MOMENT)));
        }

        private Object got(LockWord word, Deadline deadline) throws InterruptedException {
            boolean got = word.lockInterruptibly(deadline);
            if (got) {
                increment();
                word.unlock();
            }
            return got ? "got" : "not";
        }
    }

    /** It is held; it is released, and who waits is interrupted. */
    static final class Interrupt extends LockRound {
        private final Interruption interruption = new Interruption();

        Interrupt() {
            begun.lock();
        }

        @Override
        public List<Callable<?>> actors() {
            return List.of(
                    () -> released(begun),
                    () -> interruption.tell(() -> {
                        word().lockInterruptibly(Deadline.never());
                        increment();
                        return "got";
                    }),
                    () -> {
                        interruption.strike();
                        interruption.insist();
                        return "struck";
                    });
        }
    }
}
