package io.github.multiprocessing4j.codec;

import org.jspecify.annotations.Nullable;

final class Culprit {
    private Culprit() {}

    static String describe(@Nullable Object root, Throwable cause, Registry registry) {
        return String.valueOf(cause.getMessage()).concat(" cannot be sent to another process");
    }
}
