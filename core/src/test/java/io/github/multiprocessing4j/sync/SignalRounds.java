package io.github.multiprocessing4j.sync;

import io.github.multiprocessing4j.sync.Interleavings.Round;
import java.lang.foreign.ValueLayout;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.Callable;

/** What is tried with events, conditions and barriers. */
final class SignalRounds {
    private static final Duration MOMENT = Duration.ofNanos(50_000);

    private SignalRounds() {}

    /** What was written before an event was set is seen by who sees it set. */
    static final class Message implements Round {
        private final Event event = Event.create();

        private final SharedBlock data = SharedBlock.allocate(Long.BYTES);

        @Override
        public List<Callable<?>> actors() {
            return List.of(
                    () -> {
                        data.memory().set(ValueLayout.JAVA_LONG, 0, 42);
                        event.set();
                        return "sent";
                    },
                    () -> event.isSet() ? read() : "nothing",
                    () -> {
                        event.await();
                        return read();
                    });
        }

        private Object read() {
            return data.memory().get(ValueLayout.JAVA_LONG, 0);
        }

        @Override
        public Object end() {
            return event;
        }

        @Override
        public void close() {
            event.close();
            data.close();
        }
    }

    /** Each sets one event and looks at the other one: at least one of them finds it set. */
    static final class Crosswise implements Round {
        private final Event first = Event.create();

        private final Event second = Event.create();

        @Override
        public List<Callable<?>> actors() {
            return List.of(() -> setAndLook(first, second), () -> setAndLook(second, first));
        }

        private static Object setAndLook(Event mine, Event other) {
            mine.set();
            return other.isSet();
        }

        @Override
        public Object end() {
            return first + " " + second;
        }

        @Override
        public void close() {
            first.close();
            second.close();
        }
    }

    /** It is set once, whoever was the first. */
    static final class AllSet implements Round {
        private final Event event = Event.create();

        @Override
        public List<Callable<?>> actors() {
            Callable<?> set = () -> {
                event.set();
                return "set";
            };
            return List.of(set, set, set);
        }

        @Override
        public Object end() {
            return event;
        }

        @Override
        public void close() {
            event.close();
        }
    }

    private abstract static class ConditionRound implements Round {
        final Lock lock = Lock.create();

        final Condition condition = lock.newCondition();

        boolean ready;

        Object locked(Callable<?> work) throws Exception {
            lock.lock();
            try {
                return work.call();
            } finally {
                lock.unlock();
            }
        }

        @Override
        public Object end() {
            return lock;
        }

        @Override
        public void close() {
            condition.close();
            lock.close();
        }
    }

    /** Two wait until something is ready, and all are told. */
    static final class Ready extends ConditionRound {
        @Override
        public List<Callable<?>> actors() {
            Callable<?> waits = () -> locked(() -> {
                while (!ready) {
                    condition.await();
                }
                return "ready";
            });
            return List.of(
                    waits,
                    waits,
                    () -> locked(() -> {
                        ready = true;
                        condition.signalAll();
                        return "told";
                    }));
        }
    }

    /**
     * Two wait, and there is one signal; one of them does not wait long, or is interrupted. Either he has the signal, or the other
     * one has it, and never both.
     */
    private abstract static class OneSignal extends ConditionRound {
        private volatile boolean patientWaits;

        private volatile boolean hastyWaits;

        private volatile String hasty = "";

        /** Called with the lock held. {@return whether there was a signal} */
        abstract boolean awaitHastily() throws InterruptedException;

        String waitHastily() throws Exception {
            return (boolean) locked(() -> {
                        hastyWaits = true;
                        return awaitHastily();
                    })
                    ? "signalled"
                    : "too late";
        }

        void disturb() {}

        void insist() {}

        @Override
        public List<Callable<?>> actors() {
            return List.of(
                    () -> locked(() -> {
                        patientWaits = true;
                        return condition.await(Duration.ofSeconds(10)) ? "woken" : "not woken";
                    }),
                    () -> hasty = waitHastily(),
                    this::signal);
        }

        private Object signal() throws Exception {
            Interleavings.spinUntil(() -> patientWaits && hastyWaits);
            disturb();
            locked(this::signalOnce);
            insist();
            Interleavings.spinUntil(() -> !hasty.isEmpty());
            return hasty.equals("signalled") ? locked(this::signalOnce) : "enough";
        }

        /** {@return how many waited} */
        private Object signalOnce() {
            int waiting = condition.room().waiting();
            condition.signal();
            return waiting;
        }
    }

    /** He waits for a moment only. */
    static final class SignalOrTimeout extends OneSignal {
        @Override
        boolean awaitHastily() throws InterruptedException {
            return condition.await(MOMENT);
        }
    }

    /** He is interrupted in the same moment. */
    static final class SignalOrInterrupt extends OneSignal {
        private final Interruption interruption = new Interruption();

        @Override
        boolean awaitHastily() throws InterruptedException {
            condition.await();
            return true;
        }

        @Override
        String waitHastily() throws Exception {
            return (String) interruption.tell(super::waitHastily);
        }

        @Override
        void disturb() {
            interruption.strike();
        }

        @Override
        void insist() {
            interruption.insist();
        }
    }

    /** Two arrive, and one aborts: both pass or both are sent away. */
    static final class Abort implements Round {
        private final Barrier barrier = Barrier.create(2);

        @Override
        public List<Callable<?>> actors() {
            return List.of(this::arrive, this::arrive, () -> {
                barrier.abort();
                return "aborted";
            });
        }

        private Object arrive() throws InterruptedException {
            try {
                barrier.await();
                return "passed";
            } catch (BrokenBarrierException e) {
                return "sent away";
            }
        }

        @Override
        public Object end() {
            return barrier;
        }

        @Override
        public void close() {
            barrier.close();
        }
    }
}
