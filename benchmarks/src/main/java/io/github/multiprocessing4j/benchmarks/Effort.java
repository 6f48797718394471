package io.github.multiprocessing4j.benchmarks;

/**
 * How much work a measure takes.
 *
 * @param messagesDivisor by what the number of messages of a turn is divided
 * @param turnsDivisor by what the numbers of turns are divided
 */
record Effort(int messagesDivisor, int turnsDivisor) {
    static final Effort FULL = new Effort(1, 1);

    static final Effort QUICK = new Effort(1, 4);

    static Effort of(boolean quick) {
        return quick ? QUICK : FULL;
    }

    /** {@return what {@link #toString} has written} */
    static Effort parse(String text) {
        String[] divisors = text.split("/", -1);
        return new Effort(Integer.parseInt(divisors[0]), Integer.parseInt(divisors[1]));
    }

    int messages(int full) {
        return Math.max(1, full / messagesDivisor);
    }

    int turns(int full) {
        return Math.max(1, full / turnsDivisor);
    }

    @Override
    public String toString() {
        return messagesDivisor + "/" + turnsDivisor;
    }
}
