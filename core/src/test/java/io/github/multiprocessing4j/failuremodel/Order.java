package io.github.multiprocessing4j.failuremodel;

/** What a peer is told to do next. */
enum Order {
    HOLD,
    LET_GO,
    RUN_OUT_OF_MEMORY
}
