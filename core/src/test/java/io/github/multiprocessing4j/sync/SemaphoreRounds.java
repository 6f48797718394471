package io.github.multiprocessing4j.sync;

import io.github.multiprocessing4j.sync.Interleavings.Round;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;

/** What is tried with semaphores of both kinds. */
final class SemaphoreRounds {
    private static final Duration MOMENT = Duration.ofNanos(20_000);

    private SemaphoreRounds() {}

    private abstract static class SemaphoreRound implements Round {
        final Semaphore semaphore;

        final SharedBlock data = SharedBlock.allocate(Long.BYTES);

        SemaphoreRound(boolean returned, int permits) {
            Permits made = returned ? HeldPermits.allocate(permits, 4) : SemaphoreWord.allocate(permits);
            semaphore = new Semaphore(made, Integer.MAX_VALUE);
        }

        /** As another process has it. */
        Semaphore another() {
            SharedBlock shared = semaphore.permits().shared();
            boolean returned = semaphore.permits() instanceof HeldPermits;
            return new Semaphore(returned ? HeldPermits.of(shared) : SemaphoreWord.of(shared), Integer.MAX_VALUE);
        }

        Callable<?> releases(int permits) {
            Semaphore another = another();
            return () -> {
                another.release(permits);
                return "released";
            };
        }

        Callable<?> acquires(int permits) {
            Semaphore another = another();
            return () -> {
                another.acquire(permits);
                return "got";
            };
        }

        @Override
        public Object end() {
            return semaphore.getValue() + " left";
        }

        @Override
        public void close() {
            semaphore.close();
            data.close();
        }
    }

    /** One permit, which protects a number that is read and written plainly. */
    static final class Mutual extends SemaphoreRound {
        Mutual(boolean returned) {
            super(returned, 1);
        }

        @Override
        public List<Callable<?>> actors() {
            Semaphore[] each = {another(), another(), another()};
            return List.of(() -> add(each[0]), () -> add(each[1]), () -> add(each[2]));
        }

        private Object add(Semaphore semaphore) throws InterruptedException {
            semaphore.acquire();
            MemorySegment memory = data.memory();
            memory.set(ValueLayout.JAVA_LONG, 0, memory.get(ValueLayout.JAVA_LONG, 0) + 1);
            semaphore.release();
            return "got";
        }

        @Override
        public Object end() {
            return super.end() + ", count " + data.memory().get(ValueLayout.JAVA_LONG, 0);
        }
    }

    /** Permits come for one who wants many and one who wants one. */
    static final class Sizes extends SemaphoreRound {
        Sizes(boolean returned) {
            super(returned, 0);
        }

        @Override
        public List<Callable<?>> actors() {
            Semaphore another = another();
            return List.of(acquires(3), acquires(1), () -> {
                another.release();
                another.release(2);
                another.release();
                return "released";
            });
        }
    }

    /** One permit comes, for two who wait; one of them not for long, who must not take the other's wake-up with it. */
    static final class Timeout extends SemaphoreRound {
        Timeout(boolean returned) {
            super(returned, 0);
        }

        @Override
        public List<Callable<?>> actors() {
            Semaphore another = another();
            return List.of(acquires(1), releases(1), () -> {
                boolean got = another.tryAcquire(MOMENT);
                if (got) {
                    another.release();
                }
                return "tried"; // either is right
            });
        }
    }

    /** A permit comes, and who waits is interrupted; another one waits as well. */
    static final class Interrupt extends SemaphoreRound {
        private final Interruption interruption = new Interruption();

        Interrupt(boolean returned) {
            super(returned, 0);
        }

        @Override
        public List<Callable<?>> actors() {
            Semaphore another = another();
            return List.of(
                    acquires(1),
                    () -> interruption.tell(() -> {
                        another.acquire();
                        another.release();
                        return "got";
                    }),
                    () -> {
                        semaphore.release();
                        interruption.strike();
                        interruption.insist();
                        return "released";
                    });
        }
    }

    /** What was written before a release is seen after the acquire. */
    static final class Message extends SemaphoreRound {
        Message(boolean returned) {
            super(returned, 0);
        }

        @Override
        public List<Callable<?>> actors() {
            Semaphore another = another();
            return List.of(
                    () -> {
                        data.memory().set(ValueLayout.JAVA_LONG, 0, 42);
                        semaphore.release();
                        return "sent";
                    },
                    () -> another.tryAcquire() ? data.memory().get(ValueLayout.JAVA_LONG, 0) : "nothing");
        }

        @Override
        public Object end() {
            return "";
        }
    }
}
