package io.github.multiprocessing4j.pool;

/** What an exception of the user's says of itself. Its methods are the user's too, and may throw themselves. */
final class ThrownText {
    private ThrownText() {}

    static String of(Throwable thrown) {
        try {
            return String.valueOf(thrown);
        } catch (Throwable failure) {
            return thrown.getClass().getName() + " (which can't be printed: "
                    + failure.getClass().getName() + ")";
        }
    }
}
