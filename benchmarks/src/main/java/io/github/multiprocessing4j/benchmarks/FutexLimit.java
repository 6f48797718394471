package io.github.multiprocessing4j.benchmarks;

import io.github.multiprocessing4j.function.RemoteRunnable;
import java.io.IOException;
import java.io.Serial;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/**
 * How long a question and its answer take at least if either process sleeps until it is woken by the other: two words, two calls of
 * futex(2) to wake and two to sleep.
 *
 * <pre>
 * offset 0          the question's number
 *        128        the answer's
 * </pre>
 */
final class FutexLimit {
    private static final long BYTES = 2 * MappedFile.APART;

    private FutexLimit() {}

    /** {@return the median time in microseconds} */
    static double roundTripMicros(Effort effort, Pinning pinning) throws Exception {
        int times = effort.messages(20_000);
        try (var file = MappedFile.create(BYTES)) {
            var questions = new Questions(file.memory());
            double micros = new RoundTrip(times, times, pinning).micros(questions::ask, new Answers(file.name()));
            if (!pinning.processors().isEmpty() && questions.sleeps < questions.number / 2) {
                throw new IOException(
                        "only " + questions.sleeps + " of " + questions.number + " answers were slept for");
            }
            return micros;
        }
    }

    private static FutexWord question(MemorySegment memory) {
        return new FutexWord(memory, 0);
    }

    private static FutexWord answer(MemorySegment memory) {
        return new FutexWord(memory, MappedFile.APART);
    }

    private static final class Questions {
        private final FutexWord question;

        private final FutexWord answer;

        private int number;

        private int sleeps;

        Questions(MemorySegment memory) {
            question = question(memory);
            answer = answer(memory);
        }

        void ask() {
            question.set(++number);
            sleeps += answer.await(number);
        }
    }

    /** What the other process does. */
    private static final class Answers implements RemoteRunnable {
        @Serial
        private static final long serialVersionUID = 1L;

        private final String file;

        private transient @Nullable MemorySegment mapped;

        private int number;

        Answers(String file) {
            this.file = file;
        }

        @Override
        public void run() throws IOException {
            MemorySegment memory = mapped == null ? MappedFile.map(file, BYTES) : mapped;
            mapped = memory;
            var _ = question(memory).await(++number);
            answer(memory).set(number);
        }
    }
}
