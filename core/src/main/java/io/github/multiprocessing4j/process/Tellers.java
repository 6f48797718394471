package io.github.multiprocessing4j.process;

import io.github.multiprocessing4j.os.SpareThreads;
import java.util.concurrent.Executor;

/** Threads of which no user's code knows, so that nobody interrupts them as they write into a socket, which would close it. */
final class Tellers {
    private static final Executor ALL = SpareThreads.named("mp4j-teller-", 0);

    private Tellers() {}

    static Executor all() {
        return ALL;
    }
}
