package io.github.multiprocessing4j.failuremodel;

import io.github.multiprocessing4j.os.Signals;
import org.jspecify.annotations.Nullable;

/**
 * A cell that is tried by itself.
 *
 * @param api what the caller is in
 * @param mishap what happens
 * @param act has it happen
 */
record Trial(Api api, Mishap mishap, Act act) {
    /** Has something happen. */
    interface Act {
        @Nullable
        Object on(Stage stage) throws Exception;
    }

    /** When it happens. */
    static final class Clock {
        private long start = System.nanoTime();

        void startsNow() {
            start = System.nanoTime();
        }

        void startedAt(long nanoTime) {
            start = nanoTime;
        }
    }

    Seen on(Stage stage) {
        stage.clock().startsNow();
        Outcome outcome = Outcome.of(() -> act.on(stage));
        return new Seen(api, mishap, outcome, outcome.at() - stage.clock().start);
    }

    static void killMyself() {
        Signals.kill(ProcessHandle.current().pid(), Signals.SIGKILL);
    }
}
