package io.github.multiprocessing4j.benchmarks;

import io.github.multiprocessing4j.function.RemoteRunnable;
import java.io.IOException;
import java.io.Serial;
import org.jspecify.annotations.Nullable;

/**
 * How long two processors take to hand a cache line over and back, which every answer from one to the other takes at least: a word that
 * the processes change in turns. Who waits spins.
 */
final class CacheLineLimit {
    private static final long LINE_BYTES = 64;

    /** Reading the clock takes a good part of the time of one. */
    private static final int ROUND_TRIPS_AT_A_TIME = 100;

    private CacheLineLimit() {}

    /** {@return the median time in microseconds} */
    static double roundTripMicros(Effort effort, Pinning pinning) throws Exception {
        int times = effort.messages(20_000);
        try (var file = MappedFile.create(LINE_BYTES)) {
            var questions = new Questions(new SharedWord(file.memory(), 0));
            return new RoundTrip(times, times, pinning).micros(questions::ask, new Answers(file.name()))
                    / ROUND_TRIPS_AT_A_TIME;
        }
    }

    /** The odd numbers. */
    private static final class Questions {
        private final SharedWord word;

        private long number = 1;

        Questions(SharedWord word) {
            this.word = word;
        }

        void ask() {
            for (int i = 0; i < ROUND_TRIPS_AT_A_TIME; i++) {
                word.set(number);
                number = word.await(number + 1) + 1;
            }
        }
    }

    /** The even numbers, by the other process. */
    private static final class Answers implements RemoteRunnable {
        @Serial
        private static final long serialVersionUID = 1L;

        private final String file;

        private transient @Nullable SharedWord mapped;

        private long number = 2;

        Answers(String file) {
            this.file = file;
        }

        @Override
        public void run() throws IOException {
            SharedWord word = mapped == null ? new SharedWord(MappedFile.map(file, LINE_BYTES), 0) : mapped;
            mapped = word;
            for (int i = 0; i < ROUND_TRIPS_AT_A_TIME; i++) {
                var _ = word.await(number - 1);
                word.set(number);
                number += 2;
            }
        }
    }
}
